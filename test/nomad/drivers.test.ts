/** What drivers need, and what versions allow. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  clientCapabilities,
  clientDevices,
  driverPlugins,
  type EquippedClient,
} from '../../lib/nomad/drivers/clients.ts';
import { bridge, builtinDrivers, ofEveryClient, pluginDrivers } from '../../lib/nomad/drivers/table.ts';
import {
  asksItsApi,
  knowsFailoverTtl,
  limitsTaskCapabilities,
  looksForInterface,
  namesAllowlists,
  notifiesSystemd,
  resetsOomScoreOfTasks,
  runsOnCgroups2,
  servesJwks,
  speaksRaft3,
  startsWithLicense,
  takesGivenToken,
} from '../../lib/nomad/versions.ts';
import { judge, testWithJudge } from '../judges.ts';

test('a client agent keeps what its drivers need, and nothing more', () => {
  const common = Object.keys(ofEveryClient).sort();
  assert.equal(clientCapabilities({ drivers: [] }), common);
  assert.equal(clientCapabilities({ drivers: ['docker'] }), common);
  for (const driver of ['exec', 'java', 'raw_exec', 'qemu'] as const) {
    const union = [...common, ...Object.keys(builtinDrivers[driver].capabilities)].sort();
    assert.equal(clientCapabilities({ drivers: [driver] }), union);
  }
  const both = clientCapabilities({ drivers: ['qemu', 'exec'], bridge: true });
  const needs = [builtinDrivers.exec, builtinDrivers.qemu, bridge].flatMap(({ capabilities }) =>
    Object.keys(capabilities),
  );
  assert.equal(both, [...new Set([...common, ...needs])].sort());
});

test('a low port of the agent, a plugin and somebody’s own allow_caps bring the capabilities that they need', () => {
  const more = (client: Omit<EquippedClient, 'drivers'>, drivers: EquippedClient['drivers'] = ['docker']) => {
    const without = clientCapabilities({ drivers });
    return clientCapabilities({ drivers, ...client }).filter((name) => !without.includes(name));
  };
  assert.equal(more({ httpPort: 443 }), ['CAP_NET_BIND_SERVICE']);
  assert.equal(more({ httpPort: 4646 }), []);
  const plugin = { capabilities: ['CAP_SYS_TIME'], devices: [] };
  assert.equal(more({ plugins: { own: plugin } }), ['CAP_SYS_TIME']);
  assert.ok(more({ plugins: { 'nomad-driver-exec2': { ...plugin, capabilities: [] } } }).includes('CAP_SETUID'));
  const widened = { plugin: [{ exec: [{ config: [{ allow_caps: ['cap_mknod', 'IPC_LOCK', 'all'] }] }] }] };
  assert.equal(more({ config: widened }, ['exec']), ['CAP_IPC_LOCK', 'CAP_MKNOD']);
  assert.equal(more({ config: { plugin: { exec: { config: { allow_caps: ['mknod'] } } } } }, ['exec']), ['CAP_MKNOD']);
  assert.equal(more({ config: widened }), [], 'a driver that is off allows nothing');
});

test('devices are those of the drivers, and raw_exec’s tasks open what root opens', () => {
  assert.equal(clientDevices({ drivers: ['exec', 'docker'] }), []);
  assert.equal(clientDevices({ drivers: ['exec', 'qemu'] }), ['/dev/kvm']);
  assert.is(clientDevices({ drivers: ['qemu', 'raw_exec'] }), 'all');
  const plugins = { own: { capabilities: [], devices: ['/dev/fuse'] } };
  assert.equal(clientDevices({ drivers: ['qemu'], plugins }), ['/dev/fuse', '/dev/kvm']);
});

test('every capability of the table has its reason', () => {
  const rows = [
    { capabilities: ofEveryClient },
    bridge,
    ...Object.values(builtinDrivers),
    ...Object.values(pluginDrivers),
  ];
  for (const { capabilities } of rows)
    for (const [name, reason] of Object.entries(capabilities)) assert.ok(reason.length > 20, name);
});

/** Nomad renders templates in a process of its own, which confines itself by chroot(2), and says so where it cannot. */
const renderer = process.getuid?.() === 0 && judge('setpriv') ? judge('nomad') : undefined;
for (const driver of ['docker', 'exec', 'java', 'qemu', 'raw_exec'] as const) {
  const promise = `with the capabilities for ${driver} alone Nomad renders templates inside the task's folder`;
  testWithJudge(
    test,
    'nomad, as root with setpriv,',
    promise,
    (nomad) => {
      const kept = clientCapabilities({ drivers: [driver] }).map(
        (name) => `+${name.slice('CAP_'.length).toLowerCase()}`,
      );
      assert.is(rendered(nomad, ['-all', ...kept]), '');
      assert.match(rendered(nomad, ['-all', ...kept.filter((name) => name !== '+sys_chroot')]), 'not available');
    },
    renderer,
  );
}

/** What Nomad's renderer says when it writes a template with this bounding set. */
function rendered(nomad: string, boundingSet: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-template-'));
  try {
    const file = join(folder, 'rendered');
    const render = ['template-render', 'write', '-sandbox-path', folder, '-dest-path', file, '-perms', '0644'];
    const { stderr } = spawnSync('setpriv', [`--bounding-set=${boundingSet.join(',')}`, nomad, ...render], {
      input: 'text',
      encoding: 'utf8',
    });
    assert.is(readFileSync(file, 'utf8'), 'text', stderr);
    return stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('raw_exec alone has to be switched on, and tasks of exec and java have but one capability', () => {
  const few = [{ config: [{ allow_caps: ['net_bind_service'] }] }];
  assert.equal(driverPlugins({ drivers: ['exec', 'docker', 'java'] }, '1.1.0'), [{ exec: few }, { java: few }]);
  assert.equal(driverPlugins({ drivers: ['raw_exec'] }, '0.11.3'), [{ raw_exec: [{ config: [{ enabled: true }] }] }]);
  assert.equal(driverPlugins({ drivers: ['exec', 'java'] }, '1.0.18'), [], 'before 1.1.0 the key would end the agent');
});

test('version predicates turn at the release that they name', () => {
  const table = [
    [namesAllowlists, '0.12.12', '1.0.0'],
    [looksForInterface, '1.0.18', '1.1.0'],
    [limitsTaskCapabilities, '1.0.18', '1.1.0'],
    [startsWithLicense, '1.0.18+ent', '1.1.0+ent'],
    [knowsFailoverTtl, '1.1.18', '1.2.0'],
    [speaksRaft3, '1.2.16', '1.3.0'],
    [runsOnCgroups2, '1.2.16', '1.3.0'],
    [asksItsApi, '1.2.16', '1.3.0'],
    [takesGivenToken, '1.3.1', '1.3.2'],
    [servesJwks, '1.6.10', '1.7.0'],
    [resetsOomScoreOfTasks, '1.7.2', '1.7.3'],
    [notifiesSystemd, '1.10.0', '1.10.1'],
  ] as const;
  for (const [predicate, before, from] of table) {
    assert.not(predicate(before), before);
    assert.ok(predicate(from), from);
  }
});

test.run();
