/** The whole way from a checked cluster and its secrets to bundles: pure, synchronous and lazy. */

import type { Cluster, Machine } from './cluster/cluster.ts';
import { fitting, newSizeFindings } from './output/sizes.ts';
import type { Bundle } from './pack/bundle.ts';
import { packBundles } from './pack/cluster-bundles.ts';
import { buildContext } from './plan/context.ts';
import { planMachines } from './plan/plan.ts';
import { operatorFiles } from './render/operator.ts';
import type { OperatorFile } from './render/operator-file.ts';
import { showPlan } from './render/show.ts';
import type { Secrets } from './secrets/secrets.ts';

/**
 * Builds the bundles of all machines, one after the other, in the order of the description. The same cluster and
 * secrets give the same bytes anywhere.
 * @throws DescriptionError on the first call for a bundle if certificates and authority do not go together, and
 * if a bundle is larger than its platform takes
 */
export function buildBundles(cluster: Cluster, secrets: Secrets): Iterable<Bundle> {
  return {
    *[Symbol.iterator]() {
      for (const { bundle } of fitting(packBundles(cluster, secrets), newSizeFindings())) yield bundle;
    },
  };
}

/** Builds the bundle of one machine; `undefined` if the cluster has none of that name. Throws as `buildBundles`. */
export function buildBundle(cluster: Cluster, secrets: Secrets, machineName: string): Bundle | undefined {
  const packed = packBundles(cluster, secrets, machinesNamed(cluster, machineName));
  const [fits] = fitting(packed, newSizeFindings());
  return fits?.bundle;
}

/**
 * Builds the image of one machine, to be attached as a disk or CD: NoCloud's seed, or OpenStack's config drive.
 * @returns ISO 9660; `undefined` if the cluster has no machine of that name, or if it reads no image
 * @throws DescriptionError as `buildBundles`, but for sizes: an image has no limit
 */
export function buildImage(cluster: Cluster, secrets: Secrets, machineName: string): Uint8Array | undefined {
  const [packed] = packBundles(cluster, secrets, machinesNamed(cluster, machineName));
  return packed?.image();
}

/** Shows the bundle of one machine as text without secrets; `undefined` if the cluster has none of that name. */
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
