import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCluster } from '../../lib/load/load.ts';
import { lineAndColumn, lineStartsOf, lineText } from '../../lib/load/text/line-counter.ts';
import { maximumTextLength, parseDescription } from '../../lib/load/text/parse.ts';
import { complaints, sound } from './descriptions.ts';

const test = suite('reading a description');

const read = (text: string): unknown => parseDescription(text).source?.root;

test('scalars follow the core schema of YAML 1.2', () => {
  const text =
    'a: yes\nb: 0o17\nc: 017\nd: 12:30\ne: ~\nf: true\ng: 1_000\nh: 2024-01-01\ni: 1e3\nj: "1"\nk: !!str 1\nl:\n';
  assert.equal(read(text), {
    a: 'yes',
    b: 15,
    c: 17,
    d: '12:30',
    e: null,
    f: true,
    g: '1_000',
    h: '2024-01-01',
    i: 1000,
    j: '1',
    k: '1',
    l: null,
  });
});

test('JSON is read as well, indented with tabs or not at all', () => {
  const value = { a: [1, 'x', null, { b: true }], 'c d': '\u00e9\n"' };
  assert.equal(read(JSON.stringify(value)), value);
  assert.equal(read(JSON.stringify(value, null, '\t')), value);
});

test('a description reads the same with CR LF, a byte order mark, comments and document marks', () => {
  const { cluster } = loadCluster(sound);
  assert.ok(cluster);
  for (const text of [
    sound.replaceAll('\n', '\r\n'),
    `\uFEFF${sound}`,
    `# hello\n%YAML 1.2\n---\n${sound}...\n# bye\n`.replace('# hello\n', ''),
    JSON.stringify(read(sound)),
  ]) {
    assert.equal(loadCluster(text).cluster, cluster);
  }
});

test('positions are those that an editor shows', () => {
  for (const [text, line, column] of [
    ['\uFEFF\r\nname: 5\r\n', 2, 7],
    ['a:\n  - b\n', 1, 1],
    ['{"a": 1,\n "name": 5}', 2, 10],
    ['x: &x 5\nname: *x\n', 2, 7],
    ['"name":\n  5\n', 2, 3],
    ['name: "Demo"\n', 1, 7],
    ["  'nmae': x\n", 1, 3],
  ] as const) {
    const places = loadCluster(text).diagnostics.map(({ position }) => `${position?.line}:${position?.column}`);
    assert.ok(places.includes(`${line}:${column}`), `${JSON.stringify(text)}: ${places}`);
  }
});

test('offsets become lines and columns at every kind of line break', () => {
  const text = 'ab\ncd\r\nef\rgh\n';
  const starts = lineStartsOf(text);
  assert.equal(starts, [0, 3, 7, 10, 13]);
  assert.equal(lineAndColumn(starts, 0), { line: 1, column: 1 });
  assert.equal(lineAndColumn(starts, 4), { line: 2, column: 2 });
  assert.equal(lineAndColumn(starts, 9), { line: 3, column: 3 });
  assert.equal(lineAndColumn(starts, 99), { line: 5, column: 87 });
  assert.equal(
    [1, 2, 3, 4, 5, 6].map((line) => lineText(text, starts, line)),
    ['ab', 'cd', 'ef', 'gh', '', ''],
  );
});

test('aliases are followed, for they are how YAML shares a value', () => {
  const text = sound
    .replace('version: 1.11.3', 'version: &v 1.11.3')
    .replace('name: demo', 'name: demo\ndatacenter: dc7')
    .replace('  network: clients\n', '  network: clients\n  meta: { version: *v }\n');
  assert.equal(complaints(text), []);
  assert.equal(loadCluster(text).cluster?.machines[0]?.client?.settings.meta, { version: '1.11.3' });
});

test('keys that JavaScript knows are keys like any other', () => {
  const text = sound.replace(
    '  network: clients\n',
    '  network: clients\n  meta: { constructor: a, toString: b, hasOwnProperty: c }\n',
  );
  assert.equal(loadCluster(text).cluster?.machines[0]?.client?.settings.meta, {
    constructor: 'a',
    toString: 'b',
    hasOwnProperty: 'c',
  });
  assert.equal(complaints(sound.replace('network: servers\n', 'network: constructor\n')), [
    'unknown-network server.network',
  ]);
  assert.equal(complaints(sound.replace('name: demo', 'name: demo\nconstructor: {}')), ['unknown-key constructor']);
  const polluted = read('{"a": {"__proto__": {"x": 1}}}') as { readonly a: Readonly<Record<string, unknown>> };
  assert.equal([polluted.a['x'], ({} as Record<string, unknown>)['x']], [undefined, undefined]);
});

test('every key given twice is named, not only the first', () => {
  assert.equal(complaints(sound.replace('name: demo', 'name: demo\nname: a\nname: b')), [
    'duplicate-key name',
    'duplicate-key name',
  ]);
});

test('the limit on the length is exact', () => {
  const pad = '#'.padEnd(maximumTextLength - sound.length, 'x');
  assert.ok(loadCluster(sound + pad).cluster);
  assert.equal(complaints(`${sound}${pad}x`), ['too-large']);
});

test.run();
