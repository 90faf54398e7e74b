/** What drivers need, and what versions allow. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clientCapabilities, driverPlugins } from '../../lib/nomad/drivers.ts';
import { notifiesSystemd, resetsOomScoreOfTasks, servesJwks, supportsNodePools } from '../../lib/nomad/versions.ts';

test('every client agent may administer the system and its networks', () => {
  for (const drivers of [[], ['docker'], ['exec']] as const) {
    const capabilities = clientCapabilities(drivers);
    assert.ok(capabilities.includes('CAP_SYS_ADMIN') && capabilities.includes('CAP_NET_ADMIN'));
  }
});

test('a driver brings its capabilities, and a missing driver does not', () => {
  assert.ok(clientCapabilities(['exec']).includes('CAP_SYS_CHROOT'));
  assert.not(clientCapabilities(['docker']).includes('CAP_SYS_CHROOT'));
  assert.not(clientCapabilities(['exec', 'raw_exec']).includes('CAP_SYS_MODULE'));
  assert.equal(clientCapabilities(['exec', 'java']), clientCapabilities(['java']));
});

test('raw_exec alone has to be switched on, in the one form of JSON that always parses', () => {
  assert.equal(driverPlugins(['exec', 'docker']), []);
  assert.equal(driverPlugins(['raw_exec']), [{ raw_exec: [{ config: [{ enabled: true }] }] }]);
});

test('version predicates turn at the release that they name', () => {
  const table = [
    [notifiesSystemd, '1.10.0', '1.10.1'],
    [servesJwks, '1.6.10', '1.7.0'],
    [resetsOomScoreOfTasks, '1.7.2', '1.7.3'],
    [supportsNodePools, '1.5.17', '1.6.0'],
  ] as const;
  for (const [predicate, before, from] of table) {
    assert.not(predicate(before), before);
    assert.ok(predicate(from), from);
  }
});

test.run();
