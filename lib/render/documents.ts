/** A machine's plan as the documents that its target's first-boot program reads, before anything is packed. */

import type { MachinePlan } from '../machine/machine-plan.ts';
import { systems } from '../targets/systems.ts';
import { renderCloudInit } from './cloud-init.ts';
import { renderIgnition } from './ignition.ts';

/** A document by the name of its file. */
export interface RenderedDocument {
  readonly name: 'user-data' | 'meta-data' | 'network-config' | 'config.ign';
  readonly text: string;
}

/** Renders the documents; the first is the one that the platform hands to the machine. */
export function renderDocuments(plan: MachinePlan): readonly [RenderedDocument, ...RenderedDocument[]] {
  const { format, os, ignitionSpec: spec } = plan.target;
  if (format === 'ignition') {
    const text = renderIgnition(plan, { spec, network: systems[os].network });
    return [{ name: 'config.ign', text }];
  }
  const { userData, metaData, networkConfig } = renderCloudInit(plan);
  return [
    { name: 'user-data', text: userData },
    { name: 'meta-data', text: metaData },
    { name: 'network-config', text: networkConfig },
  ];
}
