/** The archive of a build: what the output folder would hold, as one reproducible tar. */

import { closeSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { buildOperatorFiles, packBundles } from '../../build.ts';
import type { Cluster, Machine } from '../../cluster/cluster.ts';
import { bundleFiles } from '../../pack/bundle.ts';
import { type ArchiveFile, tarArchive } from '../../pack/tar.ts';
import { documentBytes } from '../../render/document.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { fitting, type SizeFindings } from '../../size-problems.ts';
import { exitStatus, failure, ioFailing } from '../failure.ts';
import type { Host } from '../host.ts';
import { startProgress } from '../progress.ts';
import { count, printable, refuseTerminal, writeData } from '../terminal.ts';
import { bundleEntry } from './folder.ts';
import { cleaningUpOnInterrupt } from './interrupts.ts';
import { besidePath, freshSuffix } from './leftovers.ts';
import { formatManifest, type ManifestFile, manifestFile, manifestHead, manifestName } from './manifest.ts';
import { machinesFolder, operatorFolder } from './output-folder.ts';

/**
 * Writes the archive to a file, whole or not at all, or to standard output where the path is `-`. Throws the problems of
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
  const archive = tarArchive(archiveFiles(cluster, secrets, sizes, progress.advance));
  try {
    if (path === '-') for (const chunk of archive) await writeData(host, chunk);
    else await writeFile(host, path, archive);
  } finally {
    progress.clear();
  }
  return path === '-' ? undefined : `Wrote ${count(cluster.machines.length, 'machine')} into ${printable(path)}.`;
}

async function writeFile(host: Host, path: string, archive: Iterable<Uint8Array>): Promise<void> {
  requireReplaceable(path);
  const draft = besidePath(path, 'tmp', freshSuffix(host));
  const what = `cannot write ${printable(path)}`;
  const discard = () => rmSync(draft, { force: true });
  await cleaningUpOnInterrupt(host, discard, async (breathe) => {
    try {
      const file = ioFailing(what, () => openSync(draft, 'wx', 0o600));
      try {
        for (const chunk of archive) {
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

/** The files in the order of their paths; a machine is built when its turn comes, and forgotten after its last file. */
function* archiveFiles(
  cluster: Cluster,
  secrets: Secrets,
  sizes: SizeFindings,
  advance: () => void,
): Iterable<ArchiveFile> {
  const entries = new Map<string, string>(cluster.machines.map(({ name }) => [name, '']));
  for (const { bundle } of fitting(packBundles(cluster, secrets, inArchiveOrder(cluster.machines)), sizes)) {
    const files = bundleFiles(bundle).map(({ name, document }) => ({ name, content: documentBytes(document) }));
    const folder = `${machinesFolder}/${bundle.machine}`;
    for (const { name, content } of files.toSorted(byName)) yield { path: `${folder}/${name}`, content };
    entries.set(bundle.machine, bundleEntry(bundle, hashesOf(files)));
    advance();
  }
  const operator = buildOperatorFiles(cluster, secrets).map(({ name, content }) => ({
    name,
    content: Buffer.from(content),
  }));
  // Sorted behind the machines, whose hashes it holds.
  yield { path: manifestName, content: formatManifest(manifestHead(cluster), entries, hashesOf(operator)) };
  for (const { name, content } of operator.toSorted(byName)) yield { path: `${operatorFolder}/${name}`, content };
}

/** As their folders are sorted: `n1-a/` comes before `n1/`. */
function inArchiveOrder(machines: readonly Machine[]): readonly Machine[] {
  return [...machines].sort((a, b) => (`${a.name}/` < `${b.name}/` ? -1 : 1));
}

interface NamedContent {
  readonly name: string;
  readonly content: Uint8Array;
}

const byName = (a: NamedContent, b: NamedContent) => (a.name < b.name ? -1 : 1);

/** What the manifest says of files, as it lists them. */
function hashesOf(files: readonly NamedContent[]): Record<string, ManifestFile> {
  return Object.fromEntries(files.map(({ name, content }) => [name, manifestFile(content)]));
}
