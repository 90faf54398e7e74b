/** Refreshes the golden files of every fixture (`npm run fixtures`); the difference in git is the change to review. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fixtures } from '../fixtures.ts';
import { expectedFiles } from './golden.ts';

for (const fixture of fixtures()) {
  const files = expectedFiles(fixture);
  const folder = join(fixture.folder, 'expected');
  rmSync(folder, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  console.log(`${fixture.name}: ${files.size} files`);
}
