/** Writes the archive of a build: to standard output, or to a file, whole or not at all. */

import { closeSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Cluster } from '../../cluster/cluster.ts';
import { watchedArchive } from '../../output/archive.ts';
import type { SizeFindings } from '../../output/sizes.ts';
import { count } from '../../output/words.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { exitStatus, failure, ioFailing } from '../failure.ts';
import type { Host } from '../host.ts';
import { startProgress } from '../progress.ts';
import { printable, refuseTerminal, writeData } from '../terminal.ts';
import { cleaningUpOnInterrupt } from './interrupts.ts';
import { besidePath, freshSuffix } from './leftovers.ts';

/**
 * Writes the archive to a file, whole or not at all, or to standard output if the path is `-`. Throws the problems of
 * the first bundle that is too large; returns what is to be said, if anything.
 */
export async function writeTar(
  host: Host,
  cluster: Cluster,
  secrets: Secrets,
  path: string,
  sizes: SizeFindings,
): Promise<string | undefined> {
  if (path === '-') refuseTerminal(host, 'an archive is binary');
  const progress = startProgress(host, cluster.machines.length, path === '-' ? 'standard output' : 'a file');
  const archive = watchedArchive(cluster, secrets, { sizes, advance: progress.advance });
  try {
    if (path === '-') for await (const chunk of archive) await writeData(host, chunk);
    else await writeFile(host, path, archive);
  } finally {
    progress.clear();
  }
  return path === '-' ? undefined : `Wrote ${count(cluster.machines.length, 'machine')} into ${printable(path)}.`;
}

async function writeFile(host: Host, path: string, archive: AsyncIterable<Uint8Array>): Promise<void> {
  requireReplaceable(path);
  const draft = besidePath(path, 'tmp', freshSuffix(host));
  const what = `cannot write ${printable(path)}`;
  const discard = () => rmSync(draft, { force: true });
  await cleaningUpOnInterrupt(host, discard, async (breathe) => {
    try {
      const file = ioFailing(what, () => openSync(draft, 'wx', 0o600));
      try {
        for await (const chunk of archive) {
          ioFailing(what, () => writeFileSync(file, chunk));
          await breathe();
        }
      } finally {
        closeSync(file);
      }
      ioFailing(what, () => renameSync(draft, path));
    } catch (error) {
      discard();
      throw error;
    }
  });
}

/** The archive takes the place of what stands there: a device, a pipe or a link to elsewhere would be gone. */
function requireReplaceable(path: string): void {
  const status = ioFailing(`cannot write ${printable(path)}`, () => lstatSync(path, { throwIfNoEntry: false }));
  if (status === undefined || status.isFile()) return;
  const mend = 'Name a file, or write to standard output: --tar -';
  throw failure(exitStatus.ioFailed, `${printable(path)} is there and no regular file`, mend);
}
