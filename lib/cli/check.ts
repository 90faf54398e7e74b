/** The check command: the problems of a description, and of the secrets where there are any. Nothing is written. */

import { isError } from '../diagnostics.ts';
import type { Cluster } from '../load/cluster.ts';
import type { Invocation } from './arguments.ts';
import { endingCertificates } from './expiry.ts';
import { exitStatus } from './failure.ts';
import type { Host } from './host.ts';
import { type LoadedSecrets, loadDescription, loadSecrets, secretsPlace } from './inputs.ts';
import { missingSecrets } from './make-secrets.ts';
import { type Remark, reportProblems } from './report.ts';
import { count, tell } from './terminal.ts';

/** Runs a check; returns the exit status. Throws a failure where something cannot be read. */
export async function runCheck(host: Host, invocation: Extract<Invocation, { kind: 'check' }>): Promise<number> {
  const { description, cluster, problems } = await loadDescription(host, invocation.description);
  const place = secretsPlace(invocation.secrets, description);
  const loaded = cluster && place && (await loadSecrets(host, place, cluster.name));
  if (cluster && !loaded && invocation.secrets !== undefined) {
    throw missingSecrets(
      invocation.secrets,
      'Name the right file; without --secrets the description alone is checked.',
    );
  }
  const inputs = loaded ? [problems, loaded.problems] : [problems];
  await reportProblems(host, inputs, await remarksOn(cluster, loaded, invocation.at ?? host.now()));
  if (inputs.some(({ diagnostics }) => diagnostics.some(isError)) || cluster === undefined)
    return exitStatus.wrongInput;
  const scope = loaded
    ? `with the secrets ${loaded.problems.fileName}`
    : 'without secrets, so no certificate was looked at';
  await tell(host, `${description.name}: no errors; cluster ${cluster.name}, ${census(cluster)}, ${scope}.`);
  return exitStatus.done;
}

async function remarksOn(cluster: Cluster | undefined, loaded: LoadedSecrets | undefined, at: Date): Promise<Remark[]> {
  if (cluster === undefined || loaded?.secrets === undefined) return [];
  return endingCertificates(cluster, loaded.secrets, at);
}

function census({ machines }: Cluster): string {
  const servers = machines.filter(({ server }) => server).length;
  const clients = machines.filter(({ client }) => client).length;
  return `${count(machines.length, 'machine')} (${count(servers, 'server')}, ${count(clients, 'client')})`;
}
