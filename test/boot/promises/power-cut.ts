/** Promises about a power cut during the first boot: whenever it comes, the machine is whole after the next power-on. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../rehearsal/command.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitReady } from '../rehearsal/verdict.ts';
import { bootIsClean } from './first-boot.ts';
import type { Scene } from './scene.ts';

const CUT_WITHIN_MS = 60_000;
const READY_WITHIN_MS = 120_000;
/** One of the last files of a bundle: cloud-init is kept from writing it. */
const LATE_FILE = '/etc/systemd/system/nomad-server.service';
const ENABLED_UNIT = '/etc/systemd/system/multi-user.target.wants/nomad-server.service';
/** Those of the modules that carry a bundle; one that comes before bootcmd, seed_random, may run once more. */
const MARKS = ['write_files', 'users_groups', 'ssh', 'runcmd', 'scripts_user'].map(
  (module) => `/var/lib/cloud/instance/sem/config_${module}`,
);
const LAST_MARK = 'sem/nomad_firstboot';

/** A moment of the first boot: how to know that it is there, on a disk that may have been prepared for it. */
interface Moment {
  readonly when: string;
  readonly prepare?: (machine: Machine) => Promise<void>;
  readonly hasCome: (machine: Machine) => boolean;
  /** Removes what was prepared, while the machine is off. */
  readonly mend?: (machine: Machine) => void;
}

const moments: readonly Moment[] = [
  {
    when: 'while files are written',
    // Whoever opens a pipe to write waits for a reader, who never comes.
    prepare: async ({ disk }) => void (await run(['mkfifo', join(disk, LATE_FILE)])),
    hasCome: ({ disk }) => existsSync(join(disk, '/opt/nomad-firstboot/bin/converge')),
    mend: ({ disk }) => rmSync(join(disk, LATE_FILE)),
  },
  {
    when: 'between files and runcmd',
    hasCome: (machine) => existsOfInstance(machine, 'scripts/runcmd'),
  },
  {
    when: 'inside runcmd',
    hasCome: ({ disk }) => isThere(disk, ENABLED_UNIT),
  },
];

/** Cuts the power of the cluster's one machine at each moment, each time on a new disk. */
export async function machineSurvivesPowerCuts(scene: Scene): Promise<void> {
  const { rehearsal, report } = scene;
  for (const moment of moments) {
    const [machine] = await rehearsal.build();
    assert.ok(machine);
    await report.check(`the power goes ${moment.when}`, () => cutPower(machine, moment));
    await machine.powerOn();
    await report.check(`cut off ${moment.when}, the machine is ready after the next power-on`, async () => {
      const { isReady, line, seconds } = await awaitReady(machine, READY_WITHIN_MS);
      assert.ok(isReady, line);
      return `${seconds.toFixed(1)} s after power-on`;
    });
    await bootIsClean(machine, report);
    if (moment !== moments.at(-1)) await machine.discard();
  }
  await firstBootEnds(scene);
}

async function cutPower(machine: Machine, { prepare, hasCome, mend }: Moment): Promise<void> {
  await prepare?.(machine);
  await machine.powerOn();
  const deadline = performance.now() + CUT_WITHIN_MS;
  while (!hasCome(machine) && performance.now() < deadline) await sleep(2);
  if (prepare) await sleep(500); // until it waits at what was prepared
  await machine.powerOff();
  assert.ok(hasCome(machine), 'the moment never came');
  assert.ok(!existsOfInstance(machine, LAST_MARK), 'it came too late: the first boot had ended');
  mend?.(machine);
}

/** Once the first boot has ended, cloud-init runs at later boots what it runs at each boot anyway, and no more. */
async function firstBootEnds({ machines: [machine], report }: Scene): Promise<void> {
  if (!machine) return;
  const marks = () => machine.run(['sh', '-c', `stat --format="%n %y" ${MARKS.join(' ')}`]);
  await report.check('the boot after that runs nothing again', async () => {
    const before = await marks();
    await machine.reboot();
    const { isReady, line } = await awaitReady(machine, READY_WITHIN_MS);
    assert.ok(isReady, line);
    await bootIsClean(machine, report);
    assert.equal(await marks(), before);
  });
}

/** Whether cloud-init's folder of this machine's instance has a file; the link to that folder means the machine's root. */
function existsOfInstance({ disk }: Machine, path: string): boolean {
  const instances = join(disk, 'var/lib/cloud/instances');
  return existsSync(instances) && readdirSync(instances).some((name) => existsSync(join(instances, name, path)));
}

/** Whether a path is there, be it a link that leads nowhere on this host. */
function isThere(disk: string, path: string): boolean {
  const at = join(disk, path);
  const folder = at.slice(0, at.lastIndexOf('/'));
  return existsSync(folder) && readdirSync(folder).includes(at.slice(folder.length + 1));
}
