/**
 * Boots a machine of a cloud that serves user-data over HTTP, stands in for that cloud, and judges the metadata guard:
 * after the first boot, after a reboot, without nft, and at last switched off, where everything must be let in.
 * `node --import tsx test/boot/metadata.ts`
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentComesUp, agentStaysDown, forgetFirstBoot, guardOutlivesFlush } from './metadata/failures.ts';
import { routeToNamespace } from './metadata/namespace.ts';
import {
  cloudInitIsLetIn,
  everybodyGetsUserData,
  type GuardScene,
  guardIsFirst,
  gzipIsRead,
  machineIsReady,
  nobodyGetsUserData,
} from './metadata/promises.ts';
import { readerStaysOut } from './metadata/readers.ts';
import { startMetadataService } from './metadata/service.ts';
import { printEvidence } from './promises/evidence.ts';
import { firstBootIsClean } from './promises/first-boot.ts';
import { createReport } from './promises/report.ts';
import type { Scene } from './promises/scene.ts';
import { readBundles } from './rehearsal/bundles.ts';
import { playPlatform } from './rehearsal/cloud-network.ts';
import type { Machine } from './rehearsal/machine.ts';
import { createOperator } from './rehearsal/operator.ts';
import { buildUserdata, setStage } from './stage.ts';

const DESCRIPTION = fileURLToPath(new URL('./metadata/cluster.yaml', import.meta.url));

const stage = await setStage({ cluster: DESCRIPTION });
const report = createReport();
const operator = await createOperator(stage.sandbox, `${stage.bundles}/operator`, stage.nomad);
const service = await startMetadataService();
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
  await nobodyGetsUserData(first);
  await firstBootIsClean(scene);

  await first.machine.reboot();
  const second = at(scene, 'reboot');
  if (!(await machineIsReady(second))) return;
  for (const judge of [guardIsFirst, cloudInitIsLetIn, nobodyGetsUserData, readerStaysOut]) await judge(second);

  // Its rules begin with `flush ruleset`, so that it matters who comes first.
  await second.machine.run(['systemctl', 'enable', 'nftables.service']);
  await second.machine.reboot();
  const third = at(scene, 'reboot, with nftables.service');
  if (!(await machineIsReady(third))) return;
  for (const judge of [guardIsFirst, cloudInitIsLetIn, nobodyGetsUserData, guardOutlivesFlush]) await judge(third);

  const fourth = at(scene, 'first boot, without nft');
  await forgetFirstBoot(fourth);
  await fourth.machine.reboot();
  await agentStaysDown(fourth);
  await agentComesUp(fourth);
}

/** The same callers, with nothing between them and the service: what shows that the refusals mean something. */
async function judgeUnguarded(scene: Scene): Promise<void> {
  const unguarded = at(scene, 'metadataGuard: false');
  if (await machineIsReady(unguarded)) await everybodyGetsUserData(unguarded);
}

function at({ machines: [machine] }: Scene, when: string): GuardScene {
  if (!machine) throw new Error('no machine was switched on');
  return { machine, operator, report, service, when };
}

/** The description with the guard switched off, built from the same secrets. */
async function unguardedBundles() {
  const folder = join(stage.sandbox.folder, 'unguarded');
  const description = readFileSync(DESCRIPTION, 'utf8').replace('\nclient:\n', '\nclient:\n  metadataGuard: false\n');
  writeFileSync(`${folder}.yaml`, description);
  await buildUserdata(`${folder}.yaml`, stage.secrets, folder);
  await playPlatform(`${folder}.yaml`, folder);
  return readBundles(folder);
}
