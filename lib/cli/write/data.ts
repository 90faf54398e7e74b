/** A build as data: one machine's user-data or every bundle as JSON on standard output, or an archive. */

import type { Cluster } from '../../cluster/cluster.ts';
import { fitting, type SizeFindings } from '../../output/sizes.ts';
import { type Bundle, firstDocument, type PackedBundle } from '../../pack/bundle.ts';
import { packBundles } from '../../pack/cluster-bundles.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import type { BuildOutput } from '../arguments.ts';
import type { Host } from '../host.ts';
import { startProgress } from '../progress.ts';
import { refuseTerminal, writeData } from '../terminal.ts';
import { writeTar } from './archive.ts';

/** Where a build goes that makes no folder. */
type DataOutput = Exclude<BuildOutput, { kind: 'folder' }>;

/**
 * Writes the data, bundle by bundle as they are made; throws the problems of the first one that is too large. Returns
 * what is to be said about it, if anything.
 */
export async function writeBuild(
  host: Host,
  cluster: Cluster,
  secrets: Secrets,
  output: DataOutput,
  sizes: SizeFindings,
): Promise<string | undefined> {
  if (output.kind === 'tar') return writeTar(host, cluster, secrets, output.path, sizes);
  const machines = cluster.machines.filter(({ name }) => output.kind === 'json' || name === output.machine);
  const bundles = fitting(packBundles(cluster, secrets, machines), sizes);
  if (output.kind === 'json') await writeJson(host, machines.length, bundles);
  else for (const { bundle } of bundles) await writeDocument(host, bundle);
  return undefined;
}

async function writeDocument(host: Host, bundle: Bundle): Promise<void> {
  const document = bundle.format === 'ignition' ? bundle.config : bundle.userData;
  if (document.encoding === 'base64') refuseTerminal(host, `the user-data of ${bundle.machine} is compressed`);
  await writeData(host, firstDocument(bundle));
}

async function writeJson(host: Host, count: number, bundles: Iterable<PackedBundle>): Promise<void> {
  const progress = startProgress(host, count, 'standard output');
  try {
    let separator = '{\n';
    for (const { bundle } of bundles) {
      await writeData(host, `${separator}${jsonEntry(bundle)}`);
      progress.advance();
      separator = ',\n';
    }
    await writeData(host, '\n}\n');
  } finally {
    progress.clear();
  }
}

/** One machine a line, so that thousands can be written as they come and read with line tools. */
function jsonEntry(bundle: Bundle): string {
  const documents =
    bundle.format === 'ignition'
      ? { config: bundle.config }
      : { userData: bundle.userData, metaData: bundle.metaData, networkConfig: bundle.networkConfig };
  return `${JSON.stringify(bundle.machine)}: ${JSON.stringify(documents)}`;
}
