/** The check command: all that a build would say, and nothing is written. */

import { packBundles } from '../../build.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { DescriptionError } from '../../description-error.ts';
import { type Diagnostic, isError } from '../../diagnostics.ts';
import { placeProblems } from '../../load/load.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { newSizeFindings } from '../../size-problems.ts';
import type { Invocation } from '../arguments.ts';
import { problemsAsJson } from '../diagnostics-json.ts';
import { exitStatus } from '../failure.ts';
import type { Host } from '../host.ts';
import { type LoadedSecrets, loadDescription, loadSecrets, secretsPlace } from '../read/cluster.ts';
import { missingSecrets } from '../read/make-secrets.ts';
import { standInSecrets } from '../read/stand-in-secrets.ts';
import { type Remark, reportProblems } from '../report.ts';
import { count, tell, writeData } from '../terminal.ts';
import { endingCertificates } from './expiry.ts';

type CheckInvocation = Extract<Invocation, { kind: 'check' }>;

/** Runs a check; returns the exit status. Throws a failure where something cannot be read. */
export async function runCheck(host: Host, invocation: CheckInvocation): Promise<number> {
  const { description, cluster, problems } = await loadDescription(host, invocation.description);
  const place = secretsPlace(invocation.secrets, description);
  const loaded = cluster && place && (await loadSecrets(host, place, cluster.name));
  if (cluster && !loaded && invocation.secrets !== undefined) {
    throw missingSecrets(
      invocation.secrets,
      'Name the right file; without --secrets the description alone is checked.',
    );
  }
  const built = cluster ? problemsOfBuild(cluster, loaded?.secrets ?? (await standInSecrets(cluster, host.now()))) : [];
  const diagnostics = [...problems.diagnostics, ...placeProblems(description.text, built)];
  const inputs = [{ ...problems, diagnostics }, ...(loaded ? [loaded.problems] : [])];
  const remarks = remarksOn(cluster, loaded, invocation.at ?? host.now());
  if (invocation.json) await writeData(host, problemsAsJson(cluster?.name, inputs, remarks));
  else await reportProblems(host, inputs, remarks);
  if (cluster === undefined || inputs.some((input) => input.diagnostics.some(isError))) return exitStatus.wrongInput;
  if (!invocation.json) await tell(host, conclusion(description.name, cluster, loaded));
  return exitStatus.done;
}

/** What building every bundle would say; each is forgotten at once. */
function problemsOfBuild(cluster: Cluster, secrets: Secrets): readonly Diagnostic[] {
  const sizes = newSizeFindings();
  try {
    for (const { problem } of packBundles(cluster, secrets)) sizes.note(problem);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.diagnostics;
  }
  return sizes.diagnostics();
}

function remarksOn(cluster: Cluster | undefined, loaded: LoadedSecrets | undefined, at: Date): readonly Remark[] {
  if (cluster === undefined || loaded?.secrets === undefined) return [];
  return endingCertificates(cluster, loaded.secrets, at);
}

function conclusion(name: string, cluster: Cluster, loaded: LoadedSecrets | undefined): string {
  const scope = loaded
    ? `with the secrets ${loaded.problems.fileName}`
    : 'without secrets, so sizes were measured with throw-away ones, true to a few bytes, and no certificate was looked at';
  return `${name}: no errors; cluster ${cluster.name}, ${census(cluster)}, ${scope}.`;
}

function census({ machines }: Cluster): string {
  const servers = machines.filter(({ server }) => server).length;
  const clients = machines.filter(({ client }) => client).length;
  return `${count(machines.length, 'machine')} (${count(servers, 'server')}, ${count(clients, 'client')})`;
}
