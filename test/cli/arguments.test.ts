/** Promises about the command line: every mistake is answered, and nothing is guessed. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseArguments } from '../../lib/cli/arguments.ts';
import type { Failure } from '../../lib/cli/failure.ts';
import { run } from './harness.ts';

const parse = (line: string) => parseArguments(line.split(' ').filter((word) => word !== ''));

function mistake(line: string): Failure {
  try {
    parse(line);
  } catch (error) {
    return error as Failure;
  }
  throw new Error(`${line} was accepted`);
}

test('each form of the command is understood', () => {
  const build = { kind: 'build', description: 'c.yaml', secrets: undefined, locked: false };
  const folder = { kind: 'folder', withImages: false, changesAsJson: false };
  assert.equal(parse('c.yaml --out o'), { ...build, output: { ...folder, path: 'o' } });
  assert.equal(parse('--out=o c.yaml'), { ...build, output: { ...folder, path: 'o' } });
  assert.equal((parse('c.yaml --out o --json') as { output: unknown }).output, {
    ...folder,
    path: 'o',
    changesAsJson: true,
  });
  assert.equal(parse('c.yaml --machine n1'), { ...build, output: { kind: 'machine', machine: 'n1' } });
  assert.equal(parse('- --json --locked --secrets S'), {
    kind: 'build',
    description: '-',
    secrets: 'S',
    locked: true,
    output: { kind: 'json' },
  });
  assert.equal(parse('c.yaml --secrets - --json'), { ...build, secrets: '-', output: { kind: 'json' } });
  assert.equal(parse('show c.yaml n1'), { kind: 'show', description: 'c.yaml', secrets: undefined, machine: 'n1' });
  assert.equal(parse('check c.yaml'), {
    kind: 'check',
    description: 'c.yaml',
    secrets: undefined,
    at: undefined,
    json: false,
  });
  assert.is((parse('check c.yaml --json') as { json: boolean }).json, true);
});

test('files may be called like a subcommand or like an option', () => {
  assert.equal(parse('--json -- check'), {
    kind: 'build',
    description: 'check',
    secrets: undefined,
    locked: false,
    output: { kind: 'json' },
  });
  assert.is((parse('show -- -c.yaml n1') as { description: string }).description, '-c.yaml');
  assert.equal((parse('c.yaml --out=-o') as { output: unknown }).output, {
    kind: 'folder',
    path: '-o',
    withImages: false,
    changesAsJson: false,
  });
});

test('help and version win over everything else', () => {
  assert.equal(parse('--help'), { kind: 'help', topic: undefined });
  assert.equal(parse('-h'), { kind: 'help', topic: undefined });
  assert.equal(parse('check --help --json'), { kind: 'help', topic: 'check' });
  assert.equal(parse('a b c --version'), { kind: 'version' });
});

test('a day is read in UTC, and has to exist', () => {
  const at = (day: string) => (parse(`check c.yaml --at ${day}`) as { at: Date }).at.toISOString();
  assert.is(at('2030-01-31'), '2030-01-31T00:00:00.000Z');
  assert.is(at('2030-01-31T12:30:00Z'), '2030-01-31T12:30:00.000Z');
  for (const day of ['2030-02-30', '2030-13-01', '31.1.2030', 'tomorrow', '2030-01-31T25:00:00Z', '2030']) {
    assert.match(mistake(`check c.yaml --at ${day}`).message, 'is not a day', day);
  }
});

const mistakes: readonly (readonly [line: string, message: string])[] = [
  ['', 'the description is missing'],
  ['c.yaml', 'it is not said where the bundles go'],
  ['--out o', 'the description is missing'],
  ['c.yaml --out', '--out needs a value'],
  ['c.yaml --out=', '--out needs a value'],
  ['c.yaml --out --json', '--out needs a value'],
  ['c.yaml --json=yes', '--json takes no value'],
  ['c.yaml --json --json', '--json is given twice'],
  ['c.yaml --tar o --json', '--json and --tar cannot be combined'],
  ['c.yaml --output o', 'there is no option --output'],
  ['c.yaml -o o', 'there is no option -o'],
  ['c.yaml d.yaml --json', '"d.yaml" is one argument too many'],
  ['- --secrets - --json', 'standard input cannot be both'],
  ['show c.yaml', 'the machine is missing'],
  ['show c.yaml n1 n2', '"n2" is one argument too many'],
  ['show c.yaml n1 --locked', 'show does not take --locked'],
  ['check c.yaml --out o', 'check does not take --out'],
  ['c.yaml --json --at 2030-01-01', 'a build does not take --at'],
];

for (const [line, message] of mistakes) {
  test(`wrong usage is named: build-userdata ${line}`, () => {
    const failure = mistake(line);
    assert.is(failure.status, 2);
    assert.match(failure.message, message);
    assert.match(failure.mend, '--help');
  });
}

test('wrong usage goes to standard error with status 2, and suggests the nearest option', async () => {
  const { status, stdout, stderr } = await run(['c.yaml', '--outt', 'o']);
  assert.is(status, 2);
  assert.is(stdout, '');
  assert.is(stderr, 'build-userdata: there is no option --outt\n  Did you mean --out? See build-userdata --help.\n');
});

test('help and version are data: they go to standard output with status 0', async () => {
  const help = await run(['--help']);
  assert.is(help.status, 0);
  assert.is(help.stderr, '');
  for (const word of ['Examples', 'Exit status', '--locked', 'manifest.json']) assert.match(help.stdout, word);
  for (const topic of ['check', 'show']) assert.match((await run([topic, '--help'])).stdout, `build-userdata ${topic}`);
  assert.match((await run(['--version'])).stdout, /^build-userdata \d+\.\d+\.\d+\n$/);
});

test('no line of a help text is wider than a terminal', async () => {
  for (const args of [['--help'], ['check', '--help'], ['show', '--help']]) {
    for (const line of (await run(args)).stdout.split('\n')) assert.ok(line.length <= 100, line);
  }
});

test.run();
