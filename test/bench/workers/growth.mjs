/**
 * Times a large cluster and small ones with as many machines together, in turns: `growth.mjs LARGE SMALL REPEATS
 * SECRETS ROUNDS` prints a list of `{ ours, other }`, milliseconds for each machine of the large and of the small
 * description. A first build of each is not counted, so that both find compiled code and a grown heap.
 */

import { readFileSync } from 'node:fs';
import { buildAll, readSecrets } from './bundles.mjs';

const [largePath, smallPath, repeats, secretsPath, rounds] = process.argv.slice(2);
const secrets = readSecrets(secretsPath);
const large = readFileSync(largePath, 'utf8');
const small = readFileSync(smallPath, 'utf8');

/** @param {string} text @param {number} times */
function time(text, times) {
  let machines = 0;
  const start = performance.now();
  for (let turn = 0; turn < times; turn += 1) machines += buildAll(text, secrets).machines;
  return (performance.now() - start) / machines;
}

time(small, 2);
time(large, 1);
const pairs = Array.from({ length: Number(rounds) }, (_, round) => {
  const early = round % 2 === 0 ? time(small, Number(repeats)) : undefined;
  const ours = time(large, 1);
  return { ours, other: early ?? time(small, Number(repeats)) };
});
process.stdout.write(JSON.stringify(pairs));
