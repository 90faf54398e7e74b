/** Promises about the drivers' table: a driver's job runs with what the table gives its client, and with nothing less. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { ClusterDescription } from '../../../lib/cluster/description.generated.ts';
import type { TaskDriver } from '../../../lib/cluster/vocabulary.ts';
import { clientCapabilities } from '../../../lib/nomad/drivers/clients.ts';
import { bridge, builtinDrivers, ofEveryClient } from '../../../lib/nomad/drivers/table.ts';
import { CLIENT_UNIT, machineNamed, type Scene, unitProperty } from '../promises/scene.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { eventually } from '../rehearsal/wait.ts';
import { type JudgedDriver, judgedDrivers } from './jobs.ts';
import { tryDriver } from './trial.ts';

/** What a job cannot show here, and who shows it. */
const shownElsewhere: Readonly<Record<string, Partial<Readonly<Record<JudgedDriver, string>>>>> = {
  CAP_SYS_CHROOT: {
    qemu: 'test/nomad/drivers.test.ts asks Nomad’s renderer of templates itself',
  },
  CAP_DAC_OVERRIDE: { qemu: 'its task makes no folders; exec and java show it' },
  CAP_FOWNER: { qemu: 'its task leaves nothing in /tmp; java shows it', raw_exec: 'java shows it' },
};

/** The drivers that the description gives a machine. */
function driversOf({ description }: Scene, machine: string): readonly TaskDriver[] {
  const { client, machines } = load(readFileSync(description, 'utf8')) as ClusterDescription;
  const own = machines[machine]?.client as { readonly drivers?: readonly TaskDriver[] } | undefined;
  return own?.drivers ?? client.drivers ?? [];
}

/** The machine whose client has this driver. */
const machineOf = (driver: JudgedDriver) => driver.replaceAll('_', '-');

/** A real job of each driver, as the bundles made the clients. */
export async function driversRun(scene: Scene): Promise<void> {
  await eachDriver(scene, async (driver, machine) => {
    await scene.report.check(
      `${driver}: the client keeps what the table says, and its job runs to its end`,
      async () => {
        const kept = (await unitProperty(machine, CLIENT_UNIT, 'CapabilityBoundingSet'))
          .toUpperCase()
          .split(' ')
          .sort();
        assert.deepEqual(kept, clientCapabilities({ drivers: driversOf(scene, machine.name), bridge: true }));
        assert.equal(await tryDriver({ scene, machine, driver }), undefined);
      },
    );
  });
}

/** The same with each capability taken away. */
export async function capabilitiesAreNeeded(scene: Scene): Promise<void> {
  await eachDriver(scene, async (driver, machine) => {
    const reasons = { ...ofEveryClient, ...bridge.capabilities, ...builtinDrivers[driver].capabilities };
    for (const [capability, reason] of Object.entries(reasons)) {
      const elsewhere = shownElsewhere[capability]?.[driver];
      if (elsewhere !== undefined) {
        scene.report.note(`${driver} without ${capability}: not judged, ${elsewhere}`);
        continue;
      }
      await scene.report.check(`${driver} without ${capability} (${reason}): its job fails`, async () => {
        if (capability === 'CAP_NET_RAW') await useOlderIptables(machine);
        await takeAway(machine, capability);
        const broken = await tryDriver({ scene, machine, driver });
        assert.ok(broken !== undefined, 'nothing breaks');
        return broken;
      });
    }
    await giveBack(machine);
    await scene.report.check(`${driver} with all of them again: its job runs to its end`, async () => {
      assert.equal(await tryDriver({ scene, machine, driver }), undefined);
    });
  });
}

/** Each driver has a machine of its own, so that all are judged at the same time. */
async function eachDriver(scene: Scene, judge: (driver: JudgedDriver, machine: Machine) => Promise<void>) {
  await Promise.all(judgedDrivers.map((driver) => judge(driver, machineNamed(scene, machineOf(driver)))));
}

/** What an image may have in place of nft's. From here on it stays, so that a job has to run with it, too. */
async function useOlderIptables(machine: Machine): Promise<void> {
  await machine.run(['update-alternatives', '--set', 'iptables', '/usr/sbin/iptables-legacy']);
}

const DROP_IN = `/etc/systemd/system/${CLIENT_UNIT}.d/99-taken-away.conf`;

async function takeAway(machine: Machine, capability: string): Promise<void> {
  await machine.run(['tee', DROP_IN], { input: `[Service]\nCapabilityBoundingSet=~${capability}\n` });
  await restart(machine);
}

async function giveBack(machine: Machine): Promise<void> {
  await machine.run(['rm', '--force', DROP_IN]);
  await restart(machine);
}

/** The agent has told the servers its drivers once it says so in its journal. */
async function restart(machine: Machine): Promise<void> {
  await machine.run(['systemctl', 'daemon-reload']);
  await machine.run(['systemctl', 'restart', CLIENT_UNIT]);
  const invocation = await unitProperty(machine, CLIENT_UNIT, 'InvocationID');
  await eventually(60_000, async () => {
    const said = await machine.run(['journalctl', `_SYSTEMD_INVOCATION_ID=${invocation}`, '--output=cat']);
    assert.match(said, /node registration complete|node updated/i);
  });
}
