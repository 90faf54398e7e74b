/** One driver's job on one machine, from its start to its last trace: what of it does not work, if anything. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Allocation, allocations, purge, runJob } from '../promises/exec-job.ts';
import type { Scene } from '../promises/scene.ts';
import { attempt } from '../rehearsal/command.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { eventually, messageOf } from '../rehearsal/wait.ts';
import { driverJob, driverJobs, type JudgedDriver, jobName } from './jobs.ts';

/** Long enough for two busy processors; what fails is told at once. */
const START_MS = 60_000;
const SHORT_MS = 10_000;

interface Trial {
  readonly scene: Scene;
  readonly machine: Machine;
  readonly driver: JudgedDriver;
}

/** Plays a driver's job to its end; gives what broke first, in a few words, or nothing. */
export async function tryDriver(trial: Trial): Promise<string | undefined> {
  const { scene, machine, driver } = trial;
  let step = 'it does not start';
  try {
    await runJob(scene.operator, driverJob(driver, machine.name));
    const allocation = await started(trial);
    step = 'it does not do its work';
    await tasksWork(trial, allocation);
    step = 'no command runs beside it';
    if (driverJobs[driver].canExec) await commandRuns(trial, allocation);
    step = 'it does not answer';
    if (driverJobs[driver].serves) await answers(trial, allocation);
    step = 'it could gain capabilities';
    await isBounded(trial);
    step = 'it does not end';
    await purge(scene.operator, jobName(driver));
    await eventually(SHORT_MS, () => isGone(trial));
    step = 'it leaves something behind';
    await eventually(SHORT_MS, () => leavesNothing(trial, allocation));
    return undefined;
  } catch (error) {
    return `${step}: ${oneLine(messageOf(error))}`;
  } finally {
    await cleanUp(trial);
  }
}

/** Nomad's messages repeat themselves; the end of each is the cause. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 400);

/** The allocation once it runs. One that failed will not run any more. */
async function started({ scene, driver }: Trial): Promise<Allocation> {
  for (const end = performance.now() + START_MS; ; ) {
    const [allocation] = await allocations(scene.operator, jobName(driver));
    if (allocation?.ClientStatus === 'running') return allocation;
    if (allocation?.ClientStatus === 'failed') throw new Error(failureOf(allocation));
    if (performance.now() > end) throw new Error(allocation ? failureOf(allocation) : 'no machine takes it');
    await sleep(300);
  }
}

function failureOf({ ClientStatus, TaskStates }: Allocation): string {
  const events = Object.values(TaskStates ?? {}).flatMap(({ Events }) => Events.map((event) => event.DisplayMessage));
  const telling = events.filter((event) => /fail|denied|permitted|exit code/i.test(event));
  return `${ClientStatus}: ${(telling.length > 0 ? telling : events).join('; ')}`;
}

/** Each task has printed what it prints at the end of its work, and runs. */
async function tasksWork({ scene, driver }: Trial, { ID }: Allocation): Promise<void> {
  for (const { name, log, complaint } of driverJobs[driver].tasks) {
    for (const end = performance.now() + START_MS; ; ) {
      const said = (await scene.operator.attempt(`nomad alloc logs -task ${name} ${ID}`)).stdout;
      if (log.test(said)) break;
      const complained = complaint?.exec(said)?.[0];
      if (complained) throw new Error(complained);
      const [allocation] = await allocations(scene.operator, jobName(driver));
      const { stdout, stderr } = await scene.operator.attempt(`nomad alloc logs -stderr -task ${name} ${ID}`);
      const why = `${allocation ? failureOf(allocation) : ''} ${(stdout || stderr).trim().split('\n').at(-1)}`;
      if (allocation?.ClientStatus !== 'running' || performance.now() > end) throw new Error(why);
      await sleep(300);
    }
  }
}

async function commandRuns({ scene, driver }: Trial, { ID }: Allocation): Promise<void> {
  const [{ name }] = driverJobs[driver].tasks;
  const said = await scene.operator.sh(`nomad alloc exec -t=false -i=false -task ${name} ${ID} /bin/echo beside`);
  assert.equal(said.trim(), 'beside');
}

interface WithPorts {
  readonly AllocatedResources: {
    readonly Shared: { readonly Ports: readonly { readonly HostIP: string; readonly Value: number }[] };
  };
}

async function answers({ scene }: Trial, { ID }: Allocation): Promise<void> {
  const { AllocatedResources } = await scene.operator.get<WithPorts>(`/v1/allocation/${ID}`);
  const [port] = AllocatedResources.Shared.Ports;
  await eventually(SHORT_MS, async () => {
    const url = `http://${port?.HostIP}:${port?.Value}/`;
    const { status, stderr } = await attempt(['curl', '--silent', '--show-error', '--max-time', '3', url]);
    assert.equal(status, 0, stderr);
  });
}

/** What the kernel would let the first task have at the most, whatever programs it finds. */
async function isBounded({ machine, driver }: Trial): Promise<void> {
  const { bounding, tasks } = driverJobs[driver];
  if (bounding === undefined) return;
  const [pid] = await processesOf(machine, tasks[0].process);
  const status = await machine.run(['cat', `/proc/${pid}/status`]);
  assert.equal(/^CapBnd:\s+(\w+)$/m.exec(status)?.[1], bounding, 'its bounding set is wider than its job’s');
}

async function processesOf(machine: Machine, words: string): Promise<string[]> {
  const { stdout } = await machine.attempt(['pgrep', '--full', words]);
  return stdout.split('\n').filter(Boolean);
}

async function isGone({ machine, driver }: Trial): Promise<void> {
  for (const { name, process } of driverJobs[driver].tasks)
    assert.deepEqual(await processesOf(machine, process), [], `the process of ${name} lives on`);
}

/** Once the client has been told to forget the allocation. */
async function leavesNothing({ scene, machine }: Trial, { ID }: Allocation): Promise<void> {
  await scene.operator.attempt(`nomad operator api '/v1/client/allocation/${ID}/gc'`);
  const { stdout } = await machine.attempt(['find', `/var/lib/nomad-client/alloc/${ID}`]);
  assert.equal(stdout.trim().split('\n').at(-1), '', 'a file stays');
}

/** Whatever is left, so that the next trial begins on a machine without. */
async function cleanUp({ scene, machine, driver }: Trial): Promise<void> {
  await scene.operator.attempt(`nomad job stop -purge -detach ${jobName(driver)}`);
  for (const { process } of driverJobs[driver].tasks)
    await machine.attempt(['pkill', '--signal=KILL', '--full', process]);
}
