/** Promises about what `init` asks: only at a terminal, only what is missing, and nothing is left if nobody answers. */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testWithJudge } from '../judges.ts';
import { root, run, temporaryFolder } from './harness.ts';

/** Somebody who types these lines, and then Ctrl-D. */
const typing = (...lines: readonly string[]) => ({
  typedLines: () => lines.values() as unknown as AsyncIterator<string>,
});

const written = async (...args: readonly string[]) => (await run(['init', '-', ...args])).stdout;

test('platform, servers and clients are asked for, and the answers are as good as options', async () => {
  const { status, stdout, stderr } = await run(['init', '-'], typing('ec2', ' 5 ', '0'));
  assert.is(status, 0);
  assert.is(stdout, await written('--platform', 'ec2', '--servers', '5', '--clients', '0'));
  assert.match(
    stderr,
    /^Where do the machines run: nocloud, .*vmware[?] \[nocloud\] How many servers, 1 to 9[?] \[3\] /,
  );
});

test('an empty line takes the default', async () => {
  assert.is((await run(['init', '-'], typing('', '', ''))).stdout, await written());
});

test('what was given as an option is not asked for', async () => {
  const { stdout, stderr } = await run(['init', '-', '--platform=ec2', '--clients=1'], typing('1'));
  assert.is(stdout, await written('--platform', 'ec2', '--clients', '1', '--servers', '1'));
  assert.is(stderr, 'How many servers, 1 to 9? [3] ');
  const given = ['--platform', 'ec2', '--servers', '3', '--clients', '9'];
  assert.is((await run(['init', '-', ...given], typing())).stderr, '');
});

test('an answer that cannot be meant is told as an option is, and asked for again', async () => {
  const { status, stdout, stderr } = await run(['init', '-'], typing('aws', 'ec2', '10', '1', '3'));
  assert.is(status, 0);
  assert.is(stdout, await written('--platform', 'ec2', '--servers', '1', '--clients', '3'));
  assert.match(stderr, '--platform "aws" is not known\n  Did you mean ec2?');
  assert.match(stderr, '--servers "10" is not possible\n  Give a number from 1 to 9.');
});

test('what is wrong already is told before anything is asked', async () => {
  const path = join(temporaryFolder(), 'cluster.yaml');
  await run(['init', path]);
  for (const args of [[path], ['-', '--name', 'Not A Name'], ['-', '--servers', '0']]) {
    const { status, stderr } = await run(['init', ...args], typing());
    assert.not.equal(status, 0);
    assert.not.match(stderr, 'Where');
  }
});

test('answers that end too early leave nothing', async () => {
  const path = join(temporaryFolder(), 'cluster.yaml');
  const { status, stderr } = await run(['init', path], typing('ec2'));
  assert.is(status, 3);
  assert.match(stderr, 'the answers ended before the last question\n  Nothing was written.');
  assert.not.ok(existsSync(path));
});

/** Runs the real command on a pseudo-terminal; each text is typed once the screen shows the question. */
function atTerminal(script: string, folder: string, typed: readonly (readonly [question: string, text: string])[]) {
  const command = `${process.execPath} --import tsx test/cli/real-command.ts init ${folder}/cluster.yaml`;
  const child = spawn(script, ['--quiet', '--return', '--command', command, '/dev/null'], { cwd: root });
  const waiting = [...typed];
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk;
    const [question, text] = waiting[0] ?? [];
    if (question === undefined || !screen.includes(question)) return;
    waiting.shift();
    child.stdin.write(text ?? '');
  });
  return new Promise<{ status: number | null; screen: string }>((ended) => {
    child.on('close', (status) => ended({ status, screen }));
  });
}

const [platform, servers, clients] = ['[nocloud]', '[3]', '[10]'];

testWithJudge(
  test,
  'script',
  'on a terminal a person is asked, and what is written follows the answers',
  async (script) => {
    const folder = temporaryFolder();
    const typed = [
      [platform, 'hetzner\n'],
      [servers, '\n'],
      [clients, '2\n'],
    ] as const;
    const { status, screen } = await atTerminal(script, folder, typed);
    assert.is(status, 0, screen);
    assert.match(screen, 'for hetzner; its comments say what to decide');
    const text = await written('--platform', 'hetzner', '--clients', '2');
    const withoutSchema = (whole: string) => whole.slice(whole.indexOf('\n'));
    assert.is(withoutSchema(readFileSync(join(folder, 'cluster.yaml'), 'utf8')), withoutSchema(text));
  },
);

testWithJudge(test, 'script', 'Ctrl-C and Ctrl-D on a terminal end it, and leave nothing', async (script) => {
  for (const [key, expected] of [
    ['\x03', 130],
    ['\x04', 3],
  ] as const) {
    const folder = temporaryFolder();
    const { status, screen } = await atTerminal(script, folder, [
      [platform, '\n'],
      [servers, key],
    ]);
    assert.is(status, expected, screen);
    assert.not.match(screen, clients);
    assert.equal(readdirSync(folder), []);
  }
});

test.run();
