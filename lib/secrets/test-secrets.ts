/**
 * Secrets that everybody can make again: for tests, and for a look at a description whose secrets are not at hand. They
 * protect nothing, and say so.
 */

import { hash } from 'node:crypto';
import type { Cluster } from '../cluster/cluster.ts';
import { parseInstant } from '../pki/validity.ts';
import { createSecrets, type Secrets, sealed } from './secrets.ts';

const note = 'Test secrets: everybody can read them and make them again. Never use them for a real cluster.';

/** Seconds since 1970: 2026-11-22T00:00:00Z. */
const usualIssue = Date.UTC(2026, 10, 22) / 1000;

/** What test secrets depend on: a cluster's name, and when its certificates are issued. */
export type TestedCluster = Pick<Cluster, 'name'> & { readonly machines?: Cluster['machines'] };

/**
 * Makes secrets for tests, marked by `forTests`: the same for the same cluster at every call, without clock or
 * randomness. Bundles are as large with them as with others, but for a few bytes: signatures differ in length.
 *
 * Never use them for a real cluster: whoever knows its name can make its keys.
 * @param cluster whose name they carry; they are issued on 2026-11-22, or with its earliest certificate
 */
export async function testSecrets({ name, machines = [] }: TestedCluster = { name: 'demo' }): Promise<Secrets> {
  const random = predictableOctets(`test secrets of ${name}`);
  const now = new Date(earliestIssue(machines) * 1000);
  return sealed({ note, forTests: true, ...(await createSecrets({ cluster: name, random, now })) });
}

/** No certificate may be issued before its authority. */
function earliestIssue(machines: Cluster['machines']): number {
  const issues = machines.flatMap(({ certificate }) => parseInstant(certificate.issuedAt ?? '') ?? []);
  return issues.reduce((least, issue) => Math.min(least, issue), usualIssue);
}

/** Octets that look random and follow from a seed: SHA-256 over the seed and a counter. Secret to nobody. */
export function predictableOctets(seed: string): (byteLength: number) => Uint8Array {
  let counter = 0;
  return (byteLength) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < byteLength; length += 32) {
      counter += 1;
      blocks.push(hash('sha256', `${seed} ${counter}`, 'buffer'));
    }
    return Buffer.concat(blocks).subarray(0, byteLength);
  };
}
