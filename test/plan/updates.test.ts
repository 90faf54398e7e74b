/** Reboots after updates: no two servers at once, in the words of the program that reboots on each system. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';

const { text, secrets } = threeMachines();

/** A machine's file at one of these paths, machine by machine. */
function filesAt(path: RegExp, ...more: readonly string[]): readonly (string | undefined)[] {
  const plans: readonly MachinePlan[] = [...planMachines(clusterFrom(`${more.join('\n')}\n${text}`), secrets)];
  return plans.map(({ files }) => files.find((file) => path.test(file.path))?.content);
}

const onSystem = (os: string) => `target: { format: ignition, os: ${os} }`;
const staggered = 'updates: { reboot: staggered }';
const off = 'updates: { reboot: off }';

test('where the system reboots by itself, each server has a day of its own without a word', () => {
  const rows: readonly (readonly [os: string, path: RegExp, day: RegExp])[] = [
    ['fedora-coreos', /zincati/, /^days = \["(\w+)"\]$/m],
    ['flatcar', /flatcar\/update[.]conf/, /^LOCKSMITHD_REBOOT_WINDOW_START="(\w+) 02:00"$/m],
    ['microos', /etc\/rebootmgr\/rebootmgr[.]conf/, /^window-start=(\w+) 02:00$/m],
  ];
  for (const [os, path, day] of rows) {
    const found = filesAt(path, onSystem(os)).map((content) => day.exec(content ?? '')?.[1]);
    assert.equal(found, ['Mon', 'Tue', 'Wed'], os);
  }
  assert.equal(filesAt(/60nomad-firstboot/), [undefined, undefined, undefined]);
});

test('off is said, image says nothing, and a file of one’s own stays', () => {
  assert.match(filesAt(/zincati/, onSystem('fedora-coreos'), off)[0] ?? '', /^enabled = false$/m);
  assert.match(filesAt(/update[.]conf/, onSystem('flatcar'), off)[0] ?? '', /^REBOOT_STRATEGY=off$/m);
  assert.match(filesAt(/rebootmgr/, onSystem('microos'), off)[0] ?? '', /^strategy=off$/m);
  assert.is(filesAt(/update[.]conf/, onSystem('flatcar'), 'updates: { reboot: image }')[0], undefined);
  const own = 'extra: { files: [{ path: /etc/flatcar/update.conf, content: "GROUP=lts\\n" }] }';
  assert.is(filesAt(/update[.]conf/, onSystem('flatcar'), own)[0], undefined);
});

testWithJudge(test, 'apt-config', 'apt reads when each server may reboot', (aptConfig) => {
  const times = filesAt(/60nomad-firstboot/, staggered).map((content) => dumped(aptConfig, content ?? ''));
  assert.equal(
    times,
    ['02:00', '03:00', '04:00'].map((time) => ['true', time]),
  );
  assert.equal(dumped(aptConfig, filesAt(/60nomad-firstboot/, off)[0] ?? ''), ['false', '']);
});

/** What apt makes of the two settings. */
function dumped(aptConfig: string, content: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-updates-'));
  try {
    writeFileSync(join(folder, 'apt.conf'), content);
    return ['Automatic-Reboot', 'Automatic-Reboot-Time'].map((setting) => {
      const argv = ['shell', 'VALUE', `Unattended-Upgrade::${setting}`];
      const env = { PATH: process.env['PATH'], APT_CONFIG: join(folder, 'apt.conf') };
      const { stdout, stderr } = spawnSync(aptConfig, argv, { encoding: 'utf8', env });
      assert.is(stderr, '');
      return /^VALUE='(.*)'$/m.exec(stdout)?.[1] ?? '';
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.run();
