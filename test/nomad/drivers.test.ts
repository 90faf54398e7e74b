/** What drivers need, and what versions allow. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clientCapabilities, driverPlugins } from '../../lib/nomad/drivers.ts';
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

test('every client agent may administer the system and its networks', () => {
  for (const drivers of [[], ['docker'], ['exec']] as const) {
    const capabilities = clientCapabilities(drivers);
    assert.ok(capabilities.includes('CAP_SYS_ADMIN') && capabilities.includes('CAP_NET_ADMIN'));
  }
});

test('a driver brings its capabilities, and a missing driver does not', () => {
  assert.ok(clientCapabilities(['exec']).includes('CAP_SETPCAP'));
  assert.not(clientCapabilities(['docker']).includes('CAP_SETPCAP'));
  assert.not(clientCapabilities(['exec', 'raw_exec']).includes('CAP_SYS_MODULE'));
  assert.equal(clientCapabilities(['exec', 'java']), clientCapabilities(['java']));
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
      const kept = clientCapabilities([driver]).map((name) => `+${name.slice('CAP_'.length).toLowerCase()}`);
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
  assert.equal(driverPlugins(['exec', 'docker', 'java'], '1.1.0'), [{ exec: few }, { java: few }]);
  assert.equal(driverPlugins(['raw_exec'], '0.11.3'), [{ raw_exec: [{ config: [{ enabled: true }] }] }]);
  assert.equal(driverPlugins(['exec', 'java'], '1.0.18'), [], 'before 1.1.0 the key would end the agent');
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
