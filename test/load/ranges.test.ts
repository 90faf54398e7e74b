import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import type { Cluster, Machine } from '../../lib/cluster/cluster.ts';
import type { ClusterDescription } from '../../lib/cluster/description.generated.ts';
import { defineCluster, loadCluster, resolveCluster } from '../../lib/load/load.ts';
import { formatRange, machinesOf, parseRange, withoutNumbers } from '../../lib/load/ranges/names.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { complaints, counted, entry, roomy, sound } from './descriptions.ts';

const test = suite('ranges of machines');

const machineOf = ({ machines }: Cluster, name: string): Machine | undefined => {
  return machines.find((machine) => machine.name === name);
};

const interfaceOf = (cluster: Cluster, name: string) => machineOf(cluster, name)?.interfaces[0];

test('each machine of a range has its name and its addresses, and the range keeps its place', () => {
  const cluster = clusterFrom(roomy.replace('  n2:\n', `${entry('worker-[001-500]')}  n2:\n`));
  const names = cluster.machines.map(({ name }) => name);
  assert.equal(
    [names.length, names[0], names[1], names[500], names[501]],
    [503, 'n1', 'worker-001', 'worker-500', 'n2'],
  );
  assert.equal(interfaceOf(cluster, 'worker-017'), {
    network: 'clients',
    mac: '52:54:00:40:00:11',
    addresses: [{ address: '10.20.4.17', prefixLength: 16 }],
  });
  assert.equal(interfaceOf(cluster, 'worker-300')?.addresses, [{ address: '10.20.5.44', prefixLength: 16 }]);
  assert.is(interfaceOf(cluster, 'worker-300')?.mac, '52:54:00:40:01:2c');
});

test('zeros in front are part of the name, and numbers without them grow', () => {
  const names = (key: string) => [...machinesOf(parseRange(key) ?? { prefix: '', spans: [], suffix: '' })];
  for (const [key, expected] of [
    ['w-[08-11]', ['w-08', 'w-09', 'w-10', 'w-11']],
    ['w-[8-11]', ['w-8', 'w-9', 'w-10', 'w-11']],
    ['w-[99,100-101]x', ['w-99x', 'w-100x', 'w-101x']],
    ['w-[01-02,100]', ['w-01', 'w-02', 'w-100']],
    ['[007]-w', ['007-w']],
    ['w[0-1]', ['w0', 'w1']],
  ] as const) {
    assert.equal(
      names(key).map(({ name }) => name),
      expected,
      key,
    );
  }
  assert.equal(names('w-[007-008]')[0], { name: 'w-007', number: 7 });
});

test('the plus may stand with blanks or without, and every address of an interface counts', () => {
  const fields = '{ network: clients, mac: 52-54-00-40-FF-FE+n, addresses: [10.20.4.254+ n, "FD00:20::FFFE  +n"] }';
  assert.equal(interfaceOf(clusterFrom(roomy + entry('w-[2-3]', fields)), 'w-2'), {
    network: 'clients',
    mac: '52:54:00:41:00:00',
    addresses: [
      { address: '10.20.5.0', prefixLength: 16 },
      { address: 'fd00:20::1:0', prefixLength: 64 },
    ],
  });
});

test('servers may be a range like any other machine', () => {
  const head = sound.slice(0, sound.indexOf('  n1:'));
  const range = `  "n[1-3]":
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:00 + n", address: "10.10.0.10 + n" }
      - { network: clients, mac: "52:54:00:20:00:00 + n", address: "10.20.0.10 + n" }
`;
  assert.equal(clusterFrom(head + range), clusterFrom(sound));
});

const label = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);

/** Numbers in rows, ascending or not, none twice. */
const spans = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 8 }), fc.boolean(), fc.boolean())
  .map(([numbers, isPadded, isReversed]) => {
    const cuts = [...numbers].sort((a, b) => a - b);
    const rows = cuts.flatMap((first, index) => {
      const last = cuts[index + 1];
      return index % 2 > 0 ? [] : [{ first, last: last ?? first, digits: isPadded ? 3 : 1 }];
    });
    return isReversed ? rows.reverse() : rows;
  });

const range = fc
  .tuple(label, spans, label)
  .map(([prefix, rows, suffix]) => ({ prefix, spans: rows, suffix: `${suffix}x` }));

test('a range is read as it is written', () => {
  fc.assert(
    fc.property(range, (one) =>
      assert.equal([...machinesOf(parseRange(formatRange(one)) ?? one)], [...machinesOf(one)]),
    ),
  );
  fc.assert(fc.property(range, (one) => assert.ok(parseRange(formatRange(one)), formatRange(one))));
});

/** What machines may have beside interfaces. */
const settings = fc.record(
  {
    roles: fc.constant(['client'] as const),
    datacenter: fc.constantFrom('dc1', 'dc2'),
    instance: fc.integer({ min: 1, max: 9 }),
    memoryMiB: fc.constant(4096),
    target: fc.constantFrom({ os: 'ubuntu' as const }, { platform: 'ec2' as const }),
    certificate: fc.constantFrom({ generation: 2 }, { issuedAt: '2027-01-31T00:00:00Z' }),
    client: fc.constantFrom({ nodeClass: 'edge' }, { meta: { rack: 'a' }, config: { client: { gc_interval: '9s' } } }),
  },
  { requiredKeys: ['roles'] },
);

/** A description with three servers and more entries; its values are read as anybody's. */
function described(entries: Readonly<Record<string, unknown>>): unknown {
  const lan = (network: string, subnet: string, n: number) => ({
    network,
    name: network,
    address: `${subnet}.${n + 10}`,
  });
  const servers = [1, 2, 3].map((n) => [
    `s${n}0`,
    { interfaces: [lan('servers', '10.10.0', n), lan('clients', '10.20.0', n)] },
  ]);
  return {
    name: 'demo',
    nomad: { version: '1.11.3' },
    networks: {
      servers: { subnet: '10.10.0.0/24', gateway: '10.10.0.1' },
      clients: { subnets: ['10.20.0.0/16', 'fd00:20::/64'] },
    },
    server: { network: 'servers' },
    client: { network: 'clients', config: { client: { gc_interval: '1m' } } },
    machines: { ...Object.fromEntries(servers), ...entries },
  };
}

const octets = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);

test('a range is what its machines are when each is written out', () => {
  const base = fc.integer({ min: 0x0a_14_01_00, max: 0x0a_14_f0_00 });
  fc.assert(
    fc.property(range, base, settings, (one, address, more) => {
      const interfaces = (dotted: string, mac: string, long: string) => [
        { network: 'clients', mac, addresses: [dotted, long] },
        { network: 'servers', name: 'ens9' },
      ];
      const counts = interfaces(`${octets(address).join('.')} + n`, '52:54:00:00:ff:80+n', 'fd00:20::1:ff80 + n');
      const written = [...machinesOf(one)].map(({ name, number }) => {
        const [hexadecimal, group] = [0x5254_0000_ff80 + number, 0x1_ff80 + number].map((value) => value.toString(16));
        const mac = hexadecimal?.replace(/(..)(?=.)/g, '$1:') ?? '';
        const long = `fd00:20::${group?.slice(0, -4)}:${group?.slice(-4)}`;
        return [name, { ...more, interfaces: interfaces(octets(address + number).join('.'), mac, long) }];
      });
      const { cluster, diagnostics } = resolveCluster(
        described({ [formatRange(one)]: { ...more, interfaces: counts } }),
      );
      assert.ok(cluster, JSON.stringify(diagnostics));
      assert.equal(cluster, resolveCluster(described(Object.fromEntries(written))).cluster);
    }),
    { numRuns: 60 },
  );
});

test('n is the number in the name: a range that is divided gives the same machines', () => {
  const fields = { interfaces: [{ network: 'clients', mac: '52:54:00:40:00:00 + n', address: '10.20.4.0 + n' }] };
  const machinesFrom = (keys: readonly string[]) => {
    const entries = keys.map((key) => [key, { roles: ['client'], ...fields }]);
    const { cluster, diagnostics } = resolveCluster(described(Object.fromEntries(entries)));
    assert.ok(cluster, JSON.stringify(diagnostics));
    return new Map(cluster.machines.map((machine) => [machine.name, machine]));
  };
  fc.assert(
    fc.property(range, fc.func(fc.boolean()), (one, isInFirst) => {
      const parts = [
        withoutNumbers(one, (number) => isInFirst(number)),
        withoutNumbers(one, (number) => !isInFirst(number)),
      ];
      const divided = machinesFrom(parts.filter((part) => part.spans.length > 0).map(formatRange));
      const whole = machinesFrom([formatRange(one)]);
      assert.is(divided.size, whole.size);
      for (const [name, machine] of whole) assert.equal(divided.get(name), machine);
    }),
    { numRuns: 60 },
  );
});

test('the bundles of a range are those of its machines written out, byte for byte', () => {
  const { secrets } = threeMachines();
  const written = [1, 2, 3].map((n) => {
    return entry(
      `w-0${n}`,
      `{ network: clients, mac: "52:54:00:40:00:0${n}", address: 10.20.4.${n} }`,
      '    instance: 2\n',
    );
  });
  const ofRange = [...buildBundles(clusterFrom(roomy + entry('w-[01-03]', counted, '    instance: 2\n')), secrets)];
  const ofWritten = [...buildBundles(clusterFrom(roomy + written.join('')), secrets)];
  assert.is(ofRange.length, 6);
  assert.equal(ofRange, ofWritten);
});

test('a range in TypeScript gives the same, and the description stays as it was', () => {
  const text = `${roomy}${entry('w-[1-3]')}`;
  const description = {
    ...(described({}) as ClusterDescription),
    machines: {
      n1: {
        interfaces: [
          { network: 'servers', address: '10.10.0.11', name: 'a' },
          { network: 'clients', name: 'b' },
        ],
      },
      'w-[1-3]': {
        roles: ['client' as const],
        interfaces: [{ network: 'clients', mac: '52:54:00:40:00:00 + n', address: '10.20.4.0 + n' }],
      },
    },
  };
  const before = structuredClone(description);
  const [, ...machines] = defineCluster({ ...description, client: { network: 'clients' } }).machines;
  assert.equal(description, before);
  assert.equal(
    machines.map(({ interfaces }) => interfaces),
    clusterFrom(text)
      .machines.slice(3)
      .map(({ interfaces }) => interfaces),
  );
});

test('machines of a range have alike what is said of the range, and machines that say nothing share one value', () => {
  const more =
    '    target: { platform: ec2 }\n    certificate: { generation: 2 }\n    client: { meta: { rack: a }, config: { telemetry: { prefix_filter: [a] } } }\n';
  const { machines } = clusterFrom(roomy + entry('w-[1-2]', counted, more));
  const [n1, n2, , w1, w2] = machines;
  assert.is(n1?.target, n2?.target);
  assert.is(n1?.client?.config, n2?.client?.config);
  assert.is(n1?.client?.settings, n2?.client?.settings);
  assert.is(n1?.server?.config, n2?.server?.config);
  for (const worker of [w1, w2]) {
    assert.equal([worker?.target.platform, worker?.certificate.generation], ['ec2', 2]);
    assert.equal(
      [worker?.client?.settings.meta, worker?.client?.config],
      [{ rack: 'a' }, { telemetry: { prefix_filter: ['a'] } }],
    );
  }
  assert.equal([n1?.certificate.generation, n1?.client?.config], [1, {}]);
});

/** Processor time in milliseconds, the shortest of a few runs. */
function cost(text: string, runs = 3): number {
  const times = Array.from({ length: runs }, () => {
    const start = process.cpuUsage();
    loadCluster(text);
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...times);
}

test('twenty thousand machines load from a few lines, at a cost that grows with their number', () => {
  const many = (count: number) => roomy.replace('10.20.0.0/16', '10.20.0.0/14') + entry(`w-[1-${count}]`);
  assert.is(clusterFrom(many(20_000)).machines.length, 20_003);
  cost(many(2000));
  const ratio = cost(many(16_000)) / cost(many(2000));
  assert.ok(ratio < 24, `ratio ${ratio}`);
});

test('a name that thousands of machines have wrong is looked for once', () => {
  const networks = Array.from({ length: 200 }, (_, index) => `  net${index}: { subnet: 172.16.${index}.0/24 }\n`);
  const right = roomy.replace('networks:\n', `networks:\n${networks.join('')}`) + entry('w-[1-8000]');
  const ratio =
    cost(right.replace('- { network: clients, mac: "52:54:00:40', '- { network: clint, mac: "52:54:00:40')) /
    cost(right);
  assert.ok(ratio < 5, `ratio ${ratio}`);
});

test('a range without end is refused before it costs anything', () => {
  const keys = [
    'w-[1-999999999]',
    `w-[${'1-999999999,'.repeat(80)}5]`,
    `w-[${'1,'.repeat(2_000_000)}2]`,
    '['.repeat(4_000_000),
  ];
  for (const key of keys) {
    const text = roomy + entry(key);
    assert.ok(cost(text, 1) < 2000, key.slice(0, 40));
    assert.is(loadCluster(text).cluster, undefined);
  }
  assert.equal(complaints(`${roomy}  "w-[1-100000]": { roles: [client], interfaces: [] }\n`), [
    'nothing-given machines["w-[1-100000]"].interfaces',
  ]);
  const halves = entry('w-[1-60000]', '{ network: clients }') + entry('x-[1-60000]', '{ network: clients }');
  assert.equal(complaints(roomy + halves), ['range-too-large machines["x-[1-60000]"]']);
});

test.run();
