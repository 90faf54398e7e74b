/**
 * Times one leaf and the limit in turns: `leaf.mjs SECRETS TURNS LEAVES` prints a list of `{ ours, other }`,
 * milliseconds for each leaf. In: derivation, public key, signature and its check, both PEM texts. Out: the issuer,
 * which is prepared once for a build, and the first turn, in which Node compiles.
 */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { issueLeaf, leafDates, prepareIssuer, prepareLeaves } from '../../../dist/lib/pki/leaf.js';
import { parseSecrets } from '../../../dist/lib/secrets/parse.js';
import { prepareLimit } from './limit.mjs';

const [secretsPath, turns, count] = process.argv.slice(2);
const text = readFileSync(secretsPath, 'utf8');
const { secrets } = parseSecrets(text, JSON.parse(text).cluster);
const { cluster, generation, issuedAt, leafSeed } = secrets;
const authority = secrets.signer;
const group = { cluster, role: 'client', region: 'global', leafSeed, generation };
const issuer = prepareIssuer(authority);
const leaves = prepareLeaves(issuer, group);
const limit = prepareLimit(authority.privateKey);

/** @param {number} index */
function request(index) {
  const addresses = [`10.20.${index >> 8}.${index & 255}`];
  return { machine: `m${index}`, addresses, machineGeneration: 1, dates: leafDates(issuer, issuedAt, 3650) };
}

const requests = Array.from({ length: Number(count) }, (_, index) => request(index));

function verifyOnce() {
  const leaf = issueLeaf(leaves, request(7));
  const certificate = new X509Certificate(leaf.certificate);
  const isIssued = certificate.verify(new X509Certificate(authority.certificate).publicKey);
  const isItsKey = certificate.checkPrivateKey(createPrivateKey(leaf.privateKey));
  if (!isIssued || !isItsKey || certificate.checkHost('client.global.nomad') === undefined) {
    throw new Error('the leaf does not verify');
  }
}

function timeOurs() {
  const start = performance.now();
  for (const one of requests) issueLeaf(leaves, one);
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
