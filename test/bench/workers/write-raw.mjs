/**
 * Writes a copy of a folder with nothing but the calls that it takes: `write-raw.mjs FROM TO` prints `{ ms, files }`.
 * Timed are mkdirSync and writeFileSync alone, in the order of the names; everything is read into memory before.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
/** @type {{ path: string, bytes?: Buffer }[]} */
const entries = [];

/** @param {string} below */
function read(below) {
  entries.push({ path: join(to, below) });
  const listed = readdirSync(join(from, below), { withFileTypes: true });
  for (const entry of listed.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) read(path);
    else entries.push({ path: join(to, path), bytes: readFileSync(join(from, path)) });
  }
}

read('');
const start = performance.now();
for (const { path, bytes } of entries) {
  if (bytes) writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
  else mkdirSync(path, { mode: 0o700 });
}
const ms = performance.now() - start;
process.stdout.write(JSON.stringify({ ms, files: entries.filter(({ bytes }) => bytes).length }));
