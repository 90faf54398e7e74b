/** Templates give what writing the text with the words gives, whatever the text holds. */

import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oncePerKey, oncePerObject, oncePerSharedObject } from '../lib/once.ts';
import { fillingOf, newTemplate, noteFilling } from '../lib/template.ts';

const word = fc.stringMatching(/^[!-~]([ -~]{0,9}[!-~])?$/);
const pieces = fc.array(fc.oneof(fc.constantFrom(0, 1, 2), fc.string(), fc.constantFrom('\n', 'blank-0-1;')));

test('a filled template is the text written with the words', () => {
  fc.assert(
    fc.property(pieces, fc.tuple(word, word, word), (parts, words) => {
      const write = (given: readonly string[]) =>
        parts.map((part) => (typeof part === 'number' ? given[part] : part)).join('');
      assert.is(newTemplate(3, write).fill(words), write(words));
    }),
  );
});

test('an encoder that leaves words as they are makes a template of a template', () => {
  const template = newTemplate(2, ([first, second]) => `${first}\n\n${second} and ${first}\n`);
  const indent = (text: string) => text.replace(/^(?=.)/gm, '  ');
  fc.assert(
    fc.property(fc.tuple(word, word), (words) => {
      assert.is(template.map(indent).fill(words), indent(template.fill(words)));
    }),
  );
});

test('an encoder that changes words makes none', () => {
  const template = newTemplate(1, ([only]) => `${only}\n`);
  assert.throws(() => template.map((text) => text.toUpperCase()), /does not leave words as they are/);
  assert.throws(() => newTemplate(1, ([only = '']) => only.replaceAll('-', '+')), /does not leave words as they are/);
  assert.throws(() => newTemplate(1, ([only = '']) => String(only.length)), /does not leave words as they are/);
});

test('what an encoder could treat unlike other words stands in no blank', () => {
  const template = newTemplate(1, ([only]) => `${only}\n`);
  for (const text of ['', ' a', 'a ', 'a\nb', 'a\tb', 'é', '\u007f'])
    assert.throws(() => template.fill([text]), RangeError);
  assert.is(template.fill(['a b']), 'a b\n');
});

test('a note belongs to one object, not to a copy', () => {
  const template = newTemplate(0, () => 'x');
  const part = noteFilling({ content: 'x' }, { template, words: [] });
  assert.is(fillingOf(part)?.template, template);
  assert.is(fillingOf({ ...part }), undefined);
});

test('what is made once is made once for each object and key', () => {
  let count = 0;
  const make = oncePerObject((_key: object) => ++count);
  const [a, b] = [{}, {}];
  assert.equal([make(a), make(b), make(a)], [1, 2, 1]);
  const known = new Map<string, number>();
  assert.equal(
    ['x', 'y', 'x'].map((key) => oncePerKey(known, key, () => ++count)),
    [3, 4, 3],
  );
});

test('what is seen once is not remembered', () => {
  let count = 0;
  const make = oncePerSharedObject((_key: object) => ++count);
  const [a, b] = [{}, {}];
  assert.equal([make(a), make(b), make(a), make(a), make(a)], [1, 2, 3, 3, 3]);
});

test.run();
