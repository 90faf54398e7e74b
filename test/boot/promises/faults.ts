/** Promises about what goes wrong: the console says what, what goes on and what to do; and what can heal, heals. */

import assert from 'node:assert/strict';
import { type Fault, faults } from '../faults/faults.ts';
import { awaitReady } from '../rehearsal/verdict.ts';
import { eventually } from '../rehearsal/wait.ts';
import { saysAsDocumented } from './console-lines.ts';
import { machineNamed, PROOF_UNIT, type Scene, unitProperty } from './scene.ts';

const SAID_WITHIN_MS = 180_000;
const HEALED_WITHIN_MS = 150_000;

/**
 * Switches on a cluster of one server, and beside it a machine for each fault: all at once, but for those before which
 * something is done to the cluster.
 */
export async function faultsAreTold(scene: Scene): Promise<void> {
  const { rehearsal, report } = scene;
  await rehearsal.powerOn(['core']);
  const [first, later] = [faults.filter(({ before }) => !before), faults.filter(({ before }) => before)];
  await switchOn(scene, first);
  await report.check('core is ready, whatever the others lack', async () => {
    const { isReady, line } = await awaitReady(machineNamed(scene, 'core'), SAID_WITHIN_MS);
    assert.ok(isReady, line);
  });
  await Promise.all(first.map(({ name }) => isTold(scene, name)));
  for (const { before } of later) await before?.(scene);
  await switchOn(scene, later);
  await Promise.all(later.map(({ name }) => isTold(scene, name)));
  for (const name of ['no-address', 'no-way', 'no-nft', 'no-program', 'not-found']) {
    await report.check(`${name} holds up nothing: multi-user.target is reached, and cloud-init done`, async () => {
      const machine = machineNamed(scene, name);
      assert.equal((await machine.run(['systemctl', 'is-active', 'multi-user.target'])).trim(), 'active');
      const { stdout } = await machine.attempt(['cloud-init', 'status']);
      assert.match(stdout, /^status: done/);
      // The proof waits for Nomad where the machine fetches it.
      if (name !== 'not-found') assert.notEqual(await unitProperty(machine, PROOF_UNIT, 'ActiveState'), 'inactive');
    });
  }
}

/** Builds the machines of these faults, does to their disks what belongs to it, and switches them on. */
async function switchOn(scene: Scene, chosen: readonly Fault[]): Promise<void> {
  const { rehearsal } = scene;
  const bundles = await Promise.all(
    chosen.map(async ({ name, bundle }) => {
      const own = rehearsal.bundles.find((candidate) => candidate.name === name);
      if (!own) throw new Error(`the description has no machine ${name}`);
      return bundle ? bundle(scene, own) : own;
    }),
  );
  for (const [index, machine] of (await rehearsal.build(bundles)).entries()) chosen[index]?.damage?.(machine.disk);
  await rehearsal.powerOn(bundles);
}

/** Takes the causes away, where they can be, and waits for what the machines make of it. */
export async function faultsHeal(scene: Scene): Promise<void> {
  const healing = faults.map(async ({ name, mend }) => {
    if (!mend) return;
    await scene.report.check(`${name} heals by itself once the cause is gone`, async () => {
      const machine = machineNamed(scene, name);
      await mend(machine, scene);
      const { isReady, line } = await awaitReady(machine, performance.now() - machine.poweredOnAt + HEALED_WITHIN_MS);
      assert.ok(isReady, line);
      return line;
    });
  });
  await Promise.all(healing);
}

async function isTold(scene: Scene, name: string): Promise<void> {
  await scene.report.check(`${name} is told on the console as docs/console.md has it`, () =>
    eventually(SAID_WITHIN_MS, async () => saysAsDocumented(machineNamed(scene, name), name)),
  );
}
