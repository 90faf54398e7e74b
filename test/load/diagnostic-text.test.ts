import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic, formatPath } from '../../lib/diagnostic-text.ts';
import { type Diagnostic, diagnostic, diagnosticCodes, marksOf } from '../../lib/diagnostics.ts';
import { loadCluster } from '../../lib/load/load.ts';
import { escapeInvisible, show } from '../../lib/quote.ts';
import { changed } from './descriptions.ts';

const test = suite('text of diagnostics');

function first(text: string): Diagnostic {
  const [problem] = loadCluster(text).diagnostics;
  if (!problem) throw new Error('nothing was said');
  return problem;
}

function textOf(text: string): string {
  return formatDiagnostic(first(text), { fileName: 'cluster.yaml' });
}

/** `|` marks the start of each line, so that editors leave the blanks alone. */
function lines(golden: string): string {
  return golden
    .trim()
    .split('\n')
    .map((line) => line.trimStart().slice(1))
    .join('\n');
}

const golden: readonly (readonly [text: string, golden: string])[] = [
  [
    changed('  n3:\n', '  n3:\n    instnace: 2\n'),
    `
    |cluster.yaml:21:5: error[unknown-key]: expected a known key, received the unknown key "instnace"
    |  21 |     instnace: 2
    |     |     ^
    |  in: machines.n3.instnace
    |  mend: did you mean instance?`,
  ],
  [
    changed('"52:54:00:10:00:01"', '525400100001'),
    `
    |cluster.yaml:14:34: error[mac-number]: expected a MAC address as a string, received the number 525400100001: YAML reads digits without colons so
    |  14 |       - { network: servers, mac: 525400100001, address: 10.10.0.11 }
    |     |                                  ^
    |  in: machines.n1.interfaces[0].mac
    |  mend: quote it: "52:54:00:10:00:01"`,
  ],
  [
    changed('10.10.0.0/24', '010.0.0.0/8'),
    `
    |cluster.yaml:5:22: error[subnet-leading-zero]: expected a subnet without leading zeros, received "010.0.0.0/8", which some programs read as octal (8.0.0.0/8)
    |   5 |   servers: { subnet: 010.0.0.0/8 }
    |     |                      ^
    |  in: networks.servers.subnet
    |  mend: write 10.0.0.0/8`,
  ],
  [
    changed('  n3:\n', '  n1:\n'),
    `
    |cluster.yaml:20:3: error[duplicate-machine]: expected each machine name once, received "n1" a second time
    |  20 |   n1:
    |     |   ^
    |  in: machines.n1
    |  first: cluster.yaml:12:3
    |  mend: give one of the two machines another name`,
  ],
  [
    changed('  network: clients\n', '  network: servers\n'),
    `
    |cluster.yaml:9:1: error[agents-collide]: expected an address and port for each agent, received port 4646 of one address for the client's HTTP and the server's http on machine n1 and 2 more
    |   9 | client:
    |     | ^
    |  in: client.ports.http
    |  first: cluster.yaml:7:1
    |  mend: set \`client.ports.http\`, for example to 4656, or give the clients another network`,
  ],
  [
    changed('address: 10.10.0.11', 'address: 10.20.0.50'),
    `
    |cluster.yaml:14:64: error[address-outside-subnet]: expected an address in network servers (10.10.0.0/24), received 10.20.0.50
    |  14 |       - { network: servers, mac: "52:54:00:10:00:01", address: 10.20.0.50 }
    |     |                                                                ^
    |  in: machines.n1.interfaces[0].address
    |  mend: give an address of network servers, or attach the interface to clients, which holds this one`,
  ],
  [
    changed('name: demo', 'name: demo\n\tx: 1'),
    `
    |cluster.yaml:2:1: error[yaml-syntax]: expected YAML or JSON that can be read, received a mistake: tab characters must not be used in indentation
    |   2 |   x: 1
    |     | ^
    |  mend: indent with spaces: YAML allows no tabs there`,
  ],
];

test('a problem says where, what and how to mend it, with a caret below its place', () => {
  for (const [text, expected] of golden) assert.is(textOf(text), lines(expected));
});

test('without a text a problem names its path alone', () => {
  const problem = diagnostic('nothing-given', ['machines', 'n1', 'roles'], { what: 'list' });
  assert.is(
    formatDiagnostic(problem),
    'cluster: error[nothing-given]: expected at least one entry, received an empty list\n' +
      '  in: machines.n1.roles\n  mend: add an entry, or remove the key where it may be left out',
  );
});

test('the name that was given at loading is used unless another is asked for', () => {
  const [problem] = loadCluster('name: a: b', { fileName: 'a.yaml' }).diagnostics;
  if (!problem) throw new Error('nothing was said');
  assert.match(formatDiagnostic(problem), /^a\.yaml:1:8: /);
  assert.match(formatDiagnostic(problem, { fileName: 'b.yaml' }), /^b\.yaml:1:8: /);
});

test('colours are there when asked for and only then', () => {
  const problem = first('name: a: b');
  assert.not.match(formatDiagnostic(problem), '\u001b');
  const coloured = formatDiagnostic(problem, { color: true });
  assert.match(coloured, '\u001b[31;1merror[yaml-syntax]\u001b[0m');
  const escapes = new RegExp(`${'\u001b'}\\[[0-9;]*m`, 'g');
  assert.is(coloured.replace(escapes, ''), formatDiagnostic(problem));
});

test('nothing that was read can move the cursor or turn the writing', () => {
  const nasty = 'a\u001b[2J\u202e\u0007\u2028\u0085\ufeffb\rc';
  const text = `name: demo # \u202e\u2028\ufeff\n"\\u001b[2J": 1\n`;
  const shown = loadCluster(text, { fileName: `x${nasty}` }).diagnostics.map((problem) => formatDiagnostic(problem));
  assert.ok(shown.length > 0);
  assert.not.match(shown.join(''), /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.is(escapeInvisible('\u001b\u202e\ud800x'), '\\u{1b}\\u{202e}\\u{d800}x');
});

test('the caret stands below its character after tabs, and in long lines', () => {
  const tabbed = loadCluster('{\t"name":\t5 }').diagnostics.map((problem) => formatDiagnostic(problem));
  const line = tabbed.find((text) => text.includes('wrong-type'))?.split('\n') ?? [];
  assert.is(line[1]?.indexOf('5'), line[2]?.indexOf('^'));
  const long = `{ "a": "${'x'.repeat(5000)}", "name": 5, "b": "${'y'.repeat(5000)}" }`;
  const cut = loadCluster(long).diagnostics.map((problem) => formatDiagnostic(problem));
  const [, source = '', caret = ''] = cut.find((text) => text.includes('wrong-type'))?.split('\n') ?? [];
  assert.is(source[caret.indexOf('^')], '5');
  assert.ok(source.length < 120);
});

test('values are shown short, and a private key not at all', () => {
  assert.is(show('a"b'), '"a\\"b"');
  assert.is(show('x'.repeat(100)).length, 60);
  assert.is(show(undefined), 'undefined');
  assert.not.match(show('-----BEGIN EC PRIVATE KEY-----\nMHc'), 'MHc');
});

test('paths read like the description, whatever the keys', () => {
  assert.is(formatPath(['machines', 'n1', 'interfaces', 0, 'mac']), 'machines.n1.interfaces[0].mac');
  assert.is(formatPath(['extra', 'units', 'a.service']), 'extra.units["a.service"]');
  assert.is(formatPath(['1', 'x']), '["1"].x');
});

test('codes are words with dashes, and those of secrets files never show their line', () => {
  for (const code of diagnosticCodes) {
    assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    if (/^secrets-/.test(code)) assert.ok(marksOf(code).hidesSource, code);
  }
});

test.run();
