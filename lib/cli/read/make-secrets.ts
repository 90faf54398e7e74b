/** The first build of a cluster: its secrets are made, kept in their file, and the user is told to keep it. */

import type { Cluster } from '../../cluster/cluster.ts';
import { createSecrets, formatSecrets, type Secrets } from '../../secrets/secrets.ts';
import { exitStatus, failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { printable, tell } from '../terminal.ts';
import { publishSecretsFile } from './secrets-file.ts';

/**
 * Makes the secrets of a cluster and their file; undefined if another run was first and its file counts.
 * Throws a failure if the file cannot be made.
 */
export async function makeSecrets(host: Host, path: string, { name }: Cluster): Promise<Secrets | undefined> {
  const secrets = await createSecrets({ cluster: name, random: host.random, now: host.now() });
  if (!publishSecretsFile(host, path, formatSecrets(secrets))) return undefined;
  await tell(
    host,
    `Made the secrets of cluster ${name}: ${printable(path)}
  Keep this file: every later build needs it, and whoever has it has the cluster.
  It may go into version control only encrypted, for example by sops.`,
  );
  return secrets;
}

/** A failure that says that there is no secrets file, and what can be done about it. */
export function missingSecrets(path: string, mend: string) {
  return failure(exitStatus.ioFailed, `there is no secrets file ${printable(path)}`, mend);
}
