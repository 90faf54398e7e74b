/** YAML as PyYAML reads it, which is what cloud-init uses. */

import fc from 'fast-check';
import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeYaml } from '../../lib/render/yaml.ts';
import { testWithJudge } from '../judges.ts';
import { askPython, pythonWith } from '../python.ts';

const yaml = suite('yaml');

/** Words that YAML 1.1 takes for something else, and texts that break block scalars. */
const traps = [
  'yes', 'on', 'NO', '~', 'null', '12:30', '52:54:00:10:00:01', '525400100001', '0600', '1_000', '0b1', '0x1f', '=',
  '2024-01-01', '1e3', '.inf', '', ' ', '\n', '\n\n', 'a\n', 'a\n\n', ' a\n', '\ta\n', 'a \n', '#a\n', '---\n', '...\n',
  '%a\n', '- a\n', '? a\n', '&a\n', '*a\n', '!a\n', '"a\n', "'a\n", 'a: b\n', '|\n', '>\n', '@\n', '`\n', 'a\tb\n',
]; // biome-ignore format: a table of words reads better in rows

const ascii = fc.string({ unit: fc.constantFrom(...'ab:-#|>0 \t\n\'"\\{}[],&*!%@`~?=x1._/'), maxLength: 40 });
const strings = [...traps, ...fc.sample(ascii, { numRuns: 3000, seed: 7 })];

testWithJudge(
  yaml,
  'python3 with yaml',
  'PyYAML reads back every string, as value and in a list, and js-yaml does too',
  (python) => {
    const value = { strings, nested: strings.map((content) => ({ content, list: [content] })) };
    const text = encodeYaml(value);
    assert.equal(
      askPython(python, 'import json,sys,yaml; json.dump(yaml.safe_load(json.load(sys.stdin)), sys.stdout)', text),
      value,
    );
    assert.equal(load(text), value);
  },
  pythonWith('yaml'),
);

testWithJudge(
  yaml,
  'python3 with yaml',
  'PyYAML reads back keys that YAML 1.1 takes for something else',
  (python) => {
    const value = Object.fromEntries(
      ['no', 'on', 'y', 'eth0', 'clients-2', '1e3', 'null', '0x1'].map((key) => [key, 1]),
    );
    const text = encodeYaml(value);
    assert.equal(
      askPython(python, 'import json,sys,yaml; json.dump(yaml.safe_load(json.load(sys.stdin)), sys.stdout)', text),
      value,
    );
  },
  pythonWith('yaml'),
);

yaml('a text of several lines stays readable', () => {
  assert.is(encodeYaml({ content: '#!/bin/sh\n\techo a\n' }), 'content: |\n  #!/bin/sh\n  \techo a\n');
});

yaml('what is not ASCII is refused, for cloud-init may lose the whole document', () => {
  assert.throws(() => encodeYaml({ content: 'naïve' }), RangeError);
});

yaml.run();
