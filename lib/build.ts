/** The whole way from a checked cluster and its secrets to bundles: pure, synchronous and lazy. */

import type { Cluster, Machine } from './cluster/cluster.ts';
import { DescriptionError } from './description-error.ts';
import { type Bundle, type PackedBundle, packBundle } from './pack/bundle.ts';
import type { SizeProblem } from './pack/user-data.ts';
import { buildContext, type ServerMember } from './plan/context.ts';
import { planMachines } from './plan/plan.ts';
import { type OperatorFile, operatorFiles } from './render/operator.ts';
import { showPlan } from './render/show.ts';
import type { Secrets } from './secrets/secrets.ts';
import { describeSize } from './size-problems.ts';

/**
 * Builds the bundles of all machines, one after the other, in the order of the description. The same cluster and
 * secrets give the same bytes anywhere.
 * @throws DescriptionError on the first call for a bundle where certificates and authority do not go together, and
 * where a bundle is larger than its platform takes
 */
export function buildBundles(cluster: Cluster, secrets: Secrets): Iterable<Bundle> {
  const packed = packBundles(cluster, secrets);
  return {
    *[Symbol.iterator]() {
      for (const { bundle, problem } of packed) yield checkedSize(bundle, problem);
    },
  };
}

/**
 * As `buildBundles`, with each bundle's image and what is wrong with its size, for callers that collect problems.
 * @param machines the machines of the cluster to build, in the order that they are wanted in
 * @param servers the list of servers that the machines learn, where it is to be another than the cluster's
 */
export function packBundles(
  cluster: Cluster,
  secrets: Secrets,
  machines: readonly Machine[] = cluster.machines,
  servers?: readonly ServerMember[],
): Iterable<PackedBundle> {
  return {
    *[Symbol.iterator]() {
      for (const plan of planMachines(cluster, secrets, machines, servers)) yield packBundle(plan);
    },
  };
}

/** Builds the bundle of one machine; `undefined` where the cluster has none of that name. Throws as `buildBundles`. */
export function buildBundle(cluster: Cluster, secrets: Secrets, machineName: string): Bundle | undefined {
  const [packed] = packBundles(cluster, secrets, machinesNamed(cluster, machineName));
  return packed && checkedSize(packed.bundle, packed.problem);
}

function checkedSize(bundle: Bundle, problem: SizeProblem | undefined): Bundle {
  if (problem?.kind === 'over-limit') throw new DescriptionError([describeSize(problem)]);
  return bundle;
}

/** Shows the bundle of one machine as text without secrets; `undefined` where the cluster has none of that name. */
export function showBundle(cluster: Cluster, secrets: Secrets, machineName: string): string | undefined {
  const [plan] = planMachines(cluster, secrets, machinesNamed(cluster, machineName));
  return plan && showPlan(plan);
}

/** Builds the files with which an operator talks to the cluster. */
export function buildOperatorFiles(cluster: Cluster, secrets: Secrets): readonly OperatorFile[] {
  return operatorFiles(buildContext(cluster, secrets));
}

function machinesNamed({ machines }: Cluster, machineName: string): readonly Machine[] {
  return machines.filter(({ name }) => name === machineName);
}
