/**
 * Makes the fixtures' secrets files: always the same, from a seed that everybody can read here, and marked so. Usage:
 * `node --import tsx test/tools/test-secrets.ts`.
 */

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSecrets, formatSecrets, type Secrets } from '../../lib/secrets/secrets.ts';
import { fixtures } from '../fixtures.ts';

const note = 'Test secrets: everybody can read them and make them again. Never use them for a real cluster.';

/** Octets that look random and follow from a seed: SHA-256 over the seed and a counter. Secret to nobody. */
export function predictableRandom(seed: string): (byteLength: number) => Uint8Array {
  let counter = 0;
  return (byteLength) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < byteLength; length += 32) {
      counter += 1;
      blocks.push(createHash('sha256').update(`${seed} ${counter}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, byteLength);
  };
}

/** Secrets that are the same at every call, issued on 2026-11-22, marked as test secrets. */
export async function testSecrets(cluster: string, seed = `test secrets of ${cluster}`): Promise<Secrets> {
  const secrets = await createSecrets({
    cluster,
    random: predictableRandom(seed),
    now: new Date('2026-11-22T00:00:00Z'),
  });
  return Object.freeze({ note, forTests: true, ...secrets });
}

/** Where a fixture's secrets file stands. */
export function secretsFileOf(folder: string): string {
  return fileURLToPath(new URL(`../../fixtures/${folder}/cluster.secrets.json`, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = formatSecrets(await testSecrets('demo'));
  for (const { secretsFile } of fixtures()) writeFileSync(secretsFile, text);
}
