/** The check command: all that a build would say, the first one at least, and nothing is written. */

import type { Cluster } from '../../cluster/cluster.ts';
import { isError } from '../../diagnostics.ts';
import { placeProblems } from '../../load/load.ts';
import { checkBuild } from '../../output/check.ts';
import { endingCertificates, type Remark } from '../../output/expiry.ts';
import { releaseFindings } from '../../output/release.ts';
import { count } from '../../output/words.ts';
import { testSecrets } from '../../secrets/test-secrets.ts';
import type { Invocation } from '../arguments.ts';
import { problemsAsJson } from '../diagnostics-json.ts';
import { exitStatus } from '../failure.ts';
import type { Host } from '../host.ts';
import { type LoadedSecrets, loadDescription, loadSecrets, secretsPlace } from '../read/cluster.ts';
import { missingSecrets } from '../read/make-secrets.ts';
import { reportProblems } from '../report.ts';
import { tell, writeData } from '../terminal.ts';

type CheckInvocation = Extract<Invocation, { kind: 'check' }>;

/** Runs a check; returns the exit status. Throws a failure if something cannot be read. */
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
  const built = cluster
    ? [...releaseFindings(cluster), ...checkBuild(cluster, loaded?.secrets ?? (await testSecrets(cluster)))]
    : [];
  const diagnostics = [...problems.diagnostics, ...placeProblems(description.text, built)];
  const inputs = [{ ...problems, diagnostics }, ...(loaded ? [loaded.problems] : [])];
  const remarks = remarksOn(cluster, loaded, invocation.at ?? host.now());
  if (invocation.json) await writeData(host, problemsAsJson(cluster?.name, inputs, remarks));
  else await reportProblems(host, inputs, remarks);
  if (cluster === undefined || inputs.some((input) => input.diagnostics.some(isError))) return exitStatus.wrongInput;
  if (!invocation.json) await tell(host, conclusion(description.name, cluster, loaded));
  return exitStatus.done;
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
