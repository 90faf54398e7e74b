/** The inventory command: the machines as a table for people, or as data for the tools that create them. */

import type { Cluster } from '../../cluster/cluster.ts';
import { placeProblems } from '../../load/load.ts';
import { endingCertificates } from '../../output/expiry.ts';
import { flatInventoryJson, type Inventory, inventoryJson, watchedInventory } from '../../output/inventory.ts';
import { newSizeFindings } from '../../output/sizes.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { testSecrets } from '../../secrets/test-secrets.ts';
import type { Invocation } from '../arguments.ts';
import { exitStatus } from '../failure.ts';
import type { Host } from '../host.ts';
import { inventoryTable } from '../inventory-table.ts';
import {
  type LoadedDescription,
  type LoadedSecrets,
  loadDescription,
  loadSecrets,
  reportingProblems,
  secretsPlace,
} from '../read/cluster.ts';
import { missingSecrets } from '../read/make-secrets.ts';
import { reportProblems } from '../report.ts';
import { tell, writeData } from '../terminal.ts';

type InventoryInvocation = Extract<Invocation, { kind: 'inventory' }>;

const forms: Readonly<Record<InventoryInvocation['form'], (inventory: Inventory) => Iterable<string>>> = {
  table: inventoryTable,
  json: inventoryJson,
  flat: flatInventoryJson,
};

/** Runs the command; returns the exit status. Throws a failure if something cannot be read or is not there. */
export async function runInventory(host: Host, invocation: InventoryInvocation): Promise<number> {
  const loaded = await loadDescription(host, invocation.description);
  const { cluster, problems } = loaded;
  const secrets = cluster && (await secretsIfAny(host, invocation, loaded, cluster));
  const inputs = [problems, ...(secrets ? [secrets.problems] : [])];
  const isWrong = cluster === undefined || (secrets !== undefined && secrets.secrets === undefined);
  const remarks = cluster && secrets?.secrets ? endingCertificates(cluster, secrets.secrets, host.now()) : [];
  await reportProblems(host, inputs, remarks);
  return isWrong ? exitStatus.wrongInput : tellInventory(host, invocation, loaded, cluster, secrets?.secrets);
}

/** Contents without the cluster's secrets would be of use to nobody, and dangerous. */
async function secretsIfAny(
  host: Host,
  { secrets, withContents }: InventoryInvocation,
  { description }: LoadedDescription,
  cluster: Cluster,
): Promise<LoadedSecrets | undefined> {
  const place = secretsPlace(secrets, description);
  const loaded = place && (await loadSecrets(host, place, cluster.name));
  if (loaded || (secrets === undefined && !withContents)) return loaded;
  const path = place?.kind === 'file' ? place.path : '-';
  throw missingSecrets(path, 'The first build makes it; name another one with --secrets FILE.');
}

async function tellInventory(
  host: Host,
  { form, folder, withContents }: InventoryInvocation,
  { description, problems }: LoadedDescription,
  cluster: Cluster,
  secrets: Secrets | undefined,
): Promise<number> {
  const sizes = newSizeFindings();
  const options = { withContents, secretsStandIn: secrets === undefined, ...(folder !== undefined && { folder }) };
  const inventory = watchedInventory(cluster, secrets ?? (await testSecrets(cluster)), options, sizes);
  return reportingProblems(host, description, async () => {
    for (const part of forms[form](inventory)) await writeData(host, part);
    const diagnostics = placeProblems(description.text, sizes.diagnostics());
    await reportProblems(host, [{ fileName: problems.fileName, diagnostics }]);
    if (secrets === undefined)
      await tell(host, 'Without secrets: sizes are true to a few bytes, and no hashes are told.');
  });
}
