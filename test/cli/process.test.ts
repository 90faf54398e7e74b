/** Promises about the real command as a process: signals, pipes, races, full and read-only disks. */

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testWithJudge } from '../judges.ts';
import { fixture, root, run, snapshot, startCommand, temporaryFolder } from './harness.ts';

/** A folder with the fixture's description and its secrets. */
async function workshop() {
  const folder = temporaryFolder();
  const description = join(folder, 'cluster.yaml');
  copyFileSync(fixture, description);
  await run([description, '--out', join(temporaryFolder(), 'out')]);
  return { folder, description, secrets: join(folder, 'cluster.secrets.json'), out: join(folder, 'out') };
}

/** The fixture with so many client machines more that a build takes a while. */
function manyMachines(number: number): string {
  const machine = (index: number) => {
    const address = `10.20.${4 + (index >> 7)}.${1 + (index & 127)}`;
    return `  w${index}: { roles: [client], interfaces: [{ network: clients, address: ${address} }] }`;
  };
  const text = readFileSync(fixture, 'utf8').replace('10.20.0.0/24', '10.20.0.0/16, gateway: 10.20.0.1');
  return `${text}${Array.from({ length: number }, (_, index) => machine(index)).join('\n')}\n`;
}

test('the command runs as a process: status, standard output, standard input', async () => {
  const { description, secrets } = await workshop();
  const expected = (await run([description, '--json'])).stdout;
  const stdin = openSync(secrets, 'r');
  const { status, stdout, stderr } = await startCommand([description, '--json', '--secrets', '-'], {
    stdio: [stdin, 'pipe', 'pipe'],
  }).result;
  assert.equal([status, stderr], [0, '']);
  assert.is(stdout, expected);
  assert.is((await startCommand(['--no-such-option']).result).status, 2);
});

testWithJudge(test, 'bash', 'secrets come from a pipe that a shell names, of whatever mode', async (bash) => {
  const { description, secrets } = await workshop();
  const expected = (await run([description, '--machine', 'n1'])).stdout;
  const command = `node --import tsx test/cli/real-command.ts "$1" --machine n1 --secrets <(cat "$2")`;
  const { status, stdout, stderr } = spawnSync(bash, ['-c', command, 'bash', description, secrets], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal([status, stderr], [0, '']);
  assert.is(stdout, expected);
});

test('the entry of a checkout that was not built says what to run', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  copyFileSync(join(root, 'bin/build-userdata'), join(folder, 'bin/build-userdata'));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/build-userdata')], { encoding: 'utf8' });
  assert.is(status, 70);
  assert.is(stderr, 'build-userdata: it has not been built yet\n  Run: npm run build\n');
});

test('the entry runs the build beside it, in a Node that runs files without an extension as modules', async () => {
  const folder = temporaryFolder();
  for (const path of ['bin', 'dist/cli']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  copyFileSync(join(root, 'bin/build-userdata'), join(folder, 'bin/build-userdata'));
  const build = "export const runProcess = async () => console.log('it runs', process.argv.slice(2));";
  writeFileSync(join(folder, 'dist/cli/main.js'), build);
  symlinkSync('bin/build-userdata', join(folder, 'link'));
  const { stdout } = spawnSync(process.execPath, [join(folder, 'link'), '--json'], { encoding: 'utf8' });
  assert.is(stdout, "it runs [ '--json' ]\n");
});

test('Ctrl-C in the middle of a build ends with 130, and SIGTERM with 143; the earlier output is intact', async () => {
  const { folder, description, out } = await workshop();
  await run([description, '--out', out]);
  const before = snapshot(out);
  writeFileSync(description, manyMachines(600));
  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const { child, result } = startCommand([description, '--out', out]);
    await draftAppears(folder);
    child.kill(signal);
    const { status, stderr } = await result;
    assert.is(status, expected, stderr);
    assert.match(stderr, 'interrupted; an earlier output is as it was');
    assert.equal(snapshot(out), before);
    assert.equal(readdirSync(folder).sort(), ['cluster.secrets.json', 'cluster.yaml', 'out']);
  }
});

/** Waits until a build has begun to write machines. */
async function draftAppears(folder: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 5) {
    const draft = readdirSync(folder).find((name) => name.startsWith('.out.tmp-'));
    if (draft && readdirSync(join(folder, draft)).includes('machines')) return;
    await sleep(5);
  }
  throw new Error('no build has begun');
}

test('SIGKILL at any moment leaves the earlier or the new output whole, and the next run leaves nothing else', async () => {
  const { folder, description, out } = await workshop();
  await run([description, '--out', out]);
  const earlier = snapshot(out);
  writeFileSync(description, manyMachines(60));
  const { stdout } = await run([description, '--json']);
  const machines = Object.keys(JSON.parse(stdout)).length;
  for (const delayMs of [0, 30, 60]) {
    const { child, result } = startCommand([description, '--out', out]);
    await Promise.race([draftAppears(folder).then(() => sleep(delayMs)), result]);
    child.kill('SIGKILL');
    await result;
    const failing = await run(['--out', out, join(folder, 'missing.yaml')]);
    assert.is(failing.status, 3);
    const found = snapshot(out) ?? {};
    const isNew = Object.keys(found).length > Object.keys(earlier ?? {}).length;
    if (isNew) assert.is(readdirSync(join(out, 'machines')).length, machines);
    else assert.equal(found, earlier);
    assert.equal(readdirSync(folder).sort(), ['cluster.secrets.json', 'cluster.yaml', 'out']);
  }
  assert.is((await run([description, '--out', out])).status, 0);
  assert.is(readdirSync(join(out, 'machines')).length, machines);
});

test('a reader that goes away ends the command silently, with the status of SIGPIPE', async () => {
  const { description } = await workshop();
  writeFileSync(description, manyMachines(100));
  const { child, result } = startCommand([description, '--json']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  const { status, stderr } = await result;
  assert.equal([status, stderr], [141, '']);
});

test('standard output that cannot be written is told, with status 3', async () => {
  const { description } = await workshop();
  const full = openSync('/dev/full', 'w');
  for (const args of [[description, '--json'], ['--help']]) {
    const { status, stderr } = await startCommand(args, { stdio: ['ignore', full, 'pipe'] }).result;
    assert.is(status, 3);
    assert.is(stderr, 'build-userdata: cannot write to standard output: the disk is full\n');
  }
});

test('two first builds that race agree on one secrets file', async () => {
  const folder = temporaryFolder();
  const description = join(folder, 'cluster.yaml');
  copyFileSync(fixture, description);
  const outs = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
  const racers = outs.map((out) => startCommand([description, '--out', out]).result);
  const results = await Promise.all(racers);
  for (const { status, stderr } of results) assert.is(status, 0, stderr);
  for (const out of outs) assert.equal(snapshot(out), snapshot(join(folder, 'a')));
  assert.is(results.filter(({ stderr }) => stderr.includes('Made the secrets')).length, 1);
  assert.equal(readdirSync(folder).sort(), ['a', 'b', 'c', 'cluster.secrets.json', 'cluster.yaml', 'd']);
});

test('two builds into one folder at the same time leave one whole output', async () => {
  const { folder, description, out } = await workshop();
  const results = await Promise.all([1, 2, 3].map(() => startCommand([description, '--out', out]).result));
  assert.ok(results.some(({ status }) => status === 0));
  for (const { status, stderr } of results) assert.ok(status === 0 || /build again|set aside/i.test(stderr), stderr);
  const found = snapshot(out);
  await run([description, '--out', out]);
  assert.equal(snapshot(out), found);
  assert.equal(readdirSync(folder).sort(), ['cluster.secrets.json', 'cluster.yaml', 'out']);
});

/** A test with a small file system of its own, mounted for its time; mounting needs root. */
function testOnMount(name: string, body: (mounted: string, remount: (options: string) => void) => Promise<void>): void {
  const isRoot = process.getuid?.() === 0;
  testWithJudge(test, isRoot ? 'mount' : 'mount-as-root', name, async () => {
    const mounted = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', mounted]);
    try {
      await body(mounted, (options) => execFileSync('mount', ['-o', `remount,${options}`, mounted]));
    } finally {
      execFileSync('umount', [mounted]);
    }
  });
}

testOnMount('a full disk is told, the earlier output is intact and nothing is left', async (mounted) => {
  const { description } = await workshop();
  const out = join(mounted, 'out');
  assert.is((await run([description, '--out', out])).status, 0);
  const before = snapshot(out);
  writeFileSync(description, manyMachines(60));
  const { status, stderr } = await run([description, '--out', out]);
  assert.is(status, 3);
  assert.match(stderr, `build-userdata: cannot write ${out}: the disk is full`);
  assert.equal(snapshot(out), before);
  assert.equal(readdirSync(mounted), ['out']);
});

testOnMount('a full disk leaves no half secrets file', async (mounted) => {
  const description = join(mounted, 'cluster.yaml');
  copyFileSync(fixture, description);
  execFileSync('sh', ['-c', `head -c 1000000 /dev/zero > ${mounted}/filler || true`], { stdio: 'ignore' });
  const { status, stderr } = await run([description, '--out', join(temporaryFolder(), 'out')]);
  assert.is(status, 3);
  assert.match(stderr, 'cannot make the secrets');
  assert.match(stderr, 'the disk is full');
  assert.equal(readdirSync(mounted).sort(), ['cluster.yaml', 'filler']);
});

testOnMount('a read-only disk is told, and the earlier output is intact', async (mounted, remount) => {
  const { description } = await workshop();
  const out = join(mounted, 'out');
  await run([description, '--out', out]);
  const before = snapshot(out);
  remount('ro');
  for (const path of [out, join(mounted, 'other')]) {
    const { status, stderr } = await run([description, '--out', path]);
    assert.is(status, 3);
    assert.match(stderr, `cannot write beside ${path}: the file system is read-only`);
  }
  remount('rw');
  assert.equal(snapshot(out), before);
  assert.equal(readdirSync(mounted), ['out']);
});

testOnMount('a mount point is refused as the output folder, with a folder inside it as the mend', async (mounted) => {
  const { description } = await workshop();
  const { status, stderr } = await run([description, '--out', mounted]);
  assert.is(status, 3);
  assert.match(stderr, `something is mounted on ${mounted}\n  Name a folder inside it: --out ${mounted}/bundles`);
  mkdirSync(join(mounted, 'bundles'));
  assert.is((await run([description, '--out', join(mounted, 'bundles')])).status, 0);
});

test.run();
