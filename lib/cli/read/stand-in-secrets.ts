/** Secrets that stand in where none are at hand, so that a check can build: predictable, and never written anywhere. */

import { hash } from 'node:crypto';
import type { Cluster } from '../../cluster/cluster.ts';
import { parseInstant } from '../../pki/validity.ts';
import { createSecrets, type Secrets } from '../../secrets/secrets.ts';

/**
 * Makes them. Bundles are as large with them as with others, but for a few bytes: signatures differ in length.
 * @param now they are issued then, or as early as the description has a certificate issued, so that none is too early
 */
export function standInSecrets({ name, machines }: Cluster, now: Date): Promise<Secrets> {
  const instants = machines.flatMap(({ certificate }) => parseInstant(certificate.issuedAt ?? '') ?? []);
  const earliest = instants.reduce((least, instant) => Math.min(least, instant * 1000), now.getTime());
  return createSecrets({ cluster: name, random: predictableOctets(), now: new Date(earliest) });
}

function predictableOctets(): (byteLength: number) => Uint8Array {
  let counter = 0;
  return (byteLength) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < byteLength; length += 32) {
      counter += 1;
      blocks.push(hash('sha256', `stand-in ${counter}`, 'buffer'));
    }
    return Buffer.concat(blocks).subarray(0, byteLength);
  };
}
