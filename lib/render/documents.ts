/** A machine's plan as the documents that its target's first-boot program reads, before anything is packed. */

import type { MachinePlan } from '../machine/machine-plan.ts';
import { platformFor } from '../targets/platforms.ts';
import { systems } from '../targets/systems.ts';
import { guestinfoMetadata, renderCloudInit } from './cloud-init.ts';
import { renderIgnition } from './ignition.ts';

/** A document by the name of its file. */
export interface RenderedDocument {
  readonly name: 'user-data' | 'meta-data' | 'network-config' | 'config.ign';
  readonly text: string;
}

/** Renders the documents that are read there; the first is the one that the platform hands to the machine. */
export function renderDocuments(plan: MachinePlan): readonly [RenderedDocument, ...RenderedDocument[]] {
  const { format, os, ignitionSpec: spec } = plan.target;
  if (format === 'ignition') {
    const text = renderIgnition(plan, { spec, network: systems[os].network });
    return [{ name: 'config.ign', text }];
  }
  const { userData, metaData, networkConfig } = renderCloudInit(plan);
  const { documents, network } = platformFor(plan.target.platform, format);
  const holdsNetwork = network.madeBy === 'description' && network.document === 'meta-data';
  const others: readonly RenderedDocument[] = [
    { name: 'meta-data', text: holdsNetwork ? guestinfoMetadata(plan) : metaData },
    { name: 'network-config', text: networkConfig },
  ];
  return [{ name: 'user-data', text: userData }, ...others.filter(({ name }) => name in documents)];
}
