/** Promises about a server that is replaced: when its machine says ready, the next one may be touched. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineChoice } from '../rehearsal/cluster.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitReady } from '../rehearsal/verdict.ts';
import { eventually, messageOf } from '../rehearsal/wait.ts';
import { clientsAreReady, serversVote } from './cluster.ts';
import { saysAsDocumented } from './console-lines.ts';
import { type Health, healthOf, operatorAt } from './health.ts';
import { bundleWithToken } from './other-build.ts';
import { machineNamed, type Scene } from './scene.ts';

const READY_WITHIN_MS = 180_000;
const SAMPLE_EVERY_MS = 250;
/** Longer than Raft and autopilot take to notice anything. */
const WATCHED_AFTERWARDS_MS = 6000;

interface Sample {
  readonly at: number;
  /** What is wrong with the cluster at that moment, if anything. */
  readonly lack: string | undefined;
}

/** Replaces the first server of the description, then another one, whose build holds no token: it was revoked. */
export async function serversAreReplaced(scene: Scene): Promise<void> {
  await serverIsReplaced(scene, scene.expected.servers[0]?.machine ?? '');
  const last = scene.expected.servers.at(-1)?.machine ?? '';
  await serverIsReplaced(scene, last, await bundleWithToken(scene, last, 'revoked'));
}

export function lastServerIsReplaced(scene: Scene): Promise<void> {
  return serverIsReplaced(scene, scene.expected.servers.at(-1)?.machine ?? '');
}

/** Throws a server's machine away, switches on a new one with its bundle, and watches the cluster from another server. */
async function serverIsReplaced(scene: Scene, name: string, by: MachineChoice = name): Promise<void> {
  const { rehearsal, report, expected } = scene;
  const witness = expected.servers.find(({ machine }) => machine !== name)?.machine ?? '';
  const operator = operatorAt(scene, witness);
  await report.require(
    `${name}, replaced, says ready at no moment without its vote or below the loss of one`,
    async () => {
      const machine = await rehearsal.replace(by);
      const watch = watchHealth(scene, machine, witness);
      const { isReady, line, seconds, at } = await awaitReady(machine, READY_WITHIN_MS);
      await sleep(WATCHED_AFTERWARDS_MS);
      const samples = await watch.end();
      assert.ok(isReady, line);
      assert.ok(
        samples.some(({ lack }) => lack),
        'the watch saw nothing missing at any time, so it proves nothing',
      );
      const afterwards = samples.filter((sample) => sample.at >= at);
      assert.ok(afterwards.length > 5, 'the watch saw too little');
      assert.deepEqual([...new Set(afterwards.map(({ lack }) => lack))], [undefined]);
      const whole = samples.findLast((sample) => sample.lack);
      const wholeAt = whole ? (whole.at - machine.poweredOnAt) / 1000 : 0;
      return `whole ${wholeAt.toFixed(1)} s after power-on, ready after ${seconds.toFixed(1)} s: ${line}`;
    },
  );
  await report.check(`with ${name} replaced the cluster is whole`, async () => {
    await eventually(30_000, () => serversVote({ operator, expected }));
    await eventually(30_000, () => oldNodesAside(scene, witness));
  });
}

/** Every client is ready; the node that the old disk was counts as down, and is left out once it is purged. */
async function oldNodesAside(scene: Scene, witness: string): Promise<void> {
  const operator = operatorAt(scene, witness);
  const nodes = await operator.get<{ ID: string; Status: string }[]>('/v1/nodes');
  for (const { ID, Status } of nodes) {
    if (Status === 'down') await operator.attempt(`nomad operator api -X POST /v1/node/${ID}/purge`);
  }
  await clientsAreReady({ operator, expected: scene.expected });
}

/** Asks a server for the cluster's health until told to end. */
function watchHealth(scene: Scene, machine: Machine, witness: string) {
  const operator = operatorAt(scene, witness);
  const samples: Sample[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const lack = await healthOf(operator)
        .then(async (health) => lackOf(health, await ownId(machine), scene.expected.servers.length))
        .catch(messageOf);
      // Asked before the answer came: what it says was true at some moment since.
      samples.push({ at: performance.now(), lack });
      await sleep(SAMPLE_EVERY_MS);
    }
  })();
  return {
    async end() {
      isOver = true;
      await watching;
      return samples;
    },
  };
}

function lackOf({ FailureTolerance, Servers }: Health, id: string, servers: number): string | undefined {
  const own = Servers.find(({ ID }) => ID === id);
  if (!own) return 'the new server is not counted';
  if (!own.Voter) return 'the new server has no vote';
  if (!own.Healthy) return 'the new server is not healthy';
  return servers >= 3 && FailureTolerance < 1 ? 'the cluster can lose none' : undefined;
}

/** The Raft id of the server on the machine's disk; none yet at first. */
async function ownId(machine: Machine): Promise<string> {
  const { stdout } = await machine.attempt(['cat', '/var/lib/nomad-server/server/node-id']);
  return stdout.trim() || 'none';
}

/** A replacement from another build's secrets, whose token the cluster never saw. */
export async function foreignTokenIsTold(scene: Scene): Promise<void> {
  const name = scene.expected.servers.at(-1)?.machine ?? '';
  const bundle = await bundleWithToken(scene, name, '11111111-2222-4333-8444-555555555555');
  await scene.report.check(
    `${name} with a bootstrap token that is not the cluster's says so, and never ready`,
    async () => {
      const machine = await scene.rehearsal.replace(bundle);
      const found = await machine.console.find(
        /nomad-firstboot: (failed at acl|ready).*/,
        machine.poweredOnAt,
        120_000,
      );
      assert.match(
        found?.text ?? 'nothing',
        /failed at acl: .*bootstrapped by somebody else, or revoked since.*replace it/,
      );
      return saysAsDocumented(machine, 'refused-token');
    },
  );
  await machineNamed(scene, name).powerOff();
}
