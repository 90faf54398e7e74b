/** Promises about a task that means harm: it stays what it is, whatever its job asks for. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { eventually } from '../rehearsal/wait.ts';
import { allocations, logOf, purge, runJob, runsEverywhere } from './exec-job.ts';
import { machineNamed, type Scene } from './scene.ts';

const JOB = 'hostile';
/** A file of the machine that a task's chroot holds as a hard link. */
const TARGET = '/usr/share/rehearsal-target';

/** Becomes root if it may, writes what is the machine's, and looks into every process that it sees. */
const HARM = `
import os
def attempt(what, act):
    try:
        print(what, act(), flush=True)
    except OSError as error:
        print(what, "refused", error.errno, flush=True)
def append(path):
    with open(path, "a") as file:
        return file.write("harm")
attempt("setuid", lambda: os.setuid(0))
attempt("write", lambda: append("${TARGET}"))
found = []
for pid in filter(str.isdigit, os.listdir("/proc")):
    for path in ("root/var/lib/nomad-firstboot/secrets/bootstrap-token", "root/var/lib/nomad-firstboot/secrets/server-key.pem"):
        try:
            found.append(len(open("/proc/" + pid + "/" + path).read()))
        except OSError:
            pass
print("processes", len([pid for pid in os.listdir("/proc") if pid.isdigit()]), flush=True)
print("secrets", len(found), flush=True)
print("end", flush=True)
import time
time.sleep(600)
`;

/** In the machine's own process namespace, where there is most to see. */
export async function hostileTaskStaysATask(scene: Scene): Promise<void> {
  const { operator, expected, report } = scene;
  const clients = expected.clients.map(({ machine }) => machineNamed(scene, machine));
  const before = `${randomBytes(8).toString('hex')}\n`;
  for (const machine of clients) await machine.run(['sh', '-c', `cat > ${TARGET}`], { input: before });
  await runJob(operator, hostileJob());
  await eventually(60_000, () => runsEverywhere(operator, JOB, clients.length));
  for (const { ID, NodeName } of await allocations(operator, JOB)) {
    await report.check(`${NodeName}: a task with the machine's processes in sight gets nowhere`, async () => {
      const log = await eventually(30_000, () => logOf(operator, ID, /^end$/m));
      assert.match(log, /^setuid refused 1$/m);
      assert.match(log, /^write refused 13$/m);
      assert.match(log, /^secrets 0$/m);
      const [, processes = '0'] = /^processes (\d+)$/m.exec(log) ?? [];
      assert.ok(Number(processes) > 10, 'it saw no processes of the machine, so it proves nothing');
      const after = await machineNamed(scene, NodeName).run(['cat', TARGET]);
      assert.equal(after, before, 'the file of the machine has changed');
      return `${processes} processes in sight`;
    });
  }
  await purge(operator, JOB);
}

function hostileJob() {
  const task = {
    Name: JOB,
    Driver: 'exec',
    Config: { command: '/usr/bin/python3', args: ['-c', HARM], pid_mode: 'host' },
    Resources: { CPU: 50, MemoryMB: 64 },
  };
  const group = { Name: JOB, Tasks: [task], RestartPolicy: { Attempts: 0, Mode: 'fail' } };
  return { ID: JOB, Name: JOB, Type: 'system', Datacenters: ['*'], TaskGroups: [group] };
}
