/** Leaves for the tests, and, run by itself, their bytes on standard output: so that two processes can be compared. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Issuer,
  issueLeaf,
  type Leaf,
  type LeafGroup,
  type LeafRequest,
  leafDates,
  prepareIssuer,
  prepareLeaves,
} from '../../lib/pki/leaf.ts';
import { parseSecrets } from '../../lib/secrets/parse.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';
import { secretsFileOf } from '../tools/test-secrets.ts';

/** A leaf's request with its group, and its dates in words. */
export type WholeRequest = Omit<LeafRequest, 'dates'> &
  LeafGroup & { readonly issuedAt: string; readonly validityDays: number };

/** The request of an ordinary leaf of these secrets, with changes. */
export function leafRequest(secrets: Secrets, changes: Partial<WholeRequest> = {}): WholeRequest {
  return {
    cluster: secrets.cluster,
    machine: 'n1',
    role: 'server',
    region: 'global',
    addresses: ['10.10.0.11'],
    generation: secrets.generation,
    machineGeneration: 1,
    issuedAt: secrets.issuedAt,
    validityDays: 3650,
    leafSeed: secrets.leafSeed,
    ...changes,
  };
}

/** Issues a leaf by a request that names its group as well. */
export function issue(issuer: Issuer, { issuedAt, validityDays, ...request }: WholeRequest): Leaf {
  const dates = leafDates(issuer, issuedAt, validityDays);
  if (!dates) throw new RangeError('the validity of a leaf does not meet that of its authority');
  const { cluster, role, region, leafSeed, generation, ...own } = request;
  return issueLeaf(prepareLeaves(issuer, { cluster, role, region, leafSeed, generation }), { ...own, dates });
}

/** One leaf for each role, and one with addresses of both families. */
export function someLeaves(secrets: Secrets): readonly { readonly request: WholeRequest; readonly leaf: Leaf }[] {
  const issuer = prepareIssuer(secrets.signer);
  const requests = [
    leafRequest(secrets),
    leafRequest(secrets, { role: 'client', machine: 'worker-2', region: 'eu-west', addresses: ['10.20.0.12'] }),
    leafRequest(secrets, { role: 'cli', machine: 'operator', addresses: [] }),
    leafRequest(secrets, { addresses: ['10.10.0.11', 'fd00:10::11', '2001:db8::ffff:c000:201', '::1'] }),
  ];
  return requests.map((request) => ({ request, leaf: issue(issuer, request) }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { secrets } = parseSecrets(readFileSync(secretsFileOf('three-machines'), 'utf8'), 'demo');
  if (secrets) process.stdout.write(JSON.stringify(someLeaves(secrets).map(({ leaf }) => leaf)));
  // Made by reflect-metadata, which @peculiar/x509 cannot do without: a build must not have paid for loading them.
  process.stdout.write(` ${typeof Reflect.get(Reflect, 'getMetadata')}`);
}
