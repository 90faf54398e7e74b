/**
 * Stands in for a platform that makes the network itself: the machines booted here have no service to ask, so what the
 * platform was told of their network lies beside their user-data, as a NoCloud seed has it.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planMachines } from '../../../lib/plan/plan.ts';
import { renderCloudInit } from '../../../lib/render/cloud-init.ts';
import { testSecrets } from '../../../lib/secrets/test-secrets.ts';
import { clusterFrom } from '../../fixtures.ts';

/** Gives the machines of a folder of bundles what their platform would; those whose bundle has it all stay as they are. */
export async function playPlatform(description: string, bundles: string): Promise<void> {
  const cluster = clusterFrom(readFileSync(description, 'utf8'));
  for (const plan of planMachines(cluster, await testSecrets(cluster))) {
    const folder = join(bundles, 'machines', plan.machine);
    if (plan.target.format !== 'cloud-init' || existsSync(join(folder, 'network-config'))) continue;
    const { metaData, networkConfig } = renderCloudInit(plan);
    writeFileSync(join(folder, 'meta-data'), metaData);
    writeFileSync(join(folder, 'network-config'), networkConfig);
  }
}
