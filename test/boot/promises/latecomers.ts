/** Promises about servers that are not there: the others name them, say nothing untrue, and go on when they come. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitReady, verdictsOf } from '../rehearsal/verdict.ts';
import { bundleWithToken } from './other-build.ts';
import type { Scene } from './scene.ts';

const FIVE_MINUTES_MS = 300_000;

/** The last server is switched on five minutes after the others. */
export async function lastServerComesLate(scene: Scene): Promise<void> {
  const names = scene.rehearsal.bundles.map(({ name }) => name);
  const late = names.at(-1) ?? '';
  const early = await scene.rehearsal.powerOn(names.slice(0, -1));
  const from = performance.now();
  await areNamed(scene, early, late);
  await sleep(FIVE_MINUTES_MS - (performance.now() - from));
  await saysNothingUntrue(scene, early);
  await scene.rehearsal.powerOn([late]);
  await becomeReady(scene, `after ${late} has come`);
}

/**
 * The first of five servers is not there; then one comes whose build carried no token, as after a revocation: it can
 * bootstrap nothing, should it lead, and proves itself by what the leader measures.
 */
export async function firstServerHasNoToken(scene: Scene): Promise<void> {
  const [first = '', ...others] = scene.rehearsal.bundles.map(({ name }) => name);
  const early = await scene.rehearsal.powerOn(others);
  await areNamed(scene, early, first);
  await saysNothingUntrue(scene, early);
  const bundle = await bundleWithToken(scene, first, 'revoked');
  await scene.rehearsal.powerOn([bundle]);
  await becomeReady(scene, `with ${first}, which has no token`);
}

async function areNamed(scene: Scene, early: readonly Machine[], late: string): Promise<void> {
  for (const { name, console, poweredOnAt } of early) {
    await scene.report.check(`${name} names ${late} while it waits`, async () => {
      const pattern = new RegExp(`nomad-firstboot: waiting for leader since \\d+ s: .*\\b${late} does not answer`);
      const found = await console.find(pattern, poweredOnAt, 120_000);
      assert.ok(found, 'it did not');
      return found.text.trim();
    });
  }
}

async function saysNothingUntrue({ report }: Scene, early: readonly Machine[]): Promise<void> {
  await report.check('none of them has said that it is ready', async () => {
    const ready = early.flatMap((machine) => verdictsOf(machine).filter(({ isReady }) => isReady));
    assert.deepEqual(ready, []);
  });
}

async function becomeReady({ report, machines }: Scene, when: string): Promise<void> {
  for (const machine of machines) {
    await report.check(`${machine.name} becomes ready by itself ${when}`, async () => {
      const { isReady, line } = await awaitReady(machine, performance.now() - machine.poweredOnAt + 120_000);
      assert.ok(isReady, line);
      return line;
    });
  }
}
