/**
 * Makes the package's entry for CommonJS in `dist/commonjs`: one line that requires the ES module, which Node does since
 * 20.19, and a copy of its declarations. There the nearest package.json says that they are of CommonJS, for TypeScript
 * asks that of declarations too. The code is there once, so `instanceof DescriptionError` holds for everybody.
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../dist/lib/', import.meta.url));
const folder = fileURLToPath(new URL('../../dist/commonjs/', import.meta.url));

/** The declarations that a declaration leads to, itself among them: paths below `built`. */
function reachable(from: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(from)) return known;
  known.add(from);
  const text = readFileSync(join(built, from), 'utf8');
  for (const [, path = ''] of text.matchAll(/(?:from |import\()'(\.[^']*)\.[tj]s'/g)) {
    reachable(`${join(dirname(from), path)}.d.ts`, known);
  }
  return known;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const path of reachable('index.d.ts')) cpSync(join(built, path), join(folder, path));
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(folder, 'index.js'), "module.exports = require('../lib/index.js');\n");
