/** Promises about a machine that leads and dies: server and client go together, and its tasks run elsewhere soon. */

import assert from 'node:assert/strict';
import { eventually } from '../rehearsal/wait.ts';
import { allocations, runJob, serviceNear } from './exec-job.ts';
import { leaderOf, operatorAt } from './health.ts';
import { machineNamed, type Scene } from './scene.ts';

const JOB = 'failover';
/** What somebody who waits for a service can live with; Nomad's own default takes more than 300 s. */
const ELSEWHERE_WITHIN_MS = 90_000;

/** Switches the leader's machine off for good while a service runs on it, then puts a new one in its place. */
export async function leaderDiesWithItsClient(scene: Scene): Promise<void> {
  const { report, expected } = scene;
  const leader = await leaderOf(scene.operator, scene);
  const witness = expected.servers.find(({ machine }) => machine !== leader)?.machine ?? '';
  const operator = operatorAt(scene, witness);
  const running = async () => {
    const found = (await allocations(operator, JOB)).filter(({ ClientStatus }) => ClientStatus === 'running');
    return found.map(({ NodeName }) => NodeName);
  };
  await report.require(`a service runs on ${leader}, which leads`, async () => {
    await runJob(operator, serviceNear(JOB, leader));
    await eventually(60_000, async () => assert.deepEqual(await running(), [leader]));
  });
  await report.check(`${leader} is off for good, and within 90 s the service runs elsewhere`, async () => {
    const from = performance.now();
    await machineNamed(scene, leader).powerOff();
    await eventually(ELSEWHERE_WITHIN_MS, async () => {
      const elsewhere = (await running()).filter((name) => name !== leader);
      assert.equal(elsewhere.length, 1, 'it runs nowhere else');
    });
    return `${((performance.now() - from) / 1000).toFixed(1)} s`;
  });
}
