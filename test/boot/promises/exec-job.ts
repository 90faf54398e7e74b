/** Promises about work: a job on every client, with the exec driver. */

import assert from 'node:assert/strict';
import type { Operator } from '../rehearsal/operator.ts';
import { eventually } from '../rehearsal/wait.ts';
import type { Scene } from './scene.ts';

/** A task of the exec driver that runs a shell script. */
export interface ShellTask {
  readonly job: string;
  readonly script: string;
  readonly user?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Allocation {
  readonly ID: string;
  readonly NodeName: string;
  readonly ClientStatus: string;
  readonly TaskStates: Readonly<
    Record<string, { readonly Events: readonly { readonly DisplayMessage: string }[] }>
  > | null;
}

/** Unlike any other process of a machine, so that it can be found in the process table. */
export const SLEEP = 'sleep 86397';
const JOB = 'rehearsal';

/** Runs a job that stays, on all clients, and reads its logs through the cluster. */
export async function execJobRuns({ operator, expected, report }: Scene): Promise<void> {
  const count = expected.clients.length;
  await report.check(`an exec job runs on all ${count} clients`, async () => {
    await submit(operator, { job: JOB, script: `echo "here is $(hostname), user $(id -u)"; exec ${SLEEP}` });
    await eventually(60_000, () => runsEverywhere(operator, JOB, count));
  });
  await report.check('the logs of each task can be read', async () => {
    for (const { ID, NodeName } of await allocations(operator, JOB)) {
      const log = await eventually(10_000, () => logOf(operator, ID));
      assert.match(log, new RegExp(`^here is ${NodeName}, user [1-9]`));
    }
  });
}

/** Submits a system job: one task on each client. */
export async function submit(operator: Operator, { job, script, user, env }: ShellTask): Promise<void> {
  const task = {
    Name: job,
    Driver: 'exec',
    ...(user === undefined ? {} : { User: user }),
    Config: { command: '/bin/sh', args: ['-c', script] },
    Env: env ?? {},
    Resources: { CPU: 50, MemoryMB: 64 },
  };
  const group = { Name: job, Tasks: [task], RestartPolicy: { Attempts: 0, Mode: 'fail' } };
  const nodes = await operator.get<{ Datacenter: string }[]>('/v1/nodes');
  const datacenters = [...new Set(nodes.map(({ Datacenter }) => Datacenter))];
  const specification = { ID: job, Name: job, Type: 'system', Datacenters: datacenters, TaskGroups: [group] };
  await runJob(operator, specification);
}

/** Submits a job as Nomad's API has it. */
export async function runJob(operator: Operator, job: object): Promise<void> {
  await operator.put('/v1/jobs', { Job: job });
}

/** A service that prefers a machine, and takes another one. */
export function serviceNear(job: string, machine: string): object {
  const task = {
    Name: job,
    Driver: 'exec',
    Config: { command: '/bin/sleep', args: ['86396'] },
    Resources: { CPU: 50, MemoryMB: 32 },
  };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Nomad's notation for a node's name
  const affinity = { LTarget: '${node.unique.name}', RTarget: machine, Operand: '=', Weight: 100 };
  const group = { Name: job, Count: 1, Tasks: [task] };
  return { ID: job, Name: job, Type: 'service', Datacenters: ['*'], Affinities: [affinity], TaskGroups: [group] };
}

/** Removes a job and all that Nomad remembers of it. */
export async function purge(operator: Operator, job: string): Promise<void> {
  await operator.sh(`nomad job stop -purge -detach ${job}`);
}

/** The newest allocation of a job on each node. */
export async function allocations(operator: Operator, job: string): Promise<Allocation[]> {
  const all = await operator.get<(Allocation & { CreateIndex: number })[]>(`/v1/job/${job}/allocations`);
  const newest = new Map(
    all.sort((a, b) => a.CreateIndex - b.CreateIndex).map((allocation) => [allocation.NodeName, allocation]),
  );
  return [...newest.values()];
}

/** Throws unless `count` allocations of the job run. */
export async function runsEverywhere(operator: Operator, job: string, count: number): Promise<void> {
  const found = await allocations(operator, job);
  const said = found.map(({ NodeName, ClientStatus, TaskStates }) => {
    const events = Object.values(TaskStates ?? {}).flatMap(({ Events }) => Events.map((event) => event.DisplayMessage));
    return `${NodeName} ${ClientStatus}: ${events.join('; ')}`;
  });
  const running = found.filter(({ ClientStatus }) => ClientStatus === 'running');
  assert.equal(running.length, count, `${running.length} of ${count} run:\n${said.join('\n')}`);
}

/** What a task printed, once it printed something. */
export async function logOf(operator: Operator, allocation: string, awaited = /\n/): Promise<string> {
  const log = await operator.sh(`nomad alloc logs ${allocation}`);
  assert.match(log, awaited);
  return log;
}
