/** A description and its secrets as one side of a comparison. */

import type { Cluster } from '../cluster/cluster.ts';
import { buildManifest } from '../output/files.ts';
import { bundleFiles } from '../pack/bundle.ts';
import { packBundles } from '../pack/cluster-bundles.ts';
import { documentBytes } from '../render/document.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { ComparedOutput } from './compare.ts';

/**
 * What a build would write, ready to be compared. Machines that are asked for are built once more, so that nothing is
 * kept of those that did not change.
 * @throws DescriptionError as `buildManifest`
 */
export function builtOutput(cluster: Cluster, secrets: Secrets): ComparedOutput {
  return {
    manifest: buildManifest(cluster, secrets),
    *documents(machine) {
      const named = cluster.machines.filter(({ name }) => name === machine);
      for (const { bundle } of packBundles(cluster, secrets, named)) {
        for (const { name, document } of bundleFiles(bundle)) yield { name, bytes: documentBytes(document) };
      }
    },
  };
}
