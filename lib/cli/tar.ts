/** The archive of a build: what the output folder would hold, as one reproducible tar. */

import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { buildOperatorFiles, describeSize, packBundles } from '../build.ts';
import type { Cluster } from '../load/cluster.ts';
import { DescriptionError } from '../load/load.ts';
import { bundleFiles, type PackedBundle } from '../pack/bundle.ts';
import { type ArchiveFile, tarArchive } from '../pack/tar.ts';
import { documentBytes } from '../render/document.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { ioFailing } from './failure.ts';
import type { Host } from './host.ts';
import { cleaningUpOnInterrupt } from './interrupts.ts';
import { besidePath, freshSuffix } from './leftovers.ts';
import { formatManifest, type ManifestFile, type ManifestMachine, manifestFile, manifestOf } from './manifest.ts';
import { printable, tell, writeData } from './terminal.ts';
import { manifestMachine } from './write-output.ts';

/** Writes the archive to a file, whole or not at all, or to standard output where the path is `-`. */
export async function writeTar(host: Host, cluster: Cluster, secrets: Secrets, path: string): Promise<void> {
  const archive = tarArchive(archiveFiles(cluster, secrets));
  if (path === '-') {
    for await (const chunk of archive) await writeData(host, chunk);
    return;
  }
  const draft = besidePath(path, 'tmp', freshSuffix(host));
  const what = `cannot write ${printable(path)}`;
  const discard = () => rmSync(draft, { force: true });
  await cleaningUpOnInterrupt(host, discard, async (breathe) => {
    try {
      const file = ioFailing(what, () => openSync(draft, 'wx', 0o600));
      try {
        for await (const chunk of archive) {
          ioFailing(what, () => writeSync(file, chunk));
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
  await tell(host, `Wrote ${cluster.machines.length} machines into ${printable(path)}.`);
}

/** The files by path; a machine is built when its first file's turn comes, and forgotten after its last. */
function archiveFiles(cluster: Cluster, secrets: Secrets): ArchiveFile[] {
  // As the archive sorts their folders: `n1-a/` comes before `n1/`.
  const machines = [...cluster.machines].sort((a, b) => (`${a.name}/` < `${b.name}/` ? -1 : 1));
  const packed = packBundles(cluster, secrets, machines)[Symbol.iterator]();
  const entries = new Map<string, ManifestMachine>();
  const operator = new Map(buildOperatorFiles(cluster, secrets).map((file) => [file.name, Buffer.from(file.content)]));
  let current: PackedBundle | undefined;
  const bundleOf = (machine: string): PackedBundle => {
    if (current?.bundle.machine !== machine) {
      current = packed.next().value as PackedBundle;
      if (current.problem?.kind === 'over-limit') throw new DescriptionError([describeSize(current.problem)]);
      entries.set(machine, manifestMachine(current.bundle, hashesOf(current)));
    }
    return current;
  };
  const contentOf = (machine: string, name: string) => {
    const file = bundleFiles(bundleOf(machine).bundle).find((one) => one.name === name);
    return file ? documentBytes(file.document) : Buffer.alloc(0);
  };
  const manifest = () => {
    const inOrder = new Map(cluster.machines.map(({ name }) => [name, entries.get(name) as ManifestMachine]));
    const files = Object.fromEntries([...operator].map(([name, bytes]) => [name, manifestFile(bytes)]));
    return Buffer.from(formatManifest(manifestOf(cluster.name, inOrder, files)));
  };
  return [
    ...machines.flatMap(({ name, target }) =>
      fileNames[target.format].map((file) => ({
        path: `machines/${name}/${file}`,
        content: () => contentOf(name, file),
      })),
    ),
    // Sorted behind the machines, whose hashes it holds.
    { path: 'manifest.json', content: manifest },
    ...[...operator].map(([name, content]) => ({ path: `operator/${name}`, content })),
  ];
}

const fileNames = { 'cloud-init': ['user-data', 'meta-data', 'network-config'], ignition: ['config.ign'] } as const;

function hashesOf({ bundle }: PackedBundle): Record<string, ManifestFile> {
  return Object.fromEntries(
    bundleFiles(bundle).map(({ name, document }) => [name, manifestFile(documentBytes(document))]),
  );
}
