/**
 * Boots a machine of a cloud that serves user-data over HTTP, stands in for that cloud, and judges the metadata guard:
 * after the first boot, after a reboot, without nft, and at last switched off, where everything must be let in.
 * `node --import tsx test/boot/metadata.ts`
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { routeToNamespace } from './metadata/callers.ts';
import {
  agentStaysDown,
  callersGet,
  forgetFirstBoot,
  type GuardScene,
  guardIsFirst,
  guardOutlivesFlush,
  guardPrecedesNetwork,
  gzipIsRead,
  machineIsReady,
} from './metadata/promises.ts';
import { startMetadataService } from './metadata/service.ts';
import { printEvidence } from './promises/evidence.ts';
import { firstBootIsClean } from './promises/first-boot.ts';
import { createReport } from './promises/report.ts';
import type { Scene } from './promises/scene.ts';
import { readBundles } from './rehearsal/bundles.ts';
import type { Machine } from './rehearsal/machine.ts';
import { createOperator } from './rehearsal/operator.ts';
import { buildUserdata, setStage } from './stage.ts';

const DESCRIPTION = fileURLToPath(new URL('./metadata/cluster.yaml', import.meta.url));

const stage = await setStage({ cluster: DESCRIPTION });
const report = createReport();
const operator = await createOperator(stage.sandbox, `${stage.bundles}/operator`, stage.nomad);
const userData = await startMetadataService();
await routeToNamespace();
let machines: Machine[] = [];
try {
  await judgeGuarded(await powerOn());
  await machines[0]?.discard();
  await judgeUnguarded(await powerOn(await unguardedBundles()));
} catch (error) {
  await report.check('the test runs to its end', () => Promise.reject(error));
}
if (report.failed > 0) await printEvidence({ machines });
process.exit(report.close());

async function powerOn(bundles = stage.rehearsal.bundles): Promise<Scene> {
  machines = await stage.rehearsal.powerOn(bundles);
  return { ...stage, machines, operator, report };
}

async function judgeGuarded(scene: Scene): Promise<void> {
  const first = at(scene, 'first boot');
  if (!(await machineIsReady(first))) return report.skip('all other promises of the guard', 'the machine is not ready');
  await gzipIsRead(first);
  await guardIsFirst(first);
  await callersGet(first, 'refused');
  await firstBootIsClean(scene);

  // Its rules begin with `flush ruleset`, so that it matters who comes first.
  await first.machine.run(['systemctl', 'enable', 'nftables.service']);
  const second = at(scene, 'reboot, with nftables.service');
  await second.machine.reboot();
  if (!(await machineIsReady(second))) return;
  await guardIsFirst(second);
  await guardPrecedesNetwork(second);
  await callersGet(second, 'refused');
  await guardOutlivesFlush(second);

  const third = at(scene, 'first boot, without nft');
  await forgetFirstBoot(third);
  await third.machine.reboot();
  await agentStaysDown(third);
}

/** The same callers, with nothing between them and the service: what shows that the refusals mean something. */
async function judgeUnguarded(scene: Scene): Promise<void> {
  const unguarded = at(scene, 'metadataGuard: false');
  if (await machineIsReady(unguarded)) await callersGet(unguarded, 'user-data');
}

function at({ machines: [machine] }: Scene, when: string): GuardScene {
  if (!machine) throw new Error('no machine was switched on');
  return { machine, operator, report, userData, when };
}

/** The description with the guard switched off, built from the same secrets. */
async function unguardedBundles() {
  const folder = join(stage.sandbox.folder, 'unguarded');
  const description = readFileSync(DESCRIPTION, 'utf8').replace('\nclient:\n', '\nclient:\n  metadataGuard: false\n');
  writeFileSync(`${folder}.yaml`, description);
  await buildUserdata(`${folder}.yaml`, stage.secrets, folder);
  return readBundles(folder);
}
