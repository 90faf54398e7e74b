/** Promises about the metadata guard: whom it keeps from user-data, what it leaves alone, and when it is up. */

import assert from 'node:assert/strict';
import { CLIENT_UNIT, type Scene, unitProperty } from '../promises/scene.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitVerdict } from '../rehearsal/verdict.ts';
import { callers, errands, type Findings, findingsOf } from './callers.ts';
import { ANSWER, METADATA_ADDRESSES, type MetadataService } from './service.ts';

export const GUARD_UNIT = 'nomad-metadata-guard.service';
const READY_WITHIN_MS = 120_000;

/** What the guard's promises are judged on: one machine, the service that it must not reach, when it is now. */
export interface GuardScene extends Pick<Scene, 'operator' | 'report'> {
  readonly machine: Machine;
  readonly service: MetadataService;
  /** Begins each promise's name. */
  readonly when: string;
}

/** The bundle is gzip, as small as user-data has to be there, and cloud-init on the machine reads it. */
export async function gzipIsRead({ machine, report }: GuardScene): Promise<void> {
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

/** Nobody gets user-data, whoever asks. */
export const nobodyGetsUserData = (scene: GuardScene) => everybodyGets(scene, 'refused');

/** Everybody gets user-data: what shows that a refusal of the same callers means something. */
export const everybodyGetsUserData = (scene: GuardScene) => everybodyGets(scene, 'user-data');

async function everybodyGets(scene: GuardScene, web: 'refused' | 'user-data'): Promise<void> {
  const { operator, report, service, when } = scene;
  const verb = web === 'refused' ? 'is refused' : 'gets';
  for (const caller of callers) {
    await report.check(`${when}: ${caller.who} ${verb} user-data, and gets DNS and NTP of its addresses`, async () => {
      const found = await findingsOf(caller, scene);
      assert.deepEqual(found, everywhere(web === 'refused' ? web : service.userData));
      return METADATA_ADDRESSES.join(', ');
    });
  }
  for (const { who, path, find, answered } of errands) {
    await report.check(`${when}: ${who} ${web === 'refused' ? 'does not reach' : 'reaches'} the service`, async () => {
      service.takePaths();
      const found = await find(operator);
      assert.equal(service.takePaths().includes(path), web !== 'refused', `whether the service was asked: ${found}`);
      assert.match(found, web === 'refused' ? /connection refused/ : answered(service));
      return found.slice(0, 200);
    });
  }
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

/** A boot's cloud-init finds the service open, for the guard of the boot before is gone and the new one waits. */
export async function cloudInitIsLetIn({ machine, report, service, when }: GuardScene): Promise<void> {
  await report.check(`${when}: cloud-init's network stage reads user-data, and the guard closes after it`, async () => {
    assert.equal((await machine.run(['cat', '/run/asked-at-boot'])).trim(), service.userData);
    const stage = 'cloud-init-network.service';
    const doneAt = Number(await unitProperty(machine, stage, 'ActiveEnterTimestampMonotonic'));
    const guardAt = Number(await unitProperty(machine, GUARD_UNIT, 'InactiveExitTimestampMonotonic'));
    assert.ok(doneAt > 0 && doneAt <= guardAt, `cloud-init ${doneAt}, guard ${guardAt}`);
  });
}
