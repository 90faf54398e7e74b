import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { ClusterDescription, descriptionDefaults } from '../../lib/cluster/description.generated.ts';
import { defineCluster, resolveCluster } from '../../lib/load/load.ts';

const test = suite('schema of the description');

interface Schema {
  readonly [word: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const schemas = ['cluster', 'secrets'].map((name) => {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as Schema;
});

/** Calls `visit` with each property of a schema: the words that lead to it, itself and its parent. */
function eachProperty(top: Schema, visit: (path: string, property: Schema, parent: Schema) => void): void {
  const walk = (schema: Schema, path: string) => {
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const property = resolved(member, top);
      visit(`${path}${name}`, property, schema);
      walk(property, `${path}${name}.`);
    }
    for (const word of ['items', 'additionalProperties']) {
      if (typeof schema[word] === 'object') walk(resolved(schema[word] as Schema, top), `${path}*.`);
    }
  };
  walk(top, '');
}

function resolved(schema: Schema, top: Schema): Schema {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].replace('#/$defs/', '') : undefined;
  return name === undefined ? schema : { ...(top['$defs'] as Record<string, Schema>)[name], ...schema };
}

test('every property says what it is, by title, description and example', () => {
  for (const schema of schemas) {
    eachProperty(schema, (path, { title, description, examples, type }) => {
      assert.type(title, 'string', `title of ${path}`);
      assert.type(description, 'string', `description of ${path}`);
      assert.ok(Array.isArray(examples) || type === 'object', `examples of ${path}`);
    });
  }
});

test('every optional property says what holds without it', () => {
  const [schema] = schemas;
  if (!schema) throw new Error('no schema');
  eachProperty(schema, (path, property, { required = [] }) => {
    const name = path.split('.').at(-1) ?? '';
    const saysSo = /by default|without it|short for|leave it out|needed with|give this or/i;
    const isDocumented =
      'default' in property || property['type'] === 'object' || saysSo.test(String(property['description']));
    assert.ok(required.includes(name) || isDocumented, path);
  });
});

test('every example and default is valid', () => {
  const [schema] = schemas;
  const ajv = new Ajv2020({ strict: false });
  const file = 'agent-config.generated.json';
  ajv.addSchema(JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8')), file);
  for (const top of schemas) {
    if (top !== schema) continue;
    eachProperty(top, (path, property) => {
      const validate = ajv.compile({ ...property, $defs: top['$defs'] });
      for (const value of [
        ...((property['examples'] as unknown[]) ?? []),
        ...('default' in property ? [property['default']] : []),
      ]) {
        assert.ok(validate(value), `${path}: ${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`);
      }
    });
  }
});

/** One of everything, nothing that could be left out. */
const bare: ClusterDescription = {
  name: 'demo',
  nomad: { version: '1.11.3' },
  networks: { lan: { subnet: '10.10.0.0/24' } },
  server: { network: 'lan' },
  client: {
    network: 'lan',
    ports: { http: 4656 },
    hostVolumes: { data: { path: '/srv/data' } },
    plugins: { 'nomad-driver-podman': { url: 'https://files.example/podman.zip', sha256: 'a'.repeat(64) } },
  },
  users: [
    {
      name: 'ada',
      sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q'],
    },
  ],
  extra: {
    files: [{ path: '/etc/motd', content: 'hello' }],
    units: { 'own.service': { content: '[Service]' } },
    userData: [{ name: 'a', type: 'cloud-config', content: '#cloud-config\n' }],
  },
  machines: { n1: { interfaces: [{ network: 'lan', address: '10.10.0.11' }] } },
};

/** A cluster with what its first machine has. */
function whole(cluster: Cluster) {
  const [machine] = cluster.machines;
  if (!machine?.server || !machine.client) throw new Error('the first machine lacks an agent');
  const { server, client, nomad, users, extra } = machine;
  return {
    ...cluster,
    ...{ nomad, users, extra },
    server: { ...server, ...cluster.server },
    client: { ...client, ...cluster.client },
  };
}

const cluster = whole(defineCluster(bare));
const others = whole(
  defineCluster({
    ...bare,
    server: { network: 'lan', ports: { http: 5646 } },
    client: { network: 'lan' },
    users: [],
    extra: {},
  }),
);

const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEaA==\n-----END PGP PUBLIC KEY BLOCK-----\n';

type Reader = (cluster: ReturnType<typeof whole>) => unknown;

const provisionsOf = ({ machines }: Cluster) => machines[0]?.client?.provisions;
const volumeOf = (cluster: Cluster) => provisionsOf(cluster)?.hostVolumes['data'];
const pluginOf = (cluster: Cluster) => provisionsOf(cluster)?.plugins['nomad-driver-podman'];
/** Where each documented default shows in the cluster. */
const readers: Readonly<Record<keyof typeof descriptionDefaults, Reader>> = {
  region: ({ region }) => region,
  datacenter: ({ machines }) => machines[0]?.datacenter,
  'nomad.install.method': ({ nomad }) => nomad.install.method,
  'nomad.install.path': ({ nomad }) => nomad.install.path,
  'nomad.install.repository.components': () => {
    const install = { method: 'apt', repository: { url: 'https://apt.example', suite: 'trixie', key } } as const;
    const { nomad } = whole(defineCluster({ ...bare, nomad: { version: '1.11.3', install } }));
    return nomad.install.method === 'apt' && nomad.install.repository.components;
  },
  'target.format': ({ machines }) => machines[0]?.target.format,
  'target.os': ({ machines }) => machines[0]?.target.os,
  'target.platform': ({ machines }) => machines[0]?.target.platform,
  'target.ignitionSpec': ({ machines }) => machines[0]?.target.ignitionSpec,
  'networks.*.nameservers': ({ networks }) => networks['lan']?.nameservers,
  'server.ports.http': ({ server }) => server.ports.http,
  'server.ports.rpc': ({ server }) => server.ports.rpc,
  'server.ports.serf': ({ server }) => server.ports.serf,
  'server.resources.memoryMaxMiB': ({ server }) => server.memoryMaxMiB,
  'server.logLevel': ({ server }) => server.settings.logLevel,
  'server.telemetry.prometheus': ({ server }) => server.settings['telemetry.prometheus'],
  'server.telemetry.collectionInterval': ({ server }) => server.settings['telemetry.collectionInterval'],
  'server.telemetry.allocationMetrics': ({ server }) => server.settings['telemetry.allocationMetrics'],
  'server.telemetry.nodeMetrics': ({ server }) => server.settings['telemetry.nodeMetrics'],
  'server.config': ({ machines }) => machines[0]?.server?.config,
  'client.ports.http': () => others.client.ports.http,
  'client.drivers': ({ client }) => client.drivers,
  'client.installPackages': (cluster) => provisionsOf(cluster)?.installPackages,
  'client.hostNetworks': (cluster) => provisionsOf(cluster)?.hostNetworks,
  'client.hostVolumes': () => provisionsOf(others)?.hostVolumes,
  'client.plugins': () => provisionsOf(others)?.plugins,
  'client.hostVolumes.*.readOnly': (cluster) => volumeOf(cluster)?.readOnly,
  'client.hostVolumes.*.owner': (cluster) => volumeOf(cluster)?.owner,
  'client.hostVolumes.*.group': (cluster) => volumeOf(cluster)?.group,
  'client.hostVolumes.*.mode': (cluster) => volumeOf(cluster)?.mode,
  'client.plugins.*.config': (cluster) => pluginOf(cluster)?.config,
  'client.plugins.*.capabilities': (cluster) => pluginOf(cluster)?.capabilities,
  'client.plugins.*.devices': (cluster) => pluginOf(cluster)?.devices,
  'client.plugins.*.packages': (cluster) => pluginOf(cluster)?.packages,
  'client.nodePool': ({ machines }) => machines[0]?.client?.settings.nodePool,
  'client.meta': ({ machines }) => machines[0]?.client?.settings.meta,
  'client.reserved.memoryMiB': ({ machines }) => machines[0]?.client?.settings['reserved.memoryMiB'],
  'client.reserved.diskMiB': ({ machines }) => machines[0]?.client?.settings['reserved.diskMiB'],
  'client.metadataGuard': ({ client }) => client.metadataGuard,
  'client.metadataReaders': ({ client }) => client.metadataReaders,
  'client.logLevel': ({ client }) => client.settings.logLevel,
  'client.telemetry.prometheus': ({ client }) => client.settings['telemetry.prometheus'],
  'client.telemetry.collectionInterval': ({ client }) => client.settings['telemetry.collectionInterval'],
  'client.telemetry.allocationMetrics': ({ client }) => client.settings['telemetry.allocationMetrics'],
  'client.telemetry.nodeMetrics': ({ client }) => client.settings['telemetry.nodeMetrics'],
  'client.config': ({ machines }) => machines[0]?.client?.config,
  'certificates.validity': ({ leafValidityDays }) => `${leafValidityDays / 365}y`,
  users: () => others.users,
  'users.*.sudo': ({ users }) => users[0]?.sudo,
  'extra.files': () => others.extra.files,
  'extra.files.*.mode': ({ extra }) => extra.files[0]?.mode,
  'extra.units': () => Object.fromEntries(others.extra.units.map((unit) => [unit.name, unit])),
  'extra.units.*.enable': ({ extra }) => extra.units[0]?.enable,
  'extra.units.*.dropIns': ({ extra }) =>
    Object.fromEntries(extra.units[0]?.dropIns.map(({ name }) => [name, '']) ?? [['x', 1]]),
  'extra.userData': () => others.extra.userData,
  'extra.userData.*.mergeHow': ({ extra }) => extra.userData[0]?.mergeType,
  'machines.*.roles': ({ machines }) => machines[0]?.roles,
  'machines.*.arch': ({ machines }) => machines[0]?.arch,
  'machines.*.instance': ({ machines }) => machines[0]?.instance,
  'machines.*.certificate.generation': ({ machines }) => machines[0]?.certificate.generation,
};

test('each default that the schema documents is the one that is applied', () => {
  const documented = new Map<string, unknown>();
  const [schema] = schemas;
  if (schema)
    eachProperty(schema, (path, property) => {
      // A machine has the cluster's value by default.
      const isOfCluster = /^machines\.\*\.(?:nomad|users|extra|server|client)\b/.test(path);
      if ('default' in property && !isOfCluster) documented.set(path, property['default']);
    });
  assert.equal([...documented.keys()].sort(), Object.keys(readers).sort());
  for (const [path, reader] of Object.entries(readers)) assert.equal(reader(cluster), documented.get(path), path);
});

test('an example of the whole description is one that loads', () => {
  const { diagnostics } = resolveCluster(bare);
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['single-server'],
  );
});

test('the validators need nothing at run time', () => {
  for (const file of ['load/shape/description', 'secrets/secrets']) {
    const code = readFileSync(new URL(`../../lib/${file}-validator.generated.ts`, import.meta.url), 'utf8');
    assert.not.match(code, /\brequire\(|^import |\.concat\(/m);
    assert.match(code, /^\/\/ Generated from schemas\/ by `npm run generate`/);
  }
});

test.run();
