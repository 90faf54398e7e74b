/** How long a new leader waits for clients, against what Nomad asks of them. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { failoverSeconds, longestHeartbeatSeconds, shortestFailoverSeconds } from '../../lib/nomad/heartbeats.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';

test('a new leader is patient for three of the longest heartbeats, whatever the number of clients', () => {
  const rows = [1, 500, 501, 5000].map((clients) => [
    clients,
    longestHeartbeatSeconds(clients),
    failoverSeconds(clients),
  ]);
  assert.equal(rows, [
    [1, 20, 60],
    [500, 20, 60],
    [501, 22, 66],
    [5000, 200, 600],
  ]);
  assert.is(shortestFailoverSeconds(5000), 210);
  // With other settings of heartbeats Nomad reckons otherwise, and so does the build.
  assert.is(longestHeartbeatSeconds(5000, { maxHeartbeatsPerSecond: 100 }), 100);
  assert.is(failoverSeconds(1, { minHeartbeatTtl: '15s' }), 90);
  assert.is(shortestFailoverSeconds(1, { minHeartbeatTtl: '15s', heartbeatGrace: '1m' }), 90);
  assert.is(failoverSeconds(1, { heartbeatGrace: '5m' }), 320);
});

test('every server is told the same, and what the description says wins', () => {
  const { text, secrets } = threeMachines();
  const told = (description: string) =>
    [...planMachines(clusterFrom(description), secrets)].map(({ shared }) => {
      const { server } = shared.agentConfigs.server as { server: { failover_heartbeat_ttl: string } };
      return server.failover_heartbeat_ttl;
    });
  assert.equal(told(text), ['60s', '60s', '60s']);
  const described = text.replace('server:\n', 'server:\n  failoverHeartbeatTtl: 5m\n');
  assert.equal(told(described), ['5m', '5m', '5m']);
  assert.equal(told(text.replace('server:\n', 'server:\n  minHeartbeatTtl: 1m\n')), ['360s', '360s', '360s']);
});

test.run();
