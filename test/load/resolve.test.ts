import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { ClusterDescription } from '../../lib/cluster/description.generated.ts';
import { DescriptionError } from '../../lib/description-error.ts';
import { defineCluster, loadCluster, resolveCluster } from '../../lib/load/load.ts';
import { changed, sound } from './descriptions.ts';

const test = suite('description to cluster');

function clusterOf(text: string): Cluster {
  const { cluster, diagnostics } = loadCluster(text);
  if (!cluster) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return cluster;
}

const machineOf = (text: string, name = 'n1') => clusterOf(text).machines.find((machine) => machine.name === name);

test('MAC addresses are lower case with colons, in whatever form they were copied', () => {
  for (const form of [
    '52-54-00-AB-CD-EF',
    '52:54:00:AB:CD:EF',
    '5254.00AB.CDEF',
    '"525400ABCDEF"',
    '52:54:00:ab:cd:ef',
  ]) {
    const text = changed('"52:54:00:10:00:01"', form);
    assert.is(machineOf(text)?.interfaces[0]?.mac, '52:54:00:ab:cd:ef', form);
  }
});

test('shorthands are spelled out as lists', () => {
  const long = changed('{ subnet: 10.10.0.0/24 }', '{ subnets: [10.10.0.0/24], gateways: [10.10.0.1] }').replace(
    'address: 10.10.0.11',
    'addresses: [10.10.0.11]',
  );
  const short = changed('{ subnet: 10.10.0.0/24 }', '{ subnet: 10.10.0.0/24, gateway: 10.10.0.1 }');
  assert.equal(clusterOf(long), clusterOf(short));
  assert.equal(clusterOf(short).networks['servers']?.gateways, ['10.10.0.1']);
});

test('IPv6 and dual stack: addresses are canonical (RFC 5952) and take the length of their subnet', () => {
  const text = changed('{ subnet: 10.10.0.0/24 }', '{ subnets: [10.10.0.0/24, "FD00:0:0:10::/64"] }').replace(
    'address: 10.10.0.11',
    'addresses: ["fd00:0:0:0010:0:0:0:B", 10.10.0.11]',
  );
  assert.equal(clusterOf(text).networks['servers']?.subnets, ['10.10.0.0/24', 'fd00:0:0:10::/64']);
  assert.equal(machineOf(text)?.interfaces[0]?.addresses, [
    { address: 'fd00:0:0:10::b', prefixLength: 64 },
    { address: '10.10.0.11', prefixLength: 24 },
  ]);
});

test('with both families an agent listens on that of the first subnet, whatever the order of its addresses', () => {
  const dual = (subnets: string, addresses: string) =>
    changed('{ subnet: 10.10.0.0/24 }', `{ subnets: [${subnets}] }`).replace(
      /address: (10\.10\.0\.(\d+))/g,
      `addresses: [${addresses}]`,
    );
  const [v4, v6] = ['10.10.0.0/24', '"fd00:10::/64"'];
  const listening = (text: string) => clusterOf(text).machines.map(({ server }) => server?.address);
  for (const addresses of ['$1, "fd00:10::$2"', '"fd00:10::$2", $1']) {
    assert.equal(listening(dual(`${v4}, ${v6}`, addresses)), ['10.10.0.11', '10.10.0.12', '10.10.0.13']);
    assert.equal(listening(dual(`${v6}, ${v4}`, addresses)), ['fd00:10::11', 'fd00:10::12', 'fd00:10::13']);
  }
});

test('agents know where they listen, and with DHCP that it is not known', () => {
  assert.equal([machineOf(sound)?.server?.address, machineOf(sound)?.client?.address], ['10.10.0.11', '10.20.0.11']);
  assert.is(machineOf(changed(', address: 10.20.0.11', ''))?.client?.address, undefined);
});

test('a machine has the agents of its roles alone', () => {
  const text =
    changed('  n1:\n', '  n1:\n    roles: [server]\n')
      .replace('  n2:\n', '  n2:\n    roles: [client]\n')
      .replace('  n3:\n', '  n3:\n    roles: [server]\n') +
    '  n4:\n    roles: [server]\n    interfaces: [{ network: servers, address: 10.10.0.14 }]\n';
  const carried = clusterOf(text).machines.map(({ server, client }) => [server !== undefined, client !== undefined]);
  assert.equal(carried, [
    [true, false],
    [false, true],
    [true, false],
    [true, false],
  ]);
});

test("a machine's own settings lie over the cluster's, field by field", () => {
  const text = changed('name: demo', 'name: demo\ndatacenter: dc9\ntarget: { os: ubuntu }')
    .replace(
      '  network: servers\n',
      '  network: servers\n  config: { server: { num_schedulers: 2, heartbeat_grace: 1s, enabled_schedulers: [a, b] }, ui: [{ enabled: true }] }\n',
    )
    .replace(
      '  network: clients\n',
      '  network: clients\n  nodePool: all\n  nodeClass: small\n  meta: { rack: a, row: "1" }\n',
    )
    .replace(
      '  n1:\n',
      '  n1:\n    datacenter: dc2\n    arch: arm64\n    target: { os: debian }\n    instance: 7\n    memoryMiB: 4096\n    certificate: { generation: 3, issuedAt: 2027-01-31T00:00:00Z }\n' +
        '    server: { config: { server: { num_schedulers: 4, enabled_schedulers: [c] }, ui: {} } }\n    client: { nodePool: gpu, meta: { rack: b } }\n',
    );
  const [n1, n2] = clusterOf(text).machines;
  assert.equal(n1?.server?.config, {
    server: { num_schedulers: 4, heartbeat_grace: '1s', enabled_schedulers: ['c'] },
    ui: {},
  });
  assert.equal(n2?.server?.config, {
    server: { num_schedulers: 2, heartbeat_grace: '1s', enabled_schedulers: ['a', 'b'] },
    ui: [{ enabled: true }],
  });
  assert.equal(
    [n1?.client?.settings.nodePool, n1?.client?.settings.nodeClass, n1?.client?.settings.meta],
    ['gpu', 'small', { rack: 'b', row: '1' }],
  );
  assert.equal([n2?.client?.settings.nodePool, n2?.client?.settings.meta], ['all', { rack: 'a', row: '1' }]);
  assert.equal([n1?.datacenter, n1?.arch, n1?.instance, n1?.memoryMiB], ['dc2', 'arm64', 7, 4096]);
  assert.equal(n1?.certificate, { generation: 3, issuedAt: '2027-01-31T00:00:00Z' });
  assert.equal([n1?.target.os, n2?.target.os, n2?.datacenter], ['debian', 'ubuntu', 'dc9']);
});

test('validity is counted in days', () => {
  for (const [validity, days] of [
    ['90d', 90],
    ['1y', 365],
    ['20y', 7300],
  ] as const) {
    assert.is(clusterOf(changed('', `certificates: { validity: ${validity} }`)).leafValidityDays, days);
  }
});

test('machines and networks keep the order of the description', () => {
  const text = changed('  n1:', '  zeta:').replace('  n2:', '  alpha:');
  assert.equal(
    clusterOf(text).machines.map(({ name }) => name),
    ['zeta', 'alpha', 'n3'],
  );
  assert.equal(Object.keys(clusterOf(text).networks), ['servers', 'clients']);
});

test('a cluster is frozen all the way down', () => {
  const check = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return;
    assert.ok(Object.isFrozen(value), path);
    for (const [key, member] of Object.entries(value)) check(member, `${path}.${key}`);
  };
  check(
    clusterOf(changed('  network: servers\n', '  network: servers\n  config: { ui: [{ label: {} }] }\n')),
    'cluster',
  );
});

test('a description written in TypeScript gives the same cluster, and stays as it was', () => {
  const net = (network: string, octet: number, n: number) => ({
    network,
    mac: `52:54:00:${octet}:00:0${n}`,
    address: `10.${octet}.0.1${n}`,
  });
  const machine = (n: number) => ({ interfaces: [net('servers', 10, n), net('clients', 20, n)] });
  const description: ClusterDescription = {
    name: 'demo',
    nomad: { version: '1.11.3' },
    networks: { servers: { subnet: '10.10.0.0/24' }, clients: { subnet: '10.20.0.0/24' } },
    server: { network: 'servers' },
    client: { network: 'clients' },
    machines: { n1: machine(1), n2: machine(2), n3: machine(3) },
  };
  const before = structuredClone(description);
  assert.equal(defineCluster(description), clusterOf(sound));
  assert.equal(description, before);
  assert.not(Object.isFrozen(description.machines));
});

test('defineCluster throws one error that lists and carries every problem', () => {
  const wrong = { name: 'A', nomad: { version: '9' }, networks: {}, server: {}, client: {}, machines: {} };
  try {
    defineCluster(wrong as unknown as ClusterDescription);
    assert.unreachable();
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    assert.equal(error.diagnostics, resolveCluster(wrong).diagnostics);
    for (const { message } of error.diagnostics) assert.match(error.message, message);
    assert.is(error.name, 'DescriptionError');
  }
});

test('properties that are undefined count as left out', () => {
  const { cluster } = resolveCluster({ ...(JSON.parse(JSON.stringify(defaults())) as object), region: undefined });
  assert.is(cluster?.region, 'global');
});

function defaults(): unknown {
  return {
    name: 'demo',
    nomad: { version: '1.11.3' },
    networks: { lan: { subnet: '10.10.0.0/24' } },
    server: { network: 'lan' },
    client: { network: 'lan', ports: { http: 4656 } },
    machines: { n1: { interfaces: [{ network: 'lan', address: '10.10.0.11' }] } },
  };
}

test.run();
