/** docs/console.md knows every step of the proof, and a booted machine has waited or failed at each. */

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faults } from '../boot/faults/faults.ts';
import { shippedScript } from '../tools/embed-scripts.ts';

const document = readFileSync(new URL('../../docs/console.md', import.meta.url), 'utf8');

/** Rows of the table below a heading: their cells. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = document.split(`## ${heading}`);
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (`.*) \|$/gm)];
  return rows.map(([, row = '']) => row.split(' | '));
}

const steps = rowsBelow('The steps').map(([names = '']) =>
  [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
);
const lines = rowsBelow('Faults').map(([name = '', , , line = '']) => ({ name: name.replaceAll('`', ''), line }));

test('the steps are those of the proof, in its order', () => {
  const awaited = [...shippedScript('converge').matchAll(/^.*\bawait (\S+) \d+ \w+/gm)].map(([, step = '']) => step);
  const documented = steps.map(([first = '', other]) => (other ? '$ASKED' : first));
  assert.ok(awaited.length > 5);
  assert.equal(documented, awaited);
});

test('each step has a machine that waits or fails there, but for one at which nothing fails', () => {
  const played = new Set(lines.map(({ line }) => /(?:failed at|waiting for) ([\w-]+)/.exec(line)?.[1]));
  const missing = steps.filter((names) => !names.every((name) => played.has(name))).flat();
  // After half a minute the proof goes on without peers that are missing, and then it is `leader` or `health` that waits.
  assert.equal(missing, ['peers']);
});

test('each fault that is booted has its line, and each line is booted', () => {
  // The refused token is played where servers are replaced.
  const booted = [...faults.map(({ name }) => name), 'refused-token'];
  assert.equal(lines.map(({ name }) => name).sort(), booted.sort());
});

test.run();
