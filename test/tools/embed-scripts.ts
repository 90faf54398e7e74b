/** Turns the programs of lib/plan/scripts into one TypeScript module, for the library reads no files. */

import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../lib/plan/scripts/', import.meta.url);

/** Their files' names, each by the program's, which has no ending. */
const sources = new Map(readdirSync(folder).map((file) => [file.replace(/\.(?:sh|py)$/, ''), file]));

/** The names of the programs. */
export const scriptNames = [...sources.keys()].sort();

/** Whether a program is for Python, and not for a shell. */
export const isPython = (name: string) => sources.get(name)?.endsWith('.py') ?? false;

/**
 * A program as it goes on a machine, for platforms count each byte: its source with the sentence at its head, which says
 * what it is for, and without other comments but for what shellcheck has to know of a line.
 */
export function shippedScript(name: string): string {
  const lines = readFileSync(new URL(sources.get(name) ?? name, folder), 'utf8').split('\n');
  const head = lines.findIndex((line) => line.startsWith('# '));
  return lines.filter((line, index) => index <= head || !/^\s*#(?! shellcheck disable)/.test(line)).join('\n');
}

/** The module by its path: one exported string a program. */
export function embeddedScripts(): Readonly<Record<string, string>> {
  const entries = scriptNames.map((name) => `  '${name}': ${JSON.stringify(shippedScript(name))},\n`);
  const banner = '// Generated from lib/plan/scripts/ by `npm run generate`: do not edit.';
  return { 'lib/plan/scripts.generated.ts': `${banner}\n\nexport const scripts = {\n${entries.join('')}} as const;\n` };
}
