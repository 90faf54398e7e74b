/** The build command: bundles into a folder, or as data to standard output. */

import { buildBundle, buildBundles, buildOperatorFiles, describeSize, packBundles } from '../build.ts';
import { type Diagnostic, isError } from '../diagnostics.ts';
import type { Cluster } from '../load/cluster.ts';
import { DescriptionError } from '../load/load.ts';
import { type Bundle, firstDocument, type PackedBundle } from '../pack/bundle.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { BuildOutput, Invocation } from './arguments.ts';
import { buildChanges, changesReport } from './changes.ts';
import { endingCertificates } from './expiry.ts';
import { exitStatus, failure } from './failure.ts';
import type { Host } from './host.ts';
import {
  type LoadedSecrets,
  loadDescription,
  loadSecrets,
  neededSecretsPlace,
  reportingProblems,
  requireMachine,
  type SecretsPlace,
} from './inputs.ts';
import { makeSecrets, missingSecrets } from './make-secrets.ts';
import { manifestHead } from './manifest.ts';
import { type EarlierOutput, inspectOutput, locateOutput, type OutputFolder, recoverOutput } from './output-folder.ts';
import { startProgress } from './progress.ts';
import { type Problems, reportProblems } from './report.ts';
import { summary } from './summary.ts';
import { writeTar } from './tar.ts';
import { printable, shellWord, tell, writeData } from './terminal.ts';
import { writeOutput } from './write-output.ts';

type BuildInvocation = Extract<Invocation, { kind: 'build' }>;

/** A folder that a build may replace, and what stands there. */
interface Destination {
  readonly folder: OutputFolder;
  readonly earlier: EarlierOutput;
  readonly withImages: boolean;
  readonly changesAsJson: boolean;
}

/** Runs a build; returns the exit status. Throws a failure for what is not the description's fault. */
export async function runBuild(host: Host, invocation: BuildInvocation): Promise<number> {
  const { output } = invocation;
  const folder = output.kind === 'folder' ? await recoveredFolder(host, output.path) : undefined;
  const { description, cluster, problems } = await loadDescription(host, invocation.description);
  if (cluster === undefined) return wrongInput(host, [problems]);
  if (output.kind === 'machine') requireMachine(cluster, output.machine);
  const place = neededSecretsPlace(invocation.secrets, description);
  const withImages = output.kind === 'folder' && output.withImages;
  if (withImages) requireImages(cluster);
  const changesAsJson = output.kind === 'folder' && output.changesAsJson;
  const destination = folder && { folder, earlier: inspectOutput(folder, cluster.name), withImages, changesAsJson };
  const loaded = await obtainSecrets(host, invocation, place, cluster, destination);
  const inputs = [problems, loaded.problems];
  if (loaded.secrets === undefined) return wrongInput(host, inputs);
  await reportProblems(host, inputs, endingCertificates(cluster, loaded.secrets, host.now()));
  const { secrets } = loaded;
  return reportingProblems(host, problems.fileName, () => {
    if (destination) return buildFolder(host, cluster, secrets, destination, problems.fileName);
    return buildData(host, cluster, secrets, output);
  });
}

async function wrongInput(host: Host, inputs: readonly Problems[]): Promise<number> {
  await reportProblems(host, inputs);
  return exitStatus.wrongInput;
}

/** What a killed run left is put in order first, so that it is in order even when this description is wrong. */
async function recoveredFolder(host: Host, path: string): Promise<OutputFolder> {
  const folder = locateOutput(path);
  for (const warning of recoverOutput(folder, host)) await tell(host, `build-userdata: ${warning}`);
  return folder;
}

/** Reads the secrets, or makes them on the first build. Of two first builds that race, one makes them for both. */
async function obtainSecrets(
  host: Host,
  { locked }: BuildInvocation,
  place: SecretsPlace,
  cluster: Cluster,
  destination: Destination | undefined,
): Promise<LoadedSecrets> {
  const loaded = await loadSecrets(host, place, cluster.name);
  if (loaded !== undefined) return loaded;
  const path = place.kind === 'file' ? place.path : '-';
  if (locked) throw missingSecrets(path, 'Name it with --secrets FILE, or build without --locked to make new ones.');
  if (destination?.earlier.kind === 'ours') {
    const shown = destination.folder.shown;
    const mend = `${printable(shown)} was built with other ones: name their file with --secrets FILE, or start a new cluster with rm -r ${shellWord(shown)}`;
    throw missingSecrets(path, mend);
  }
  const secrets = await makeSecrets(host, path, cluster);
  if (secrets !== undefined) return { secrets, problems: { fileName: path, diagnostics: [] } };
  const theirs = await loadSecrets(host, place, cluster.name);
  if (theirs === undefined)
    throw missingSecrets(path, 'Its name is a symbolic link to nothing, or it was just removed.');
  return theirs;
}

async function buildFolder(
  host: Host,
  cluster: Cluster,
  secrets: Secrets,
  { folder, earlier, withImages, changesAsJson }: Destination,
  fileName: string,
): Promise<void> {
  const progress = startProgress(host, cluster.machines.length);
  const sizes: Diagnostic[] = [];
  const content = {
    head: manifestHead(cluster),
    bundles: noting(packBundles(cluster, secrets), ({ problem }) => problem && sizes.push(describeSize(problem))),
    withImages,
    // Asked for when every bundle was seen, and before anything is swapped in.
    operatorFiles: () => {
      if (sizes.some(isError)) throw new DescriptionError(sizes);
      return buildOperatorFiles(cluster, secrets);
    },
  };
  try {
    const step = (name: string) => name === 'machine written' && progress.advance();
    const { entries, warnings } = await writeOutput(host, folder, earlier, content, step);
    progress.clear();
    await reportProblems(host, [{ fileName, diagnostics: sizes }]);
    const changes = buildChanges(earlier, entries, cluster, secrets);
    const said = summary(folder, changes, cluster.machines);
    await tell(host, [...warnings.map((warning) => `build-userdata: ${warning}`), said].join('\n'));
    if (changesAsJson) await writeData(host, changesReport(cluster.name, changes));
  } finally {
    progress.clear();
  }
}

/** An image that nothing on the machine would read is refused rather than left out. */
function requireImages({ machines }: Cluster): void {
  const unable = machines.find(({ target }) => target.format === 'ignition' && target.platform !== 'openstack');
  if (!unable) return;
  const { format, platform } = unable.target;
  const message = `--iso: machine ${unable.name} reads no image, being ${format} on ${platform}`;
  throw failure(exitStatus.wrongUsage, message, 'Build without --iso, and attach its config.ign.');
}

/** The same values, each shown to `note` as it passes. */
function* noting(bundles: Iterable<PackedBundle>, note: (bundle: PackedBundle) => unknown): Iterable<PackedBundle> {
  for (const bundle of bundles) {
    note(bundle);
    yield bundle;
  }
}

async function buildData(host: Host, cluster: Cluster, secrets: Secrets, output: BuildOutput): Promise<void> {
  if (output.kind === 'machine') {
    const bundle = buildBundle(cluster, secrets, output.machine);
    if (bundle) await writeData(host, firstDocument(bundle));
    return;
  }
  if (output.kind === 'tar') return writeTar(host, cluster, secrets, output.path);
  const progress = startProgress(host, cluster.machines.length, 'standard output');
  try {
    let separator = '{\n';
    for (const bundle of buildBundles(cluster, secrets)) {
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
