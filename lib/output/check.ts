/** All that a build would say of a description and its secrets, beside what loading said. */

import type { Cluster } from '../cluster/cluster.ts';
import { DescriptionError } from '../description-error.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { packBundles } from '../pack/cluster-bundles.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { newSizeFindings } from './sizes.ts';

/**
 * Builds every bundle, forgets it at once, and gives the problems: certificates that do not go together with their
 * authority, bundles that are too large or nearly so. Never throws for what is wrong with the description.
 * @param secrets the cluster's, or `testSecrets(cluster)` if they are not at hand: sizes are then true to a few bytes
 */
export function checkBuild(cluster: Cluster, secrets: Secrets): readonly Diagnostic[] {
  const sizes = newSizeFindings();
  try {
    for (const { problem } of packBundles(cluster, secrets)) sizes.note(problem);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.diagnostics;
  }
  return sizes.diagnostics();
}
