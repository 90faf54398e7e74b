/**
 * Times one leaf and the limit in turns: `leaf.mjs SECRETS TURNS LEAVES` prints a list of `{ ours, other }`,
 * milliseconds for each leaf. In: derivation, public key, signature and its check, both PEM texts. Out: the issuer,
 * which is prepared once for a build, and the first turn, in which Node compiles.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { issueLeaf, prepareIssuer } from '../../../dist/lib/pki/leaf.js';
import { parseSecrets } from '../../../dist/lib/secrets/secrets.js';
import { prepareLimit } from './limit.mjs';

const [secretsPath, turns, leaves] = process.argv.slice(2);
const text = readFileSync(secretsPath, 'utf8');
const { secrets } = parseSecrets(text, JSON.parse(text).cluster);
const { cluster, generation, issuedAt, leafSeed } = secrets;
const authority = secrets.signer;
const issuer = prepareIssuer(authority);
const limit = prepareLimit(authority.privateKey);

/** @param {number} index */
function request(index) {
  const addresses = [`10.20.${index >> 8}.${index & 255}`];
  const certificate = { generation, machineGeneration: 1, issuedAt, validityDays: 3650, leafSeed };
  return { cluster, machine: `m${index}`, role: 'client', region: 'global', addresses, ...certificate };
}

const requests = Array.from({ length: Number(leaves) }, (_, index) => request(index));

function verifyOnce() {
  const leaf = issueLeaf(issuer, request(7));
  const certificate = new X509Certificate(leaf.certificate);
  const isIssued = certificate.verify(new X509Certificate(authority.certificate).publicKey);
  const isItsKey = certificate.checkPrivateKey(createPrivateKey(leaf.privateKey));
  if (!isIssued || !isItsKey || certificate.checkHost('client.global.nomad') === undefined) {
    throw new Error('the leaf does not verify');
  }
}

function timeOurs() {
  const start = performance.now();
  for (const one of requests) issueLeaf(issuer, one);
  return (performance.now() - start) / requests.length;
}

function timeLimit() {
  const start = performance.now();
  limit(requests.length);
  return (performance.now() - start) / requests.length;
}

verifyOnce();
timeLimit();
timeOurs();
// In turns, each side first every other time.
const pairs = Array.from({ length: Number(turns) }, (_, turn) => {
  if (turn % 2 === 0) return { other: timeLimit(), ours: timeOurs() };
  const ours = timeOurs();
  return { other: timeLimit(), ours };
});
process.stdout.write(JSON.stringify(pairs));
