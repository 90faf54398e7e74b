/** Rows that time the command as a whole process: into a folder, as an archive, and for three machines once more. */

import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, command, freshFolder, type Row, require, worker } from '../bench.ts';
import { duration, grouped } from '../figures.ts';
import { fileSystemOf } from '../machine.ts';
import { interleave, spreadOf } from '../measure.ts';
import { run, runNode } from '../processes.ts';

/**
 * Every round writes into new folders, and none is removed before the end: a file system may be slow where much was
 * just removed (ext4 without a journal passes over each inode that was freed in the last five minutes, so that a second
 * run within them is twenty times slower on both sides). What is not on the disk yet is written out before each start.
 */
export const folderRow: Row = {
  name: 'folder',
  title: 'the command into a folder, against building in memory and writing the same bytes',
  async *measure(bench) {
    const { many, writingRounds } = bench.sizes;
    const reference = bench.fresh('reference');
    await buildFolder(bench, many, reference);
    const rawTimes: number[] = [];
    const pairs = await interleave(
      bench.rounds('folder', writingRounds),
      async () => {
        await writeBack(bench);
        return (await buildFolder(bench, many, bench.fresh('out'))).ms;
      },
      async () => {
        await writeBack(bench);
        const raw = await writeRaw(reference, bench.fresh('raw'));
        rawTimes.push(raw);
        return raw + (await buildInMemory(bench, bench.description(many))).ms;
      },
    );
    const what = `${grouped(many)} machines, the command into a folder`;
    const each = (ms: number) => duration(ms / many);
    const [ours, raw] = [spreadOf(pairs.map((pair) => pair.ours)), spreadOf(rawTimes)];
    const note = `folder: on ${fileSystemOf(bench.folder)}, ${each(ours.median)} a machine, raw ${each(raw.median)}`;
    yield {
      kind: 'comparison',
      what,
      against: 'building in memory, then writing',
      pairs,
      ratio: 'ours / limit',
      goal: 1.25,
      note,
    };
  },
};

/** Runs the command into a folder; checks that every machine is in it. */
async function buildFolder(bench: Bench, machines: number, out: string): Promise<{ readonly ms: number }> {
  const finished = await runNode([command, bench.description(machines), '--secrets', bench.secrets, '--out', out]);
  require(readdirSync(join(out, 'machines')).length === machines, `${out} has not ${machines} machines`);
  require(existsSync(join(out, 'manifest.json')), `${out} has no manifest`);
  return finished;
}

async function writeRaw(from: string, to: string): Promise<number> {
  const { output } = await runNode([worker('write-raw'), from, to]);
  const { ms, files } = JSON.parse(output) as { ms: number; files: number };
  const listed = (folder: string) => readdirSync(join(folder, 'machines')).length;
  require(listed(to) === listed(from) && files > 3 * listed(from), `${files} files were written raw`);
  return ms;
}

/** A process that builds the large cluster and keeps nothing. */
async function buildInMemory(
  { secrets, sizes }: Bench,
  description: string,
): Promise<{ readonly ms: number; readonly characters: number }> {
  const { ms, output } = await runNode([worker('build-all'), description, secrets]);
  const { machines, characters } = JSON.parse(output) as { machines: number; characters: number };
  require(machines === sizes.many, `${machines} machines in memory`);
  return { ms, characters };
}

/** Waits until the file system has nothing left to write; where `sync` takes no folder, all file systems. */
async function writeBack({ folder }: Bench): Promise<void> {
  await run('sync', ['-f', folder]).catch(() => run('sync', []));
}

export const tarRow: Row = {
  name: 'tar',
  title: 'the command to a pipe as an archive, against a process that builds in memory',
  async *measure(bench) {
    const { many, longRounds } = bench.sizes;
    const description = bench.description(many);
    const lengths = new Set<number>();
    const pairs = await interleave(
      bench.rounds('tar', longRounds),
      async () => {
        const { ms, output } = await countedArchive(bench, description);
        lengths.add(Number(output));
        return ms;
      },
      async () => {
        const { ms, characters } = await buildInMemory(bench, description);
        for (const length of lengths) require(length > characters, `${length} bytes in the archive`);
        return ms;
      },
    );
    const [length = 0] = lengths;
    require(lengths.size === 1 && length > 0, `archives of ${[...lengths].join(' and ')} bytes`);
    const what = `${grouped(many)} machines, --tar - to a pipe`;
    const note = `tar: ${grouped(length)} bytes in each archive`;
    const against = 'a process that builds in memory';
    yield { kind: 'comparison', what, against, pairs, ratio: 'ours / limit', goal: 1.7, note };
  },
};

/** Through a pipe of the shell, for Node would give a socket; the reader counts the bytes and drops them. */
function countedArchive({ secrets }: Bench, description: string) {
  const args = [process.execPath, command, description, '--secrets', secrets, '--tar', '-'];
  return run('bash', ['-o', 'pipefail', '-c', '"$@" | wc -c', 'bash', ...args]);
}

const fixture = fileURLToPath(new URL('../../../fixtures/three-machines/', import.meta.url));

export const commandRow: Row = {
  name: 'command',
  title: 'the command for three machines, once more into the same folder, against Node doing nothing',
  async *measure(bench) {
    const folder = freshFolder(bench, 'three-machines');
    for (const name of ['cluster.yaml', 'cluster.secrets.json']) copyFileSync(join(fixture, name), join(folder, name));
    const repeat = () => runNode([command, 'cluster.yaml', '--out', 'out'], { folder });
    const userData = () => readFileSync(join(folder, 'out/machines/n1/user-data'));
    await repeat();
    const expected = readFileSync(join(fixture, 'expected/machines/n1/user-data'));
    require(userData().equals(expected), 'not the bundle of the fixture');
    const pairs = await interleave(
      bench.rounds('command', bench.sizes.shortRounds),
      async () => (await repeat()).ms,
      async () => (await runNode(['-e', '0'])).ms,
    );
    require(userData().equals(expected), 'not the bundle of the fixture');
    const what = '3 machines, the command into the folder of an earlier build';
    yield { kind: 'comparison', what, against: 'node -e 0', pairs, ratio: 'ours / limit', goal: 2.3 };
  },
};
