/** Promises about a machine of which something is said of its own: it has that, and no other machine has. */

import assert from 'node:assert/strict';
import type { Machine } from '../rehearsal/machine.ts';
import { eventually } from '../rehearsal/wait.ts';
import { allocations, logOf, runJob, runsEverywhere } from './exec-job.ts';
import { describePerson, PERSON } from './people.ts';
import { CLIENT_UNIT, type Scene, unitProperty } from './scene.ts';

const OWN = 'n3';
const FILE = '/etc/own-machine';
const JOB = 'operations';

/** The fixture with a third machine for operations: a person, a driver, a file and limits of its own. */
export function describeOwnSettings(text: string, folder: string): string {
  const own = `${describePerson(folder)}extra: { files: [{ path: ${FILE}, content: "operations\\n" }] }
client: { drivers: [exec, raw_exec], meta: { use: operations } }
server: { resources: { memoryMaxMiB: 700 } }
`;
  return text.replace(`  ${OWN}:\n`, `  ${OWN}:\n${own.replace(/^(?=.)/gm, '    ')}`);
}

/** Compares the one machine with each of the others. */
export async function ownSettingsHold({ machines, operator, report }: Scene): Promise<void> {
  for (const machine of machines) {
    const isOwn = machine.name === OWN;
    await report.check(`${machine.name}: ${isOwn ? 'has what is said of it' : `has nothing of ${OWN}`}`, async () => {
      assert.equal(await succeeds(machine, ['id', PERSON]), isOwn);
      assert.equal(await succeeds(machine, ['test', '-f', FILE]), isOwn);
      const limit = await unitProperty(machine, 'nomad-server.service', 'MemoryMax');
      assert.equal(limit, String((isOwn ? 700 : 1024) * 1024 * 1024));
      const capabilities = await unitProperty(machine, CLIENT_UNIT, 'CapabilityBoundingSet');
      assert.match(capabilities, /cap_sys_admin/);
    });
  }
  await report.check(`a raw_exec job runs on ${OWN} alone, as root`, async () => {
    await runJob(operator, rawExecJob);
    await eventually(60_000, () => runsEverywhere(operator, JOB, 1));
    const [only] = await allocations(operator, JOB);
    assert.equal(only?.NodeName, OWN);
    assert.match(await eventually(10_000, () => logOf(operator, only?.ID ?? '')), new RegExp(`^${OWN} root\n`));
  });
}

const rawExecJob = {
  ID: JOB,
  Name: JOB,
  Type: 'system',
  Datacenters: ['*'],
  TaskGroups: [
    {
      Name: JOB,
      Tasks: [
        {
          Name: JOB,
          Driver: 'raw_exec',
          Config: { command: '/bin/sh', args: ['-c', 'echo "$(hostname) $(id -un)"; exec sleep 86397'] },
          Resources: { CPU: 50, MemoryMB: 64 },
        },
      ],
      RestartPolicy: { Attempts: 0, Mode: 'fail' },
    },
  ],
};

/** Whether a program inside the machine exits with 0. */
async function succeeds(machine: Machine, words: readonly string[]): Promise<boolean> {
  try {
    await machine.run([...words]);
    return true;
  } catch {
    return false;
  }
}
