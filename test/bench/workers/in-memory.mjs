/**
 * Times one build in memory and the limit of its leaves: `in-memory.mjs DESCRIPTION SECRETS LEAVES ours|limit` prints
 * `{ ours, other, machines, characters, certificates }`, times in milliseconds; the last argument says what goes
 * first. In: everything from the description's text to the last bundle, on one thread, in a process that has built
 * nothing before, so that Node compiles on the way as it does for a user. Out: starting Node, loading the modules,
 * reading both files and parsing the secrets.
 */

import { readFileSync } from 'node:fs';
import { buildAll, readSecrets } from './bundles.mjs';
import { prepareLimit } from './limit.mjs';

const [descriptionPath, secretsPath, leaves, first] = process.argv.slice(2);
const text = readFileSync(descriptionPath, 'utf8');
const secrets = readSecrets(secretsPath);
const limit = prepareLimit(secrets.signer.privateKey);

function timeLimit() {
  const start = performance.now();
  limit(Number(leaves));
  return performance.now() - start;
}

const before = first === 'limit' ? timeLimit() : undefined;
const start = performance.now();
const built = buildAll(text, secrets);
const ours = performance.now() - start;
process.stdout.write(JSON.stringify({ ours, other: before ?? timeLimit(), ...built }));
