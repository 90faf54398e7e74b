/** Promises about what goes wrong: the console says what, what goes on and what to do; and what can heal, heals. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { faults } from '../faults/faults.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitReady } from '../rehearsal/verdict.ts';
import { eventually, messageOf } from '../rehearsal/wait.ts';
import { machineNamed, PROOF_UNIT, type Scene, unitProperty } from './scene.ts';

const DOCUMENT = new URL('../../../docs/console.md', import.meta.url);
const SAID_WITHIN_MS = 180_000;
const HEALED_WITHIN_MS = 150_000;

/** Switches on a cluster of one server, and beside it a machine for each fault, all at once. */
export async function faultsAreTold(scene: Scene): Promise<void> {
  const { rehearsal, report } = scene;
  await rehearsal.powerOn(['core']);
  const bundles = await Promise.all(
    faults.map(async ({ name, bundle }) => {
      const own = rehearsal.bundles.find((candidate) => candidate.name === name);
      if (!own) throw new Error(`the description has no machine ${name}`);
      return bundle ? bundle(scene, own) : own;
    }),
  );
  for (const [index, machine] of (await rehearsal.build(bundles)).entries()) faults[index]?.damage?.(machine.disk);
  await rehearsal.powerOn(bundles);
  const documented = documentedLines();
  await report.check('core is ready, whatever the others lack', async () => {
    const { isReady, line } = await awaitReady(machineNamed(scene, 'core'), SAID_WITHIN_MS);
    assert.ok(isReady, line);
  });
  await Promise.all(faults.map(({ name }) => isTold(scene, name, documented)));
  for (const name of ['no-address', 'no-way', 'no-nft', 'no-program']) {
    await report.check(`${name} holds up nothing: multi-user.target is reached, and cloud-init done`, async () => {
      const machine = machineNamed(scene, name);
      assert.equal((await machine.run(['systemctl', 'is-active', 'multi-user.target'])).trim(), 'active');
      const { stdout } = await machine.attempt(['cloud-init', 'status']);
      assert.match(stdout, /^status: done/);
      assert.notEqual(await unitProperty(machine, PROOF_UNIT, 'ActiveState'), 'inactive');
    });
  }
}

/** Takes the causes away, where they can be, and waits for what the machines make of it. */
export async function faultsHeal(scene: Scene): Promise<void> {
  const healing = faults.map(async ({ name, mend }) => {
    if (!mend) return;
    await scene.report.check(`${name} heals by itself once the cause is gone`, async () => {
      const machine = machineNamed(scene, name);
      await mend(machine);
      const { isReady, line } = await awaitReady(machine, performance.now() - machine.poweredOnAt + HEALED_WITHIN_MS);
      assert.ok(isReady, line);
      return line;
    });
  });
  await Promise.all(healing);
}

async function isTold(scene: Scene, name: string, documented: ReadonlyMap<string, string>): Promise<void> {
  await scene.report.check(`${name} is told on the console as docs/console.md has it`, async () => {
    const wanted = inGeneral(documented.get(name) ?? 'no row');
    return eventually(SAID_WITHIN_MS, async () => {
      const said = linesOf(machineNamed(scene, name));
      const found = said.find((line) => inGeneral(line) === wanted);
      assert.ok(found, `it said\n${said.join('\n')}`);
      return found;
    });
  });
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

/** The console's line for each fault: rows `| name | … | \`line\` |`. */
function documentedLines(): ReadonlyMap<string, string> {
  try {
    const rows = readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `([a-z-]+)` \|.*\| `(nomad-firstboot: [^`]*)` \|$/gm);
    return new Map([...rows].map(([, name = '', line = '']) => [name, line]));
  } catch (error) {
    throw new Error(`docs/console.md cannot be read: ${messageOf(error)}`);
  }
}
