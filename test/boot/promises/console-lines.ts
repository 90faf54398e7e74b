/** What a machine says on its console, held against docs/console.md. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Machine } from '../rehearsal/machine.ts';

const DOCUMENT = new URL('../../../docs/console.md', import.meta.url);

/** The line that the table of faults has for this one, as the machine has said it; throws while it has not. */
export function saysAsDocumented(machine: Machine, fault: string): string {
  const wanted = inGeneral(documentedLine(fault));
  const said = linesOf(machine);
  const found = said.find((line) => inGeneral(line) === wanted);
  assert.ok(found, `it said\n${said.join('\n')}`);
  return found;
}

/** What our programs have said on the console since power-on. */
function linesOf({ console, poweredOnAt }: Machine): string[] {
  const lines = console.lines.filter(({ at }) => at >= poweredOnAt).map(({ text }) => text);
  return lines.flatMap((text) => /nomad-firstboot: .*/.exec(text)?.[0] ?? []);
}

/** Figures, moments and what a network happens to hold differ from boot to boot. */
function inGeneral(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'MOMENT')
    .replace(/\d+/g, '0')
    .trim();
}

/** Rows `| fault | … | \`line\` |`. */
function documentedLine(fault: string): string {
  const row = new RegExp(`^\\| \`${fault}\` \\|.*\\| \`(nomad-firstboot: [^\`]*)\` \\|$`, 'm');
  return row.exec(readFileSync(DOCUMENT, 'utf8'))?.[1] ?? `docs/console.md has no row ${fault}`;
}
