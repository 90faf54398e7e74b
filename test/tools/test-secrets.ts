/**
 * Writes the fixtures' secrets files: test secrets, always the same, and marked so. Usage:
 * `node --import tsx test/tools/test-secrets.ts`.
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatSecrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { fixtures } from '../fixtures.ts';

/** Where a fixture's secrets file stands. */
export function secretsFileOf(folder: string): string {
  return fileURLToPath(new URL(`../../fixtures/${folder}/cluster.secrets.json`, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = formatSecrets(await testSecrets());
  for (const { secretsFile } of fixtures()) writeFileSync(secretsFile, text);
}
