/** The memory limit of servers follows the number of clients, and says so where a description gives less. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveCluster } from '../../lib/load/load.ts';
import { serverMemoryRows } from '../../lib/nomad/server-memory.ts';

/** Three servers that are clients as well, and workers beside them. */
function described(workers: number, server: object = {}, memoryMiB?: number) {
  const interfaces = [{ network: 'lan', address: '10.10.0.1 + n' }];
  const { cluster, diagnostics } = resolveCluster({
    name: 'demo',
    nomad: { version: '1.11.3' },
    networks: { lan: { subnet: '10.10.0.0/16' } },
    server: { network: 'lan', ...server },
    client: { network: 'lan', ports: { http: 4656 } },
    machines: {
      's[1-3]': { interfaces, ...(memoryMiB && { memoryMiB }) },
      ...(workers > 0 && { [`w[0004-${String(workers + 3).padStart(4, '0')}]`]: { roles: ['client'], interfaces } }),
    },
  });
  const said = diagnostics.filter(({ code }) => /server-memory/.test(code));
  return { limit: cluster?.machines[0]?.server?.memoryMaxMiB, said };
}

/** So many clients in all, the three servers among them. */
const clients = (count: number, ...more: [server?: object, memoryMiB?: number]) => described(count - 3, ...more);

test('each row’s limit holds from its number of clients on', () => {
  assert.is(described(0).limit, 1024);
  assert.equal(
    serverMemoryRows.map(({ from }) => from),
    [0, 101, 1001],
  );
  assert.equal(
    [100, 101, 1000, 1001].map((count) => clients(count).limit),
    [1024, 4096, 4096, 16384],
  );
});

test('a limit that the clients have outgrown is a warning with what fits, and one that is not is none', () => {
  const { limit, said } = clients(2000, { resources: { memoryMaxMiB: 1024 } });
  assert.is(limit, 1024);
  assert.equal(
    said.map(({ code, path, severity }) => [code, path, severity]),
    [['server-memory-short', ['server', 'resources', 'memoryMaxMiB'], 'warning']],
  );
  assert.match(
    said[0]?.message ?? '',
    'a server memory limit of 16384 MiB for 2000 clients, received 1024 MiB on s1 and 2 more',
  );
  assert.match(said[0]?.mend ?? '', 'on machines of 32768 MiB or more');
  assert.equal(clients(2000, { resources: { memoryMaxMiB: 20000 } }).said, []);
  assert.equal(described(0, { resources: { memoryMaxMiB: 1024 } }).said, []);
});

test('what a description leaves to the build is no more than half of its servers’ memory, and told if it is too little', () => {
  const { limit, said } = clients(2000, {}, 8192);
  assert.is(limit, 4096);
  assert.equal(
    said.map(({ code }) => code),
    ['server-memory-short'],
  );
  // Less than the smallest limit is refused, as ever.
  assert.equal(
    described(0, {}, 1536).said.map(({ code }) => code),
    ['server-memory'],
  );
});

test.run();
