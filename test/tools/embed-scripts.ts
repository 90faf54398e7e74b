/** Turns the shell scripts of lib/plan/scripts into one TypeScript module, for the library reads no files. */

import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../lib/plan/scripts/', import.meta.url);

/** Where the generated module stands, relative to the top of the project. */
export const embeddedScriptsPath = 'lib/plan/scripts.generated.ts';

/** The module's text: one exported string a script, by its name without the ending. */
export function embedScripts(): string {
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith('.sh'))
    .sort()
    .map((name) => {
      const text = JSON.stringify(readFileSync(new URL(name, folder), 'utf8'));
      return `  '${name.slice(0, -'.sh'.length)}': ${text},\n`;
    });
  return `// Generated from lib/plan/scripts by \`npm run generate\`; do not edit.\nexport const scripts = {\n${entries.join('')}} as const;\n`;
}
