/** Promises about the output folder: all or nothing, nobody else's files, nothing left behind. */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Failure } from '../../lib/cli/failure.ts';
import { type OutputStep, writeOutput } from '../../lib/cli/write/folder.ts';
import { inspectOutput, locateOutput, recoverOutput } from '../../lib/cli/write/output-folder.ts';
import { snapshot, start, temporaryFolder, testHost } from './harness.ts';
import { sampleContent } from './sample-output.ts';

const host = testHost([]);

async function build(path: string, version: string, atStep?: (step: OutputStep) => void, machines?: string[]) {
  const folder = locateOutput(path);
  const warnings = recoverOutput(folder, host);
  assert.equal(warnings, []);
  return writeOutput(host, folder, inspectOutput(folder, 'demo'), sampleContent(version, machines), atStep);
}

function failureOf(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('expected a failure');
}

const inspect = (path: string, cluster = 'demo') => inspectOutput(locateOutput(path), cluster);

test('a build makes private folders and files, and a manifest that describes them', async () => {
  const parent = temporaryFolder();
  const out = join(parent, 'out');
  await build(out, 'one');
  assert.equal(Object.keys(snapshot(out) ?? {}), [
    'machines',
    'machines/n1',
    'machines/n1/meta-data',
    'machines/n1/network-config',
    'machines/n1/user-data',
    'machines/n2',
    'machines/n2/meta-data',
    'machines/n2/network-config',
    'machines/n2/user-data',
    'manifest.json',
    'operator',
    'operator/token',
  ]);
  const mode = (path: string) => (statSync(join(out, path)).mode & 0o7777).toString(8);
  for (const path of ['', 'machines', 'machines/n1', 'operator']) assert.is(mode(path), '700', path);
  for (const path of ['machines/n1/user-data', 'operator/token', 'manifest.json']) assert.is(mode(path), '600', path);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  assert.equal(manifest.machines.n1.files['network-config'], {
    bytes: 3,
    sha256: createHash('sha256')
      .update(Buffer.from([0, 255, 1]))
      .digest('hex'),
  });
  assert.equal(readdirSync(parent), ['out']);
});

test('a rebuild of the same gives the same bytes', async () => {
  const out = join(temporaryFolder(), 'out');
  await build(out, 'one');
  const before = snapshot(out);
  await build(out, 'one');
  assert.equal(snapshot(out), before);
});

test('a machine that is gone from the description is gone from the folder', async () => {
  const out = join(temporaryFolder(), 'out');
  await build(out, 'one', undefined, ['n1', 'n2', 'n3']);
  await build(out, 'one', undefined, ['n2']);
  assert.equal(readdirSync(join(out, 'machines')), ['n2']);
});

const steps: readonly OutputStep[] = [
  'begun',
  'machine written',
  'operator written',
  'manifest written',
  'earlier output set aside',
  'new output in place',
  'done',
];

for (const step of steps) {
  test(`a build that fails after "${step}" leaves the earlier output and nothing beside it`, async () => {
    const parent = temporaryFolder();
    const out = join(parent, 'out');
    await build(out, 'one');
    const before = snapshot(out);
    await build(out, 'two', (reached) => {
      if (reached === step) throw new Error('stop here');
    }).catch(() => {});
    const isNew = step === 'new output in place' || step === 'done';
    if (!isNew) assert.equal(snapshot(out), before);
    assert.equal(
      readdirSync(parent).filter((name) => !name.startsWith('.out.old-') || !isNew),
      ['out'],
    );
  });

  test(`a build that is killed after "${step}" is finished or undone by the next one`, async () => {
    const parent = temporaryFolder();
    const out = join(parent, 'out');
    await build(out, 'one');
    const [one, two] = [snapshot(out), await outputOf('two')];
    const { signal, stderr } = await start('killed-at-step.ts', [out, step, 'two']).result;
    assert.is(signal, 'SIGKILL', stderr);
    recoverOutput(locateOutput(out), host);
    const isNew = step === 'new output in place' || step === 'done';
    assert.equal(snapshot(out), isNew ? two : one);
    assert.equal(readdirSync(parent), ['out']);
    await build(out, 'three');
    assert.equal(snapshot(out), await outputOf('three'));
    assert.equal(readdirSync(parent), ['out']);
  });
}

async function outputOf(version: string) {
  const out = join(temporaryFolder(), 'out');
  await build(out, version);
  return snapshot(out);
}

test('a first build that is killed leaves nothing that the next one does not remove', async () => {
  const parent = temporaryFolder();
  const out = join(parent, 'out');
  await start('killed-at-step.ts', [out, 'manifest written', 'one']).result;
  assert.is(readdirSync(parent).length, 1);
  await build(out, 'two');
  assert.equal(readdirSync(parent), ['out']);
});

test('the draft of a build that still runs is left alone', async () => {
  const parent = temporaryFolder();
  mkdirSync(join(parent, `.out.tmp-${process.ppid}-abcdefgh`, 'machines'), { recursive: true });
  await build(join(parent, 'out'), 'one');
  assert.equal(readdirSync(parent), [`.out.tmp-${process.ppid}-abcdefgh`, 'out']);
});

test('folders that only look like ours are left alone', async () => {
  const parent = temporaryFolder();
  for (const name of ['.out.tmp-99999999-abcdefgh', '.out.old-99999999-abcdefgh', '.out.old-backup']) {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, 'mine.txt'), 'mine');
  }
  await build(join(parent, 'out'), 'one');
  assert.is(readdirSync(parent).length, 4);
});

test('the last good output is not removed for a foreign folder that took its place', async () => {
  const parent = temporaryFolder();
  const out = join(parent, 'out');
  await build(out, 'one');
  await start('killed-at-step.ts', [out, 'earlier output set aside', 'two']).result;
  mkdirSync(out);
  writeFileSync(join(out, 'mine.txt'), 'mine');
  recoverOutput(locateOutput(out), host);
  assert.ok(readdirSync(parent).some((name) => name.startsWith('.out.old-')));
  rmSync(join(out, 'mine.txt'));
  recoverOutput(locateOutput(out), host);
  assert.equal(snapshot(out), await outputOf('one'));
});

test('an empty folder is taken, and its place filled', async () => {
  const out = join(temporaryFolder(), 'out');
  mkdirSync(out, { mode: 0o755 });
  await build(out, 'one');
  assert.is(statSync(out).mode & 0o777, 0o700);
});

test('a folder that is not ours is refused and stays as it is', () => {
  const out = temporaryFolder();
  writeFileSync(join(out, 'notes.txt'), 'mine');
  const { message, mend, status } = failureOf(() => inspect(out));
  assert.match(message, 'is not empty, and not the output of an earlier build');
  assert.match(mend, 'choose another one');
  assert.is(status, 3);
  writeFileSync(join(out, 'manifest.json'), '{"name": "web app"}');
  assert.match(failureOf(() => inspect(out)).message, 'not the output of an earlier build');
  assert.equal(Object.keys(snapshot(out) ?? {}), ['manifest.json', 'notes.txt']);
});

test('files that the user put into an output are named, and never removed', async () => {
  const out = join(temporaryFolder(), 'out');
  await build(out, 'one');
  for (const path of ['notes.txt', 'operator/notes.txt', 'machines/n1/seed.iso', 'machines/readme']) {
    writeFileSync(join(out, path), 'mine');
    assert.match(failureOf(() => inspect(out)).message, `holds what no build made: ${path}`);
    rmSync(join(out, path));
  }
  inspect(out);
  rmSync(join(out, 'operator'), { recursive: true });
  inspect(out);
});

test('the output of another cluster is refused', async () => {
  const out = join(temporaryFolder(), 'out');
  await build(out, 'one');
  const { message, mend } = failureOf(() => inspect(out, 'prod'));
  assert.match(message, 'holds the bundles of cluster "demo", and this is cluster "prod"');
  assert.match(mend, `rm -r ${out}`);
});

test('a file, a symbolic link and a path through a file are refused', async () => {
  const parent = temporaryFolder();
  const out = join(parent, 'out');
  await build(out, 'one');
  writeFileSync(join(parent, 'file'), 'mine');
  symlinkSync('out', join(parent, 'link'));
  symlinkSync('nowhere', join(parent, 'dangling'));
  assert.match(failureOf(() => inspect(join(parent, 'file'))).message, 'file is not a folder');
  assert.match(failureOf(() => inspect(join(parent, 'link'))).mend, `--out ${out}`);
  assert.match(failureOf(() => inspect(join(parent, 'dangling'))).message, 'is a symbolic link');
  assert.match(failureOf(() => inspect(join(parent, 'file/out'))).message, 'a part of the path is not a folder');
});

test('the working folder and what holds it are no output folders', () => {
  for (const path of ['.', '..', '/']) assert.is(failureOf(() => locateOutput(path)).status, 2, path);
  locateOutput('out/');
});

test('missing parents are made, and removed again when the build fails', async () => {
  const parent = temporaryFolder();
  await build(join(parent, 'a/b/out'), 'one');
  assert.ok(snapshot(join(parent, 'a/b/out')));
  await build(join(parent, 'c/d/out'), 'one', () => {
    throw new Error('stop here');
  }).catch(() => {});
  assert.equal(readdirSync(parent), ['a']);
});

test('an output that another run put there meanwhile stands, and this build fails', async () => {
  const parent = temporaryFolder();
  const out = join(parent, 'out');
  await build(out, 'one');
  let failure: Failure | undefined;
  await build(out, 'two', (step) => {
    if (step !== 'earlier output set aside') return;
    mkdirSync(out);
    writeFileSync(join(out, 'file'), 'theirs');
  }).catch((error) => {
    failure = error;
  });
  assert.match(failure?.message ?? '', 'something else was put at');
  assert.equal(snapshot(out), { file: 'theirs' });
});

test('a signal in the middle of a build takes the draft away and ends with 128 + its number', async () => {
  const parent = temporaryFolder();
  const out = join(parent, 'out');
  await build(out, 'one');
  const before = snapshot(out);
  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    let status = 0;
    const interrupted = testHost([], { exit: (given) => (status = given) });
    const folder = locateOutput(out);
    const writing = writeOutput(interrupted, folder, inspectOutput(folder, 'demo'), sampleContent('two'), (step) => {
      if (step === 'operator written') interrupted.signals.emit(signal);
    });
    await writing.catch(() => {});
    assert.is(status, expected);
    assert.match(interrupted.stderr.text(), 'interrupted');
    assert.equal(snapshot(out), before);
    assert.equal(readdirSync(parent), ['out']);
    assert.is(interrupted.signals.listenerCount(signal), 0);
  }
});

test.run();
