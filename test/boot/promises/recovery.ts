/** Promises about bad days: a machine that reboots and a server that is killed come back with nobody's help. */

import assert from 'node:assert/strict';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitVerdict } from '../rehearsal/verdict.ts';
import { eventually } from '../rehearsal/wait.ts';
import { clientsAreReady, hostPort, serversVote } from './cluster.ts';
import { SLEEP } from './exec-job.ts';
import { bootIsClean } from './first-boot.ts';
import { agentUnits, machineNamed, type Scene, SERVER_UNIT, unitProperty } from './scene.ts';

/** A forgotten executor costs 90 s: systemd's default patience with a unit that does not stop. */
const DOWN_WITHIN_SECONDS = 30;
const READY_WITHIN_MS = 60_000;

/** Reboots one machine that runs a task. */
export async function machineSurvivesReboot(scene: Scene): Promise<void> {
  const { expected, operator, report } = scene;
  const machine = machineNamed(scene, machineToReboot(scene));
  let downMs = 0;
  const wentDown = await report.check(
    `${machine.name}, with an exec task, goes down at once when rebooted`,
    async () => {
      await assertTaskRuns(machine);
      downMs = await machine.reboot();
      const seconds = downMs / 1000;
      assert.ok(seconds < DOWN_WITHIN_SECONDS, `it took ${seconds.toFixed(1)} s`);
      return `${seconds.toFixed(1)} s`;
    },
  );
  if (!wentDown && downMs === 0) return report.skip(`${machine.name} comes back`, 'it did not go down');
  await report.check(`${machine.name} says that it is ready again`, async () => {
    const { isReady, line, seconds } = await awaitVerdict(machine, READY_WITHIN_MS);
    assert.ok(isReady, line);
    return `${seconds.toFixed(1)} s after power-on, ${(seconds + downMs / 1000).toFixed(1)} s after the command`;
  });
  await bootIsClean(machine, report);
  await report.check(`${machine.name}: both agents started once in the second boot`, async () => {
    for (const unit of agentUnits(expected, machine.name)) {
      assert.equal(await unitProperty(machine, unit, 'NRestarts'), '0', unit);
    }
  });
  await report.check('the cluster is whole again after the reboot, the task with it', async () => {
    await eventually(READY_WITHIN_MS, () => serversVote({ operator, expected }));
    await eventually(READY_WITHIN_MS, () => clientsAreReady({ operator, expected }));
    await eventually(READY_WITHIN_MS, () => assertTaskRuns(machine));
  });
}

/** The last machine with a client: not the one that the operator's settings point at. */
function machineToReboot({ expected, operator }: Scene): string {
  const names = expected.clients.map(({ machine }) => machine);
  const asked = expected.servers.find(({ address }) =>
    operator.url.includes(`//${hostPort(address, expected.serverPorts.http)}`),
  );
  return names.filter((name) => name !== asked?.machine).at(-1) ?? '';
}

async function assertTaskRuns(machine: Machine): Promise<void> {
  const { status } = await machine.attempt(['pgrep', '--full', '--exact', SLEEP]);
  assert.equal(status, 0, `${machine.name} has no process \`${SLEEP}\``);
}

/** Kills the leader's server process. */
export async function serverSurvivesKill(scene: Scene): Promise<void> {
  const { operator, expected, report } = scene;
  await report.check('a leader that is killed comes back by itself, and the cluster is healthy', async () => {
    const leader = await operator.get<string>('/v1/status/leader');
    const agent = expected.servers.find(({ address }) => hostPort(address, expected.serverPorts.rpc) === leader);
    const machine = machineNamed(scene, agent?.machine ?? '');
    const from = performance.now();
    await machine.run(['kill', '-KILL', await unitProperty(machine, SERVER_UNIT, 'MainPID')]);
    await eventually(30_000, async () => {
      assert.equal(await unitProperty(machine, SERVER_UNIT, 'NRestarts'), '1');
      assert.equal(await unitProperty(machine, SERVER_UNIT, 'ActiveState'), 'active');
    });
    await eventually(READY_WITHIN_MS, async () => {
      const { Healthy } = await operator.get<{ Healthy: boolean }>('/v1/operator/autopilot/health');
      assert.ok(Healthy, 'autopilot does not call it healthy');
      await serversVote({ operator, expected });
      await clientsAreReady({ operator, expected });
    });
    return `${machine.name}, ${((performance.now() - from) / 1000).toFixed(1)} s`;
  });
  await report.check('the tasks run on', async () => {
    for (const { machine } of expected.clients) await assertTaskRuns(machineNamed(scene, machine));
  });
}
