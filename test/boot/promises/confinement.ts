/** Promises about what the agents may do and where they listen, as the kernel of each machine tells it. */

import assert from 'node:assert/strict';
import type { Machine } from '../rehearsal/machine.ts';
import { hostPort } from './cluster.ts';
import { CLIENT_UNIT, machineNamed, type Scene, SERVER_UNIT, unitProperty } from './scene.ts';

/** Judges the server agents' privileges and every agent's sockets. */
export async function agentsAreConfined(scene: Scene): Promise<void> {
  const { expected, report } = scene;
  for (const { machine: name, address } of expected.servers) {
    const machine = machineNamed(scene, name);
    const { http, rpc, serf } = expected.serverPorts;
    const wanted = [
      `tcp ${hostPort(address, http)}`,
      `tcp ${hostPort(address, rpc)}`,
      `tcp ${hostPort(address, serf)}`,
      `udp ${hostPort(address, serf)}`,
    ];
    await report.check(`${name}: the server is not root and has no capability`, () => hasNoPrivilege(machine));
    await report.check(`${name}: the server listens on its own network only`, async () =>
      assert.deepEqual(await listeners(machine, SERVER_UNIT), wanted),
    );
  }
  for (const { machine: name, address } of expected.clients) {
    const machine = machineNamed(scene, name);
    const wanted = [`tcp ${hostPort(address, expected.clientPorts.http)}`];
    await report.check(`${name}: the client listens on its own network only`, async () =>
      assert.deepEqual(await listeners(machine, CLIENT_UNIT), wanted),
    );
  }
}

/** Every process of the server's control group: another user than root, all five capability sets empty. */
async function hasNoPrivilege(machine: Machine): Promise<string> {
  const user = await unitProperty(machine, SERVER_UNIT, 'User');
  const uid = (await machine.run(['id', '-u', 'nomad'])).trim();
  const pids = await processesOf(machine, SERVER_UNIT);
  for (const pid of pids) {
    const status = await machine.run(['cat', `/proc/${pid}/status`]);
    const field = (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/) ?? [];
    assert.notEqual(uid, '0');
    assert.deepEqual(field('Uid'), [uid, uid, uid, uid]);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      assert.deepEqual(field(set), ['0000000000000000'], set);
    assert.deepEqual(field('NoNewPrivs'), ['1']);
    assert.deepEqual(field('Seccomp'), ['2']);
  }
  return `user ${user}, ${pids.length} process${pids.length === 1 ? '' : 'es'}`;
}

/** What the processes of a unit listen on, in the manner of `tcp 10.0.0.1:4646`, sorted. */
async function listeners(machine: Machine, unit: string): Promise<string[]> {
  const pids = new Set(await processesOf(machine, unit));
  const lines = (
    await machine.run(['ss', '--no-header', '--listening', '--numeric', '--tcp', '--udp', '--processes'])
  ).split('\n');
  const found = lines.flatMap((line) => {
    const [protocol, , , , local] = line.split(/\s+/);
    const owners = [...line.matchAll(/pid=(\d+)/g)].map((match) => match[1] ?? '');
    return owners.some((pid) => pids.has(pid)) ? [`${protocol} ${local}`] : [];
  });
  return found.sort();
}

/** Process numbers of a unit's control group, as its machine numbers them; never none. */
async function processesOf(machine: Machine, unit: string): Promise<string[]> {
  const group = await unitProperty(machine, unit, 'ControlGroup');
  const text = await machine.run(['cat', `/sys/fs/cgroup/systemd${group}/cgroup.procs`]);
  const pids = text.trim().split('\n').filter(Boolean);
  assert.notEqual(pids.length, 0, `${unit} has no process`);
  return pids;
}
