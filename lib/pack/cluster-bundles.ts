/** The bundles of a cluster's machines: planned, rendered and packed one after the other. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import { planMachines } from '../plan/plan.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type PackedBundle, packBundle } from './bundle.ts';

/** A packed bundle beside the machine of the description that it is for. */
export interface MachineBundle extends PackedBundle {
  readonly machine: Machine;
}

/**
 * Packs bundles lazily, each with its image and what is wrong with its size.
 * @param machines the machines of the cluster to build, in the order that they are wanted in
 * @param servers the list of servers that the machines learn, if it is to be another than the cluster's
 * @throws DescriptionError before the first bundle if certificates and authority do not go together
 */
export function packBundles(
  cluster: Cluster,
  secrets: Secrets,
  machines: readonly Machine[] = cluster.machines,
  servers?: readonly ServerMember[],
): Iterable<MachineBundle> {
  return {
    *[Symbol.iterator]() {
      const described = machines.values();
      for (const plan of planMachines(cluster, secrets, machines, servers)) {
        yield Object.freeze({ ...packBundle(plan), machine: described.next().value as Machine });
      }
    },
  };
}
