/** The files of an output folder in one archive, in the order of their paths. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import { packBundles } from '../pack/cluster-bundles.ts';
import type { ArchiveFile } from '../pack/tar.ts';
import { buildContext } from '../plan/context.ts';
import { operatorFiles } from '../render/operator.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { filesByName, machineFiles, type OutputFile, outputOfOperator } from './files.ts';
import { manifestName } from './layout.ts';
import { manifestEntry, manifestHead, manifestMachine, manifestParts } from './manifest.ts';
import { fitting, newSizeFindings, type SizeFindings } from './sizes.ts';

/** What a caller wants to learn while an archive is made. */
export interface ArchiveProgress {
  /** Notes the size of each bundle. */
  readonly sizes: SizeFindings;
  /** Called after each machine. */
  readonly advance?: () => void;
}

/**
 * Builds the archive of a cluster: a tar of what `buildOutput` gives without images, the same bytes each time.
 * @returns chunks, each made when it is asked for
 * @throws DescriptionError on the way, if certificates and authority do not go together, or a bundle is too large
 */
export function buildArchive(cluster: Cluster, secrets: Secrets): AsyncIterable<Uint8Array> {
  return watchedArchive(cluster, secrets, { sizes: newSizeFindings() });
}

/** The same for callers that tell the progress and the sizes. What writes archives is loaded only for one. */
export async function* watchedArchive(
  cluster: Cluster,
  secrets: Secrets,
  progress: ArchiveProgress,
): AsyncGenerator<Uint8Array, void> {
  const { tarArchive } = await import('../pack/tar.ts');
  yield* tarArchive(archiveFiles(cluster, secrets, progress));
}

/** A machine is built when its turn comes, and forgotten after its last file. */
function* archiveFiles(cluster: Cluster, secrets: Secrets, { sizes, advance }: ArchiveProgress): Iterable<ArchiveFile> {
  const entries = new Map(cluster.machines.map(({ name }) => [name, '']));
  for (const packed of fitting(packBundles(cluster, secrets, inArchiveOrder(cluster.machines)), sizes)) {
    const files = machineFiles(packed, {});
    yield* files.toSorted(byPath);
    entries.set(packed.bundle.machine, manifestEntry(manifestMachine(cluster, packed, filesByName(files))));
    advance?.();
  }
  const operator = outputOfOperator(operatorFiles(buildContext(cluster, secrets)));
  // Sorted behind the machines, whose hashes it holds.
  yield { path: manifestName, content: manifestParts(manifestHead(cluster), entries, filesByName(operator)) };
  yield* operator.toSorted(byPath);
}

/** As their folders are sorted: `n1-a/` comes before `n1/`. */
function inArchiveOrder(machines: readonly Machine[]): readonly Machine[] {
  return machines.toSorted((a, b) => (`${a.name}/` < `${b.name}/` ? -1 : 1));
}

const byPath = (a: OutputFile, b: OutputFile) => (a.path < b.path ? -1 : 1);
