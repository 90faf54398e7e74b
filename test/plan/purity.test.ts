/**
 * A machine's bundle follows from its own description alone: built by itself, from values that nothing was remembered
 * of, it has the bytes that it has in a crowd of machines that differ from it in one value each, in whatever order.
 */

import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

import type { Cluster, Machine } from '../../lib/cluster/cluster.ts';
import { type JsonObject, type JsonValue, roles } from '../../lib/cluster/vocabulary.ts';
import { resolveCluster } from '../../lib/load/load.ts';
import { plainSettings } from '../../lib/nomad/settings.ts';
import { oncePerValue } from '../../lib/once.ts';
import { bundleFiles, type PackedBundle } from '../../lib/pack/bundle.ts';
import { packBundles } from '../../lib/pack/cluster-bundles.ts';
import { threeMachines } from '../fixtures.ts';

const purity = suite('purity');
const { secrets } = threeMachines();

/** What a description says of one machine, whose interfaces get its number. */
interface Traits extends JsonObject {
  readonly roles: readonly string[];
}

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q';

const base: Traits = { roles: ['client'] };

/** Every way in which a machine can differ from `base` in one value. */
const differences: readonly JsonObject[] = [
  { roles: ['server'] },
  { roles: ['server', 'client'] },
  { datacenter: 'dc2' },
  { arch: 'arm64' },
  { instance: 2 },
  { memoryMiB: 8192 },
  { certificate: { generation: 2 } },
  { certificate: { issuedAt: '2026-12-01T00:00:00Z' } },
  { target: { platform: 'ec2' } },
  { target: { platform: 'azure' } },
  { target: { platform: 'openstack' } },
  { target: { os: 'ubuntu' } },
  { target: { format: 'ignition', os: 'flatcar' } },
  { target: { format: 'ignition', os: 'fedora-coreos' } },
  { target: { format: 'ignition', os: 'fedora-coreos', ignitionSpec: '3.4.0' } },
  { updates: { reboot: 'staggered' } },
  { updates: { reboot: 'off' } },
  { client: { nodePool: 'gpu' } },
  { client: { nodeClass: 'big' } },
  { client: { maxKillTimeout: '5m' } },
  { client: { hostVolumesDir: '/srv/volumes' } },
  { client: { bridge: false } },
  { client: { installPackages: true } },
  { client: { hostNetworks: ['clients'] } },
  { client: { hostVolumes: { data: { path: '/srv/data' } } } },
  { client: { hostVolumes: { data: { path: '/srv/data', mode: '0700' } } } },
  { client: { plugins: { own: { url: 'https://files.example/own', sha256: 'a'.repeat(64) } } } },
  { client: { meta: { rack: '1' } } },
  { client: { meta: { rack: '2' } } },
  { client: { reserved: { memoryMiB: 700 } } },
  { client: { reserved: { diskMiB: 700 } } },
  { client: { reserved: { cpuMHz: 100 } } },
  { client: { reserved: { cores: '0' } } },
  { client: { drainOnShutdown: { deadline: '5m' } } },
  { client: { drainOnShutdown: { deadline: '5m', ignoreSystemJobs: true } } },
  { client: { gcInterval: '2m' } },
  { client: { gcDiskUsageThreshold: 50 } },
  { client: { gcInodeUsageThreshold: 50 } },
  { client: { gcMaxAllocs: 20 } },
  { client: { gcParallelDestroys: 3 } },
  { client: { gcVolumesOnNodeGc: true } },
  { client: { nodeMaxAllocs: 90 } },
  { client: { networkSpeedMbit: 1000 } },
  { client: { cpuTotalComputeMHz: 9000 } },
  { client: { cpuDisableDmidecode: true } },
  { client: { memoryTotalMiB: 9000 } },
  { client: { diskTotalMiB: 9000 } },
  { client: { diskFreeMiB: 9000 } },
  { client: { reservableCores: '1' } },
  { client: { minDynamicPort: 22000 } },
  { client: { maxDynamicPort: 30000 } },
  { client: { config: { client: { gc_max_allocs: 9 } } } },
  { client: { config: { log_rotate_max_files: 3 } } },
  { client: { logLevel: 'WARN' } },
  { client: { telemetry: { collectionInterval: '7s' } } },
  { client: { telemetry: { prometheus: false } } },
  { client: { telemetry: { allocationMetrics: false } } },
  { client: { telemetry: { nodeMetrics: false } } },
  { client: { drivers: ['raw_exec'] } },
  { client: { drivers: ['docker', 'exec'] } },
  { client: { metadataGuard: false } },
  { client: { metadataReaders: ['own.service'] } },
  { server: { logLevel: 'WARN' } },
  { server: { telemetry: { collectionInterval: '7s' } } },
  { server: { telemetry: { prometheus: false } } },
  { server: { telemetry: { allocationMetrics: false } } },
  { server: { telemetry: { nodeMetrics: false } } },
  { server: { resources: { memoryMaxMiB: 700 } } },
  { server: { config: { server: { num_schedulers: 1 } } } },
  { nomad: { version: '1.10.5' } },
  { nomad: { install: { method: 'preinstalled', path: '/usr/local/bin/nomad' } } },
  { nomad: { install: { method: 'archive', url: 'https://files.example/nomad', sha256: 'ab'.repeat(32) } } },
  { users: [{ name: 'ada', sshAuthorizedKeys: [key] }] },
  { users: [{ name: 'ada', sshAuthorizedKeys: [key], sudo: true }] },
  { users: [{ name: 'bob', sshAuthorizedKeys: [key] }] },
  { extra: { files: [{ path: '/etc/motd', content: 'hello\n', mode: '0600' }] } },
  { extra: { files: [{ path: '/etc/issue', content: 'hello\n' }] } },
  { extra: { files: [] } },
  { extra: { units: { 'own.service': { content: '[Service]\nExecStart=/bin/true\n' } } } },
  { extra: { units: { 'nomad-client.service': { dropIns: { '50-own.conf': '[Service]\nCPUWeight=50\n' } } } } },
  { extra: { userData: [{ name: 'own.cfg', type: 'cloud-config', content: '#cloud-config\npackages: [htop]\n' }] } },
];

/** Two machines that differ in one value beside their names and addresses: each difference on top of another one. */
const crowd = fc
  .shuffledSubarray([...differences.keys()], { minLength: 2, maxLength: 2 })
  .filter((drawn) => {
    // Parts of user-data are cloud-init's alone.
    const both = JSON.stringify(drawn.map((index) => differences[index]));
    return !(both.includes('"ignition"') && both.includes('"userData"'));
  })
  .map(([one = 0, other = 0]) => {
    const together = { ...base, ...differences[one], ...differences[other] };
    return [{ ...base, ...differences[one] }, together, together];
  });

function descriptionOf(machines: readonly JsonObject[]): object {
  const addressed = machines.map((traits, index) => {
    const interfaces = [
      { network: 'servers', name: 'eth0', address: `10.10.${1 + (index >> 7)}.${1 + (index & 127)}` },
      { network: 'clients', name: 'eth1', address: `10.20.${1 + (index >> 7)}.${1 + (index & 127)}` },
    ];
    return [`m${index}`, { ...traits, interfaces }] as const;
  });
  return {
    name: 'demo',
    nomad: { version: '1.11.3' },
    networks: { servers: { subnet: '10.10.0.0/16' }, clients: { subnet: '10.20.0.0/16' } },
    server: { network: 'servers', config: { server: { job_gc_interval: '1m' } } },
    client: { network: 'clients', drivers: ['exec', 'java'], meta: { text: `it's "quoted" naïve` } },
    extra: { files: [{ path: '/etc/motd', content: 'hello\n' }] },
    machines: Object.fromEntries(addressed),
  };
}

function clusterOf(description: object): Cluster {
  const { cluster, diagnostics } = resolveCluster(structuredClone(description));
  if (!cluster) throw new Error(JSON.stringify(diagnostics));
  return cluster;
}

function build(cluster: Cluster, machines: readonly Machine[]): readonly string[] {
  return [...packBundles(cluster, secrets, machines)].map(textOf);
}

function textOf({ bundle, image }: PackedBundle): string {
  const { machine, instanceId, certificates, size } = bundle;
  const documents = bundleFiles(bundle);
  return JSON.stringify(
    [machine, instanceId, certificates, size, documents, Buffer.from(image() ?? []).toString('base64')],
    null,
    1,
  );
}

purity('machines are built alike alone and in a crowd, whatever came before', () => {
  const servers = Array.from({ length: 3 }, () => ({ roles: ['server'] }));
  const property = fc.property(
    fc.array(crowd, { minLength: 8, maxLength: 8 }),
    fc.infiniteStream(fc.nat()),
    (drawn, luck) => {
      const description = descriptionOf([...servers, ...drawn.flat()]);
      const cluster = clusterOf(description);
      const order = [...cluster.machines].sort(() => ((luck.next().value as number) % 2 ? 1 : -1));
      const together = build(cluster, order);
      for (const [index, { name }] of order.entries()) {
        const apart = clusterOf(description);
        const alone = build(
          apart,
          apart.machines.filter((machine) => machine.name === name),
        );
        assert.ok(alone[0] === together[index], `${name} has other bytes in a crowd`);
      }
    },
  );
  fc.assert(property, { numRuns: 12, seed: 20261124, endOnFailure: true });
});

purity('every setting that a machine may have for itself is among the differences', () => {
  const valueAt = (value: JsonValue | undefined, steps: readonly string[]): unknown =>
    steps.reduce<unknown>((at, step) => (at as JsonObject | undefined)?.[step], value);
  for (const role of roles) {
    for (const { word, steps, ofMachine } of plainSettings[role])
      assert.ok(!ofMachine || differences.some((traits) => valueAt(traits[role], steps) !== undefined), word);
  }
});

purity('what could still change is never remembered', () => {
  const lengthOf = oncePerValue((list: readonly number[]) => list.length);
  assert.throws(() => lengthOf([1]), TypeError);
  const frozen = Object.freeze([1, 2]);
  assert.equal([lengthOf(frozen), lengthOf(frozen)], [2, 2]);
});

purity.run();
