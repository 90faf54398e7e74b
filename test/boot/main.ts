/**
 * Boots the machines of a description for real and judges them from outside.
 * `node --import tsx test/boot/main.ts [options]`; without options the fixture, thoroughly.
 */

import { readArguments } from './arguments.ts';
import { clusterIsWhole } from './promises/cluster.ts';
import { agentsAreConfined } from './promises/confinement.ts';
import { printEvidence } from './promises/evidence.ts';
import { execJobRuns } from './promises/exec-job.ts';
import { agentsStayUp, firstBootIsClean, machinesAreReady } from './promises/first-boot.ts';
import { gossipNeedsTheKey } from './promises/gossip.ts';
import { machineSurvivesReboot, serverSurvivesKill } from './promises/recovery.ts';
import { strangersAreRefused } from './promises/refusals.ts';
import { createReport, type Report } from './promises/report.ts';
import { rootTaskFindsNothing } from './promises/root-task.ts';
import type { Scene } from './promises/scene.ts';
import { secretsAreKept } from './promises/secrecy.ts';
import { createOperator } from './rehearsal/operator.ts';
import { type Stage, setStage } from './stage.ts';

const options = readArguments();
const stage = await setStage(options);
const report = createReport();
process.exit(await rehearse(stage, report));

async function rehearse(stage: Stage, report: Report): Promise<number> {
  const { sandbox, rehearsal, bundles, nomad } = stage;
  const operator = await createOperator(sandbox, `${bundles}/operator`, nomad);
  report.note(`switching on ${rehearsal.bundles.map(({ name }) => name).join(', ')}`);
  const machines = await rehearsal.powerOn();
  const scene = { ...stage, machines, operator, report };
  try {
    await judge(scene);
  } catch (error) {
    await report.check('the test runs to its end', () => Promise.reject(error));
  }
  if (report.failed > 0) await printEvidence(scene);
  return report.close();
}

async function judge(scene: Scene): Promise<void> {
  if (!(await machinesAreReady(scene))) return scene.report.skip('all other promises', 'not all machines are ready');
  const readyAt = performance.now();
  await clusterIsWhole(scene);
  await execJobRuns(scene);
  await firstBootIsClean(scene);
  if (!options.isThorough) return;
  await agentsAreConfined(scene);
  await strangersAreRefused(scene);
  await secretsAreKept(scene);
  await agentsStayUp(scene, readyAt);
  await machineSurvivesReboot(scene);
  await serverSurvivesKill(scene);
  await rootTaskFindsNothing(scene);
  await gossipNeedsTheKey(scene);
}
