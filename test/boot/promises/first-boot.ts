/** Promises about each machine by itself after its first boot. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from '../rehearsal/machine.ts';
import { awaitVerdict } from '../rehearsal/verdict.ts';
import { eventually } from '../rehearsal/wait.ts';
import { consoleIsCalm } from './closed-door.ts';
import type { Report } from './report.ts';
import { agentUnits, type Scene, unitProperty } from './scene.ts';

const ONLINE_WITHIN_MS = 20_000;
const READY_WITHIN_MS = 120_000;

/** Switches all machines on and waits until each says that it is ready; without that nothing else can be judged. */
export async function machinesBecomeReady(scene: Scene): Promise<void> {
  await scene.rehearsal.powerOn();
  await machinesAreReady(scene);
}

/** Waits for the machines that are on. */
async function machinesAreReady({ machines, report }: Scene): Promise<void> {
  const judged = machines.map((machine) =>
    report.require(`${machine.name} says on its console that it is ready`, async () => {
      const { isReady, line, seconds } = await awaitVerdict(machine, READY_WITHIN_MS);
      assert.ok(isReady, line);
      return `${seconds.toFixed(1)} s after power-on: ${line}`;
    }),
  );
  const broken = (await Promise.allSettled(judged)).find(({ status }) => status === 'rejected');
  if (broken?.status === 'rejected') throw broken.reason;
}

/** Reader of the bundle, units, console and status file of each machine. */
export async function firstBootIsClean({ machines, expected, report }: Scene): Promise<void> {
  for (const machine of machines) {
    await report.check(`${machine.name}: status.json says ready`, async () => {
      const status = JSON.parse(await machine.run(['cat', '/run/nomad-firstboot/status.json']));
      assert.equal(status.state, 'ready');
      assert.equal(status.machine, machine.name);
    });
    await bootIsClean(machine, report);
    for (const unit of agentUnits(expected, machine.name)) {
      await report.check(`${machine.name}: ${unit} runs and was not restarted`, async () => {
        assert.equal(await unitProperty(machine, unit, 'ActiveState'), 'active');
        assert.equal(await unitProperty(machine, unit, 'NRestarts'), '0');
      });
    }
  }
}

/** What every boot promises, be it the first or not. */
export async function bootIsClean(machine: Machine, report: Report): Promise<void> {
  if (machine.bundle.format === 'cloud-init')
    await report.check(`${machine.name}: cloud-init ended done, without a warning`, () => cloudInitIsDone(machine));
  await report.check(`${machine.name}: no failed unit, no job left`, () => unitsAreSettled(machine));
  await report.check(`${machine.name}: nothing on the console is red`, async () => consoleIsCalm(machine));
}

/** cloud-init's own verdict: `done`, not `degraded`, nothing recovered from, exit status 0; and its log of this boot. */
async function cloudInitIsDone(machine: Machine): Promise<string> {
  const { status, stdout } = await machine.attempt(['cloud-init', 'status', '--wait', '--format=json']);
  // Before 23.4 there was neither an extended status nor a list of what was recovered from.
  const { extended_status = 'done', recoverable_errors = {}, ...verdict } = JSON.parse(stdout);
  assert.deepEqual(
    { exitStatus: status, status: verdict.status, errors: verdict.errors, extended_status, recoverable_errors },
    { exitStatus: 0, status: 'done', errors: [], extended_status: 'done', recoverable_errors: {} },
  );
  const log = await machine.run(['cat', '/var/log/cloud-init.log']);
  const ofThisBoot = log.slice(log.lastIndexOf(" running 'init-local' "));
  const complaints = ofThisBoot.split('\n').filter((line) => /\[(WARNING|ERROR|CRITICAL)\]|^Traceback/.test(line));
  assert.deepEqual(complaints, []);
  return (await machine.run(['cloud-init', '--version'])).trim().split(' ').at(-1) ?? '';
}

/** systemd's own verdict: `running` means that no unit failed and that nothing waits. */
async function unitsAreSettled(machine: Machine): Promise<void> {
  await eventually(20_000, async () => {
    const { stdout: state } = await machine.attempt(['systemctl', 'is-system-running']);
    const failed = await machine.run(['systemctl', 'list-units', '--state=failed', '--plain', '--no-legend']);
    const jobs = await machine.run(['systemctl', 'list-jobs', '--no-legend']);
    assert.equal(`${state}${failed}${jobs.replace(/^No jobs running\.\n/, '')}`, 'running\n');
  });
}

/** Whatever the image orders after the network does not wait for long. */
export async function networkIsOnline({ machines, report }: Scene): Promise<void> {
  for (const machine of machines) {
    await report.check(`${machine.name}: network-online.target is reached`, () =>
      machine.run(['systemctl', 'start', 'network-online.target'], { timeoutMs: ONLINE_WITHIN_MS }),
    );
  }
}

/** A minute after the machines were ready both agents of each are still the processes that started first. */
export async function agentsStayUp({ machines, expected, report }: Scene): Promise<void> {
  const verdicts = await Promise.all(machines.map((machine) => awaitVerdict(machine, READY_WITHIN_MS)));
  const readyAt = Math.max(...verdicts.map(({ at }) => at));
  await sleep(Math.max(0, readyAt + 60_000 - performance.now()));
  for (const machine of machines) {
    for (const unit of agentUnits(expected, machine.name)) {
      await report.check(`${machine.name}: a minute later ${unit} still was not restarted`, async () => {
        assert.equal(await unitProperty(machine, unit, 'ActiveState'), 'active');
        assert.equal(await unitProperty(machine, unit, 'NRestarts'), '0');
      });
    }
  }
}
