/** The show command: one machine's bundle as text on standard output, its secrets as hashes. */

import { showBundle } from '../../build.ts';
import type { Invocation } from '../arguments.ts';
import { exitStatus } from '../failure.ts';
import type { Host } from '../host.ts';
import {
  loadDescription,
  loadSecrets,
  neededSecretsPlace,
  reportingProblems,
  requireMachine,
} from '../read/cluster.ts';
import { missingSecrets } from '../read/make-secrets.ts';
import { reportProblems } from '../report.ts';
import { writeData } from '../terminal.ts';

/** Runs the command; returns the exit status. Throws a failure if something cannot be read or is not there. */
export async function runShow(host: Host, invocation: Extract<Invocation, { kind: 'show' }>): Promise<number> {
  const { description, cluster, problems } = await loadDescription(host, invocation.description);
  if (cluster === undefined) {
    await reportProblems(host, [problems]);
    return exitStatus.wrongInput;
  }
  requireMachine(cluster, invocation.machine);
  const place = neededSecretsPlace(invocation.secrets, description);
  const loaded = await loadSecrets(host, place, cluster.name);
  if (loaded === undefined) {
    const path = place.kind === 'file' ? place.path : '-';
    throw missingSecrets(path, 'The first build makes it; name another one with --secrets FILE.');
  }
  await reportProblems(host, [problems, loaded.problems]);
  if (loaded.secrets === undefined) return exitStatus.wrongInput;
  const { secrets } = loaded;
  return reportingProblems(host, description, async () => {
    await writeData(host, showBundle(cluster, secrets, invocation.machine) ?? '');
  });
}
