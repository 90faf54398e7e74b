/** From the arguments to a checked cluster and its secrets: what build, check and show have in common. */

import type { Cluster } from '../../cluster/cluster.ts';
import { DescriptionError } from '../../description-error.ts';
import { loadCluster, placeProblems } from '../../load/load.ts';
import { fewOf } from '../../output/words.ts';
import { parseSecrets } from '../../secrets/parse.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { nearestWord } from '../../suggest.ts';
import { exitStatus, failure, wrongUsage } from '../failure.ts';
import type { Host } from '../host.ts';
import { keepHeapSmall } from '../memory.ts';
import { type Problems, reportProblems } from '../report.ts';
import { printable } from '../terminal.ts';
import { type Description, readDescription, readStandardInput, secretsLimitBytes } from './files.ts';
import { defaultSecretsPath, readSecretsFile } from './secrets-file.ts';

/** A description that was read, with its cluster if there is no error in it. */
export interface LoadedDescription {
  readonly description: Description;
  readonly cluster: Cluster | undefined;
  readonly problems: Problems;
}

/** Reads and checks a description. Throws a failure if it cannot be read. */
export async function loadDescription(host: Host, path: string): Promise<LoadedDescription> {
  const description = await readDescription(host, path);
  refuseSecretsAsDescription(description);
  await keepHeapSmall({ characters: description.text.length });
  const { cluster, diagnostics } = loadCluster(description.text);
  await keepHeapSmall({ machines: cluster?.machines.length ?? 0 });
  return { description, cluster, problems: { fileName: description.name, diagnostics } };
}

/** Diagnostics of a description quote it: a secrets file or a key, named by mistake, must not get there. */
function refuseSecretsAsDescription({ name, text }: Description): void {
  if (!/"(leafSeed|gossipKey|bootstrapToken|privateKey)"|^\s*-----BEGIN [A-Z ]*PRIVATE KEY/.test(text)) return;
  const mend = 'Name the description first, and the secrets with --secrets FILE.';
  throw failure(exitStatus.wrongInput, `${name} holds secrets: it is not the description of a cluster`, mend);
}

/** Standard input, or a file. */
export type SecretsPlace = { readonly kind: 'stdin' } | { readonly kind: 'file'; readonly path: string };

/** The place that `--secrets` names, or the one beside the description; undefined for a pipe: nothing is beside it. */
export function secretsPlace(option: string | undefined, description: Description): SecretsPlace | undefined {
  if (option === '-') return { kind: 'stdin' };
  if (option !== undefined) return { kind: 'file', path: option };
  return description.isFile ? { kind: 'file', path: defaultSecretsPath(description.path) } : undefined;
}

/** The same for commands that cannot do without: throws a failure of wrong usage. */
export function neededSecretsPlace(option: string | undefined, description: Description): SecretsPlace {
  const place = secretsPlace(option, description);
  if (place !== undefined) return place;
  throw wrongUsage('the description comes from a pipe, so no secrets file stands beside it', 'Add --secrets FILE.');
}

/** Secrets that were read, if there is no error in them. */
export interface LoadedSecrets {
  readonly secrets: Secrets | undefined;
  readonly problems: Problems;
}

/** Reads and checks the secrets of a cluster; undefined if the file does not exist. */
export async function loadSecrets(
  host: Host,
  place: SecretsPlace,
  cluster: string,
): Promise<LoadedSecrets | undefined> {
  const isFile = place.kind === 'file';
  const text = isFile
    ? readSecretsFile(host, place.path)
    : await readStandardInput(host, 'the secrets', secretsLimitBytes);
  if (text === undefined) return undefined;
  const { secrets, diagnostics } = parseSecrets(text, cluster);
  const fileName = isFile ? printable(place.path) : 'standard input';
  return { secrets, problems: { fileName, diagnostics } };
}

/** Throws a failure of wrong usage for a machine that the cluster does not have. */
export function requireMachine({ name, machines }: Cluster, machine: string): void {
  const names = machines.map((one) => one.name);
  if (names.includes(machine)) return;
  const message = `cluster ${name} has no machine ${JSON.stringify(machine)}`;
  const nearest = nearestWord(machine, names);
  throw wrongUsage(message, nearest ? `Did you mean ${nearest}?` : `Its machines are ${fewOf(names)}.`);
}

/**
 * Runs what needs description and secrets together; returns the exit status. What both together are wrong about is
 * reported as a problem of the description.
 */
export async function reportingProblems(
  host: Host,
  { name: fileName, text }: Description,
  action: () => Promise<void>,
): Promise<number> {
  try {
    await action();
    return exitStatus.done;
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    await reportProblems(host, [{ fileName, diagnostics: placeProblems(text, error.diagnostics) }]);
    return exitStatus.wrongInput;
  }
}
