/** Promises about the metadata guard: whom it keeps from user-data, whom it leaves alone, and when it is up. */

import assert from 'node:assert/strict';
import { CLIENT_UNIT, type Scene, unitProperty } from '../promises/scene.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitVerdict } from '../rehearsal/verdict.ts';
import { eventually } from '../rehearsal/wait.ts';
import { askAsRoot, askAsTask, askFromNamespace, type Findings, makeNamespace } from './callers.ts';
import { ANSWER, METADATA_ADDRESSES } from './service.ts';

const GUARD_UNIT = 'nomad-metadata-guard.service';
const READY_WITHIN_MS = 120_000;

/** What the guard's promises are judged on: one machine, the user-data that the service hands out, when it is now. */
export interface GuardScene extends Pick<Scene, 'operator' | 'report'> {
  readonly machine: Machine;
  readonly userData: string;
  /** Begins each promise's name. */
  readonly when: string;
}

/** The bundle is gzip, as small as user-data has to be there, and cloud-init on the machine reads it. */
export async function gzipIsRead({ machine, report }: Pick<GuardScene, 'machine' | 'report'>): Promise<void> {
  await report.check('gzip user-data arrives as it was built, and cloud-init unpacks it', async () => {
    const { 'user-data': built = Buffer.alloc(0) } = machine.bundle.seed;
    assert.equal(built.subarray(0, 2).toString('hex'), '1f8b');
    const seed = await machine.run(['base64', '--wrap=0', '/var/lib/cloud/seed/nocloud/user-data']);
    assert.equal(seed, built.toString('base64'));
    assert.match(await machine.run(['cloud-init', 'query', 'userdata']), /^#cloud-config\n/);
    return `${built.length} bytes`;
  });
}

/** Waits for the machine's word that it is ready. */
export function machineIsReady({ machine, report, when }: GuardScene): Promise<boolean> {
  return report.check(`${when}: the machine says that it is ready`, async () => {
    const { isReady, line, seconds } = await awaitVerdict(machine, READY_WITHIN_MS);
    assert.ok(isReady, line);
    return `${seconds.toFixed(1)} s after power-on`;
  });
}

/** Lets everybody ask; `web` is what tasks get from the service's HTTP. */
export async function callersGet(scene: GuardScene, web: 'refused' | 'user-data'): Promise<void> {
  const { machine, operator, report, userData, when } = scene;
  const forTasks = web === 'refused' ? web : userData;
  const verb = web === 'refused' ? 'is refused' : 'gets';
  await report.check(`${when}: root gets user-data, and DNS and NTP`, async () =>
    assert.deepEqual(await askAsRoot(machine), everywhere(userData)),
  );
  await judgeTasks(scene, `a task in the machine's network ${verb} user-data`, forTasks, () => askAsTask(operator));
  await judgeTasks(scene, `forwarded traffic ${verb} user-data`, forTasks, async () => {
    await makeNamespace(machine);
    return askFromNamespace(machine);
  });
}

async function judgeTasks(
  { report, when }: GuardScene,
  promise: string,
  web: string,
  ask: () => Promise<Findings>,
): Promise<void> {
  await report.check(`${when}: ${promise}, and gets DNS and NTP of the same addresses`, async () => {
    assert.deepEqual(await ask(), everywhere(web));
    return METADATA_ADDRESSES.join(', ');
  });
}

/** The same answers at each address: `web` from HTTP, and from everything else what it always says. */
function everywhere(web: string): Findings {
  const answers = { 'tcp/80': web, 'tcp/53': ANSWER, 'udp/53': ANSWER, 'udp/123': ANSWER };
  const found = METADATA_ADDRESSES.flatMap((address) =>
    Object.entries(answers).map(([port, answer]) => [`${address} ${port}`, answer]),
  );
  return Object.fromEntries(found);
}

/** The order in which guard and agent came up, and that systemd had no cycle to break for it. */
export async function guardIsFirst({ machine, report, when }: GuardScene): Promise<void> {
  await report.check(`${when}: the guard is up before the client agent begins`, async () => {
    assert.equal(await unitProperty(machine, GUARD_UNIT, 'ActiveState'), 'active');
    const upAt = Number(await unitProperty(machine, GUARD_UNIT, 'ActiveEnterTimestampMonotonic'));
    const begunAt = Number(await unitProperty(machine, CLIENT_UNIT, 'InactiveExitTimestampMonotonic'));
    assert.ok(upAt > 0 && upAt <= begunAt, `guard ${upAt}, client agent ${begunAt}`);
    for (const property of ['Requires', 'After']) {
      const units = (await unitProperty(machine, CLIENT_UNIT, property)).split(' ');
      assert.ok(units.includes(GUARD_UNIT), `${property}=${units}`);
    }
    return `${((begunAt - upAt) / 1000).toFixed(0)} ms`;
  });
  await report.check(`${when}: systemd met no ordering cycle`, async () => {
    const journal = await machine.run(['journalctl', '--boot', '--no-pager', '--output=cat']);
    assert.match(journal, /Nomad client agent/);
    assert.doesNotMatch(journal, /ordering cycle/i);
  });
}

/** From the second boot on the guard is part of the boot: no network before it. */
export async function guardPrecedesNetwork({ machine, report, when }: GuardScene): Promise<void> {
  await report.check(`${when}: the guard is up before the network is`, async () => {
    const at = async (unit: string, property: string) => Number(await unitProperty(machine, unit, property));
    const upAt = await at(GUARD_UNIT, 'ActiveEnterTimestampMonotonic');
    const networkAt = await at('systemd-networkd.service', 'InactiveExitTimestampMonotonic');
    assert.ok(upAt > 0 && upAt <= networkAt, `guard ${upAt}, network ${networkAt}`);
  });
}

/** Debian's own rules begin with `flush ruleset`, and nftables.service ends with it. */
export async function guardOutlivesFlush({ machine, report, when }: GuardScene): Promise<void> {
  for (const verb of ['reload', 'restart']) {
    await report.check(
      `${when}: after a ${verb} of nftables.service guard and client agent are there again`,
      async () => {
        assert.equal(await unitProperty(machine, 'nftables.service', 'ActiveState'), 'active');
        await machine.run(['systemctl', verb, 'nftables.service']);
        await eventually(30_000, async () => {
          const rules = await machine.run(['nft', 'list', 'table', 'inet', 'nomad_metadata_guard']);
          assert.equal(rules.match(/tcp dport 80/g)?.length, 2 * METADATA_ADDRESSES.length);
          assert.equal(await unitProperty(machine, CLIENT_UNIT, 'ActiveState'), 'active');
        });
      },
    );
  }
}

/** Makes the next boot a first boot, on an image that has no nft. */
export async function forgetFirstBoot({ machine }: GuardScene): Promise<void> {
  await machine.run(['cloud-init', 'clean']);
  await machine.run(['sh', '-c', 'rm -r /etc/systemd/system/nomad-* /etc/systemd/system/*.wants/nomad-*']);
  await machine.run(['mv', '/usr/sbin/nft', '/usr/sbin/nft.away']);
}

/** Without its guard a client agent does not run tasks, and whoever watches the console learns why. */
export async function agentStaysDown({ machine, report, when }: GuardScene): Promise<void> {
  await report.check(`${when}: the client agent does not start`, async () => {
    await eventually(60_000, async () =>
      assert.equal(await unitProperty(machine, GUARD_UNIT, 'ActiveState'), 'failed'),
    );
    await eventually(60_000, async () =>
      assert.equal(await unitProperty(machine, 'multi-user.target', 'ActiveState'), 'active'),
    );
    assert.equal(await unitProperty(machine, CLIENT_UNIT, 'ActiveState'), 'inactive');
    assert.equal(await unitProperty(machine, CLIENT_UNIT, 'ExecMainStartTimestampMonotonic'), '0');
  });
  await report.check(`${when}: the console says why`, async () => {
    const found = await machine.console.find(
      /Failed to start .*Guard of the metadata service/,
      machine.poweredOnAt,
      1000,
    );
    assert.ok(found, 'it says nothing of the guard');
    return found.text.trim();
  });
}
