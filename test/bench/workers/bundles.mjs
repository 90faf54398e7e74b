/** Builds all bundles of a description and keeps none, by the library's public entrance. */

import { readFileSync } from 'node:fs';
import { buildBundles, loadCluster, parseSecrets } from '../../../dist/lib/index.js';

/** @param {string} path */
export function readSecrets(path) {
  const text = readFileSync(path, 'utf8');
  const { secrets } = parseSecrets(text, JSON.parse(text).cluster);
  if (!secrets) throw new Error('the secrets were refused');
  return secrets;
}

/**
 * @param {string} text of a description
 * @param {import('../../../lib/index.ts').Secrets} secrets
 * @returns {{ machines: number, characters: number, certificates: number }} what came out, for the checks
 */
export function buildAll(text, secrets) {
  const { cluster, diagnostics } = loadCluster(text);
  if (!cluster) throw new Error(`the description was refused: ${diagnostics[0]?.message}`);
  const built = { machines: 0, characters: 0, certificates: 0 };
  for (const bundle of buildBundles(cluster, secrets)) {
    built.machines += 1;
    built.characters += bundle.userData.content.length + bundle.metaData.content.length;
    built.characters += bundle.networkConfig.content.length;
    built.certificates += bundle.certificates.length;
  }
  return built;
}
