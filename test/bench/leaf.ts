/**
 * Prints how long one leaf takes, against the work that no implementation can avoid: one product of a scalar and the
 * base point, and one signature. Both are timed in turns, so that a busy machine troubles both alike. Usage:
 * `node --import tsx test/bench/leaf.ts [leaves in a turn]`.
 */

import { createECDH, createPrivateKey, sign } from 'node:crypto';
import { deriveLeafScalar } from '../../lib/pki/derive.ts';
import { issueLeaf, type LeafRequest, prepareIssuer } from '../../lib/pki/leaf.ts';
import { testSecrets } from '../tools/test-secrets.ts';

const turns = 15;
const leavesInTurn = Number(process.argv[2] ?? 400);

const secrets = await testSecrets('demo');
const [authority] = secrets.authorities;
const issuer = prepareIssuer(authority);
const key = createPrivateKey(authority.privateKey);
const seed = Buffer.from(secrets.leafSeed, 'base64');
const curve = createECDH('prime256v1');

const requests = Array.from({ length: leavesInTurn }, (_, index): LeafRequest => {
  const addresses = [`10.20.${index >> 8}.${index & 255}`];
  const { cluster, generation, issuedAt, leafSeed } = secrets;
  const certificate = { generation, machineGeneration: 1, issuedAt, validityDays: 3650, leafSeed };
  return { cluster, machine: `n${index}`, role: 'client', region: 'global', addresses, ...certificate };
});
const scalars = requests.map((request) => deriveLeafScalar(seed, request));
const message = Buffer.alloc(460, 1);

function limit(index: number): void {
  curve.setPrivateKey(scalars[index] ?? message);
  curve.getPublicKey();
  sign('sha256', message, key);
}

function leaf(index: number): void {
  const request = requests[index];
  if (request) issueLeaf(issuer, request);
}

/** Milliseconds for each call. */
function time(work: (index: number) => void): number {
  const start = process.hrtime.bigint();
  for (let index = 0; index < leavesInTurn; index += 1) work(index);
  return Number(process.hrtime.bigint() - start) / 1e6 / leavesInTurn;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

time(limit);
time(leaf);
const pairs = Array.from({ length: turns }, () => ({ limit: time(limit), leaf: time(leaf) }));
const [limitTime, leafTime] = [median(pairs.map((pair) => pair.limit)), median(pairs.map((pair) => pair.leaf))];
const ratio = median(pairs.map((pair) => pair.leaf / pair.limit));
process.stdout.write(
  `one leaf ${leafTime.toFixed(3)} ms, the limit ${limitTime.toFixed(3)} ms, ${ratio.toFixed(1)} times\n`,
);
