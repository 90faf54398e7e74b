/** Promises about a guard that loses its rules, or cannot load them at all. */

import assert from 'node:assert/strict';
import { CLIENT_UNIT, unitProperty } from '../promises/scene.ts';
import type { Machine } from '../rehearsal/machine.ts';
import { eventually } from '../rehearsal/wait.ts';
import { GUARD_UNIT, type GuardScene } from './promises.ts';

/** Debian's own rules begin with `flush ruleset`, and nftables.service ends with it. Nothing else is disturbed by it. */
export async function guardOutlivesFlush({ machine, report, when }: GuardScene): Promise<void> {
  assert.equal(await unitProperty(machine, 'nftables.service', 'ActiveState'), 'active');
  for (const verb of ['reload', 'restart', 'stop']) {
    await report.check(
      `${when}: after a ${verb} of nftables.service the guard is closed, and the agent the same`,
      async () => {
        const before = await unitProperty(machine, CLIENT_UNIT, 'MainPID');
        await machine.run(['systemctl', verb, 'nftables.service']);
        assert.equal(await webOf(machine), 'refused');
        // It may still be letting its readers in again.
        await eventually(20_000, async () =>
          assert.equal(await unitProperty(machine, GUARD_UNIT, 'ActiveState'), 'active'),
        );
        assert.equal(await unitProperty(machine, CLIENT_UNIT, 'MainPID'), before);
      },
    );
  }
}

/** What root in the machine's own shell gets. */
async function webOf(machine: Machine): Promise<string> {
  const { status, stderr } = await machine.attempt(['/opt/ask-at-boot']);
  return status === 0 ? 'user-data' : /Connection refused/.test(stderr) ? 'refused' : stderr;
}

/** Makes the next boot a first boot, on an image that has no nft. */
export async function forgetFirstBoot({ machine }: GuardScene): Promise<void> {
  await machine.run(['cloud-init', 'clean']);
  await machine.run(['sh', '-c', 'rm -r /etc/systemd/system/nomad-* /etc/systemd/system/*.wants/nomad-*']);
  await machine.run(['mv', '/usr/sbin/nft', '/usr/sbin/nft.away']);
}

/** Without its guard a client agent does not run tasks, and whoever watches the console learns why. */
export async function agentStaysDown({ machine, report, when }: GuardScene): Promise<void> {
  await report.check(`${when}: the console says what is wrong, what follows, and that it is tried again`, async () => {
    const found = await machine.console.find(/(waiting for|failed at) packages/, machine.poweredOnAt, 120_000);
    assert.match(
      found?.text ?? 'nothing',
      /nft is not there, and nftables could not be installed: .*tried again all the time/,
    );
    return found?.text.trim() ?? '';
  });
  await report.check(`${when}: the client agent does not start, and multi-user.target is reached`, async () => {
    await eventually(60_000, async () =>
      assert.equal(await unitProperty(machine, 'multi-user.target', 'ActiveState'), 'active'),
    );
    // It waits for the unit that would install nftables.
    assert.equal(await unitProperty(machine, GUARD_UNIT, 'ActiveState'), 'inactive');
    assert.equal(await unitProperty(machine, CLIENT_UNIT, 'ActiveState'), 'inactive');
    assert.equal(await unitProperty(machine, CLIENT_UNIT, 'ExecMainStartTimestampMonotonic'), '0');
  });
}

/** Once nft is there, everything goes on by itself. */
export async function agentComesUp({ machine, report, when }: GuardScene): Promise<void> {
  await report.check(`${when}: the client agent starts by itself, behind the guard`, async () => {
    await machine.run(['mv', '/usr/sbin/nft.away', '/usr/sbin/nft']);
    await eventually(120_000, async () =>
      assert.equal(await unitProperty(machine, CLIENT_UNIT, 'ActiveState'), 'active'),
    );
    assert.equal(await webOf(machine), 'refused');
  });
}
