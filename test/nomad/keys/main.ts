/**
 * `npm run test:keys -- VERSION [BINARY] …`: compares the table of keys with the source of releases, which Go fetches, and
 * with an agent of each whose binary is named behind it. For whoever adds a release to the table.
 */

import { everyKey, misjudged, verdictOf } from './agents.ts';
import { differences, keysOfSource, sourceFolder } from './source.ts';

function compare(version: string, binary: string | undefined): readonly string[] {
  const folder = sourceFolder(version);
  const found = folder === undefined ? ['its source cannot be had'] : differences(version, keysOfSource(folder));
  if (binary === undefined) return found;
  const verdict = verdictOf(binary, everyKey(version));
  const refused = verdict === '' ? [] : [`the agent refuses all keys together: ${verdict}`];
  return [...found, ...refused, ...misjudged(binary, version).map((name) => `the agent sees it otherwise: ${name}`)];
}

const words = process.argv.slice(2);
let failed = words.length === 0 ? 1 : 0;
for (const [index, version] of words.entries()) {
  if (version.includes('/')) continue;
  const next = words[index + 1];
  const binary = next?.includes('/') ? next : undefined;
  const found = compare(version, binary);
  failed += found.length;
  process.stdout.write(`${version}${binary === undefined ? '' : ' and its agent'}: ${found.length} differences\n`);
  for (const line of found) process.stdout.write(`  ${line}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
