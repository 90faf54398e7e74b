/** The build command: bundles into a folder, or as data to standard output. */

import { buildOperatorFiles } from '../../build.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { DescriptionError } from '../../description-error.ts';
import { isError } from '../../diagnostics.ts';
import { placeProblems } from '../../load/load.ts';
import { changesOf } from '../../output/changes.ts';
import { endingCertificates } from '../../output/expiry.ts';
import { releaseFindings } from '../../output/release.ts';
import { newSizeFindings, type SizeFindings } from '../../output/sizes.ts';
import { type PackedBundle, takesImage } from '../../pack/bundle.ts';
import { packBundles } from '../../pack/cluster-bundles.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import type { Invocation } from '../arguments.ts';
import { exitStatus, failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { startProgress } from '../progress.ts';
import {
  type LoadedSecrets,
  loadDescription,
  loadSecrets,
  neededSecretsPlace,
  reportingProblems,
  requireMachine,
  type SecretsPlace,
} from '../read/cluster.ts';
import { makeSecrets, missingSecrets } from '../read/make-secrets.ts';
import { type Problems, reportProblems } from '../report.ts';
import { printable, shellWord, tell, writeData } from '../terminal.ts';
import { writeBuild } from '../write/data.ts';
import { writeOutput } from '../write/folder.ts';
import {
  type EarlierOutput,
  inspectOutput,
  locateOutput,
  type OutputFolder,
  recoverOutput,
} from '../write/output-folder.ts';
import { changesReport, summary } from './summary.ts';

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
  const inputs = [withRelease(problems, description.text, cluster, destination), loaded.problems];
  if (loaded.secrets === undefined) return wrongInput(host, inputs);
  await reportProblems(host, inputs, endingCertificates(cluster, loaded.secrets, host.now()));
  const { secrets } = loaded;
  const sizes = newSizeFindings();
  return reportingProblems(host, description, async () => {
    const told: Partial<Told> | undefined =
      output.kind === 'folder'
        ? destination && (await buildFolder(host, cluster, secrets, destination, sizes))
        : { text: await writeBuild(host, cluster, secrets, output, sizes) };
    const diagnostics = placeProblems(description.text, sizes.diagnostics());
    await reportProblems(host, [{ fileName: problems.fileName, diagnostics }]);
    if (told?.text !== undefined) await tell(host, told.text);
    if (told?.data !== undefined) await writeData(host, told.data);
  });
}

/** The first build of a folder, and the first one with another release of Nomad, tell what is known of the release. */
function withRelease(
  problems: Problems,
  text: string,
  cluster: Cluster,
  destination: Destination | undefined,
): Problems {
  if (!destination) return problems;
  const { earlier } = destination;
  const before = earlier.kind === 'ours' ? earlier.manifest?.nomadVersion : undefined;
  if (before === cluster.nomadVersion) return problems;
  return { ...problems, diagnostics: [...problems.diagnostics, ...placeProblems(text, releaseFindings(cluster))] };
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

/**
 * Reads the secrets, or makes them on the first build into a folder: what else is written goes into other programs, and
 * nobody reads what is said. Of two first builds that race, one makes them for both.
 */
async function obtainSecrets(
  host: Host,
  { description, locked, output }: BuildInvocation,
  place: SecretsPlace,
  cluster: Cluster,
  destination: Destination | undefined,
): Promise<LoadedSecrets> {
  const loaded = await loadSecrets(host, place, cluster.name);
  if (loaded !== undefined) return loaded;
  const path = place.kind === 'file' ? place.path : '-';
  if (output.kind !== 'folder') {
    const mend = `Name their file with --secrets FILE; those of a new cluster are made by a build into a folder: build-userdata ${shellWord(description)} --out out`;
    throw missingSecrets(path, mend);
  }
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

/** What a build into a folder says: a report, and the changes as JSON if they were asked for. */
interface Told {
  readonly text: string | undefined;
  readonly data?: string;
}

async function buildFolder(
  host: Host,
  cluster: Cluster,
  secrets: Secrets,
  { folder, earlier, withImages, changesAsJson }: Destination,
  sizes: SizeFindings,
): Promise<Told> {
  const progress = startProgress(host, cluster.machines.length);
  const content = {
    cluster,
    bundles: noting(packBundles(cluster, secrets), sizes),
    withImages,
    // Asked for when every bundle was seen, and before anything is swapped in.
    operatorFiles: () => {
      const found = sizes.diagnostics();
      if (found.some(isError)) throw new DescriptionError(found);
      return buildOperatorFiles(cluster, secrets);
    },
  };
  try {
    const step = (name: string) => name === 'machine written' && progress.advance();
    const { entries, warnings } = await writeOutput(host, folder, earlier, content, step);
    const before = earlier.kind === 'ours' ? earlier.manifest : undefined;
    const changes = changesOf(before, entries, cluster, secrets);
    const said = summary(folder, changes, cluster.machines);
    return {
      text: [...warnings.map((warning) => `build-userdata: ${warning}`), said].join('\n'),
      ...(changesAsJson && { data: changesReport(cluster.name, changes) }),
    };
  } finally {
    progress.clear();
  }
}

/** The same bundles, each one's size noted. */
function* noting<T extends PackedBundle>(bundles: Iterable<T>, sizes: SizeFindings): Iterable<T> {
  for (const packed of bundles) {
    sizes.note(packed.problem);
    yield packed;
  }
}

/** An image that nothing on a machine would read is refused rather than made or left out. */
function requireImages({ machines }: Cluster): void {
  const unable = machines.find(({ target }) => !takesImage(target));
  if (!unable) return;
  const { format, platform } = unable.target;
  const message = `--iso: machine ${unable.name} takes no image, being ${format} on ${platform}`;
  const files = format === 'ignition' ? 'config.ign' : 'user-data';
  throw failure(exitStatus.wrongUsage, message, `Build without --iso, and give the platform its ${files}.`);
}
