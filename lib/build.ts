/** The whole way from a checked cluster and its secrets to bundles: pure, synchronous and lazy. */

import type { Cluster } from './load/cluster.ts';
import { buildContext } from './plan/context.ts';
import { planMachine, planMachines } from './plan/plan.ts';
import { type Bundle, renderBundle } from './render/bundle.ts';
import { type OperatorFile, operatorFiles } from './render/operator.ts';
import { showPlan } from './render/show.ts';
import type { Secrets } from './secrets/secrets.ts';

/**
 * Builds the bundles of all machines, one after the other, in the order of the description. The same cluster and
 * secrets give the same bytes anywhere.
 */
export function buildBundles(cluster: Cluster, secrets: Secrets): Iterable<Bundle> {
  const plans = planMachines(cluster, secrets);
  return {
    *[Symbol.iterator]() {
      for (const plan of plans) yield renderBundle(plan);
    },
  };
}

/** Builds the bundle of one machine; `undefined` where the cluster has none of that name. */
export function buildBundle(cluster: Cluster, secrets: Secrets, machineName: string): Bundle | undefined {
  const plan = planOf(cluster, secrets, machineName);
  return plan && renderBundle(plan);
}

/** Shows the bundle of one machine as text without secrets; `undefined` where the cluster has none of that name. */
export function showBundle(cluster: Cluster, secrets: Secrets, machineName: string): string | undefined {
  const plan = planOf(cluster, secrets, machineName);
  return plan && showPlan(plan);
}

/** Builds the files with which an operator talks to the cluster. */
export function buildOperatorFiles(cluster: Cluster, secrets: Secrets): readonly OperatorFile[] {
  return operatorFiles(buildContext(cluster, secrets));
}

function planOf(cluster: Cluster, secrets: Secrets, machineName: string) {
  const machine = cluster.machines.find(({ name }) => name === machineName);
  return machine && planMachine(buildContext(cluster, secrets), machine);
}
