/** Jobs whose author wants the machine's user-data: by a task, or by what the client agent does for a task. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Allocation, allocations, logOf, purge, runJob, runsEverywhere } from '../promises/exec-job.ts';
import type { Operator } from '../rehearsal/operator.ts';
import { eventually } from '../rehearsal/wait.ts';
import { METADATA_ADDRESSES } from './service.ts';

export const PROBE = readFileSync(new URL('./probe.py', import.meta.url), 'utf8');

const [ADDRESS] = METADATA_ADDRESSES;
const JOB = 'metadata-probe';
const PATIENCE_MS = 60_000;

interface Attempt {
  readonly driver?: 'exec' | 'raw_exec';
  readonly script: string;
  readonly artifact?: string;
  readonly services?: readonly object[];
}

/** What a task of the driver finds with the probe. */
export function findByTask(operator: Operator, driver: 'exec' | 'raw_exec', options = ''): Promise<string> {
  const script = `python3 -c "$PROBE" ${options} ${METADATA_ADDRESSES.join(' ')}; exec sleep 600`;
  return attemptBy(operator, { driver, script }, (id) => eventually(PATIENCE_MS, () => logOf(operator, id, /^end$/m)));
}

/** What arrives of an artifact that is fetched from the service, or what Nomad says of the failure. */
export function findByArtifact(operator: Operator): Promise<string> {
  const attempt = { script: 'cat local/found; echo; exec sleep 600', artifact: `http://${ADDRESS}/artifact` };
  return attemptBy(operator, attempt, (id) =>
    eventually(PATIENCE_MS, async () => {
      const [allocation] = await allocations(operator, JOB);
      const said = eventsOf(allocation).find((event) => /failed to download artifact/i.test(event));
      return said ?? (await logOf(operator, id)).trim();
    }),
  );
}

/** What Nomad says of an HTTP check whose service names the metadata address as its own. */
export function findByCheck(operator: Operator): Promise<string> {
  const check = { Name: 'ask', Type: 'http', Method: 'GET', Path: '/check', Interval: 1e9, Timeout: 1e9 };
  const service = { Name: 'metadata', Provider: 'nomad', Address: ADDRESS, PortLabel: '80', Checks: [check] };
  return attemptBy(operator, { script: 'exec sleep 600', services: [service] }, (id) =>
    eventually(PATIENCE_MS, async () => {
      const results = JSON.parse(await operator.sh(`nomad alloc checks -json ${id}`));
      const [result] = Object.values(results) as { readonly Status: string; readonly Output: string }[];
      assert.ok(result && result.Status !== 'pending', JSON.stringify(results));
      return result.Output;
    }),
  );
}

/** Runs a job of one task, lets `find` look at its allocation, and removes all of it. */
async function attemptBy<T>(operator: Operator, attempt: Attempt, find: (id: string) => Promise<T>): Promise<T> {
  await runJob(operator, jobOf(attempt));
  try {
    if (!attempt.artifact) await eventually(PATIENCE_MS, () => runsEverywhere(operator, JOB, 1));
    const id = await eventually(PATIENCE_MS, async () => {
      const [allocation] = await allocations(operator, JOB);
      assert.ok(allocation, 'there is no allocation');
      return allocation.ID;
    });
    return await find(id);
  } finally {
    await purge(operator, JOB);
  }
}

function jobOf({ driver = 'exec', script, artifact, services = [] }: Attempt) {
  const task = {
    Name: JOB,
    Driver: driver,
    Config: { command: '/bin/sh', args: ['-c', script] },
    Env: { PROBE },
    Resources: { CPU: 50, MemoryMB: 64 },
    Artifacts: artifact
      ? [
          {
            GetterSource: artifact,
            GetterMode: 'file',
            GetterOptions: { archive: 'false' },
            RelativeDest: 'local/found',
          },
        ]
      : [],
  };
  const RestartPolicy = { Attempts: 0, Mode: 'fail' };
  const group = { Name: JOB, Tasks: [task], Services: services, RestartPolicy };
  return { ID: JOB, Name: JOB, Type: 'system', Datacenters: ['*'], TaskGroups: [group] };
}

function eventsOf(allocation: Allocation | undefined): string[] {
  const states = Object.values(allocation?.TaskStates ?? {});
  return states.flatMap(({ Events }) => Events.map((event) => event.DisplayMessage));
}
