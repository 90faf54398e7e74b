/**
 * Tables in the documentation that follow from the code's own rows (`npm run docs` writes them; a test compares). A table
 * stands between `<!-- table: NAME -->` and `<!-- end -->`, and all else in the file is written by hand.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { factTables } from './doc-tables/tables.ts';
import { type DocTable, markdown } from './markdown-table.ts';
import { settingsTable } from './settings-table.ts';

/** All tables; one that is not in this list is in no document. */
export const docTables: readonly DocTable[] = [settingsTable, ...factTables];

const mark = /<!-- table: (\S+) -->\n[\s\S]*?<!-- end -->/g;

/**
 * A document with its tables as the code has them.
 * @throws RangeError where a mark names a table that there is not
 */
export function withTables(text: string): string {
  return text.replace(mark, (_, name: string) => {
    const table = docTables.find((one) => one.name === name);
    if (!table) throw new RangeError(`there is no table ${name}`);
    return `<!-- table: ${name} -->\n${markdown(table)}\n<!-- end -->`;
  });
}

const top = fileURLToPath(new URL('../../', import.meta.url));

/** Every document of the project that people read, by its path from the top. */
export function documentation(): ReadonlyMap<string, string> {
  const paths = ['README.md', ...readdirSync(`${top}docs`).map((name) => `docs/${name}`)];
  return new Map(
    paths.filter((path) => path.endsWith('.md')).map((path) => [path, readFileSync(`${top}${path}`, 'utf8')]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of documentation()) {
    if (withTables(text) === text) continue;
    writeFileSync(`${top}${path}`, withTables(text));
    console.log(`written: ${path}`);
  }
}
