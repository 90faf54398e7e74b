/** The table of defaults: values from the schema, and why each is what it is. */

import { readFileSync } from 'node:fs';
import { failoverSeconds } from '../../../lib/nomad/heartbeats.ts';
import { code, type DocTable } from '../markdown-table.ts';

/** By property; `*` in front stands for `server` and `client`. A machine's own are the cluster's. */
const reasons: Readonly<Record<string, string>> = {
  region: 'Nomad’s own; it is part of every certificate’s name',
  datacenter: 'Nomad’s own',
  'nomad.install.method': 'an image with the binary boots fastest and needs no download',
  'nomad.install.repository.components': 'HashiCorp’s repository, and most others, have this one',
  'nomad.install.path': 'where packages put it; with `archive` it is `/opt/bin/nomad`',
  'target.format': 'the widest common ground',
  'target.os': 'the widest common ground',
  'target.platform': 'the widest common ground',
  'target.ignitionSpec': 'read by every Ignition from 2.11 on',
  'networks.*.nameservers': 'none is needed: machines dial each other by address',
  'server.ports.http': 'Nomad’s own',
  'server.ports.rpc': 'Nomad’s own',
  'server.ports.serf': 'Nomad’s own',
  'server.resources.memoryMaxMiB':
    'for up to 100 clients; a server that balloons dies alone at this limit and comes back. With more clients it is more, see [operations.md](operations.md)',
  '*.logLevel': 'Nomad’s own',
  '*.telemetry.prometheus': 'measuring costs little, and missing figures cannot be had afterwards',
  '*.telemetry.allocationMetrics': 'likewise',
  '*.telemetry.nodeMetrics': 'likewise',
  '*.telemetry.collectionInterval': 'a usual scrape interval',
  '*.config': 'the build’s own settings do',
  'client.ports.http': 'Nomad’s own; on another network than the server’s it does not collide',
  'client.drivers': 'isolated tasks without a daemon; every other built-in driver is off',
  'client.installPackages': 'images bring what they need, and a machine boots without a repository of packages',
  'client.hostNetworks': 'ports are on the client network',
  'client.hostVolumes': 'tasks see nothing of the machine',
  'client.hostVolumes.*.readOnly': 'Nomad’s own',
  'client.hostVolumes.*.owner': 'root',
  'client.hostVolumes.*.group': 'root',
  'client.hostVolumes.*.mode': 'as usual for folders',
  'client.plugins': 'the drivers that are part of Nomad',
  'client.plugins.*.config': 'the plugin’s own defaults',
  'client.plugins.*.capabilities': 'least privilege; the build knows what podman and exec2 need',
  'client.plugins.*.devices': 'likewise',
  'client.plugins.*.packages': 'likewise',
  'client.nodePool': 'Nomad’s own',
  'client.meta': 'nothing to say',
  'client.reserved.memoryMiB':
    'the system, the client agent and the executors of its tasks; a server agent’s memory limit comes on top',
  'client.reserved.diskMiB':
    'a server’s state and the logs; Nomad counts the whole file system as free, so add what your image takes',
  'client.metadataGuard': 'where user-data is served over HTTP, it holds the machine’s keys',
  'client.metadataReaders': 'the platform’s own agents are let in already',
  'certificates.validity': 'nobody logs in to renew one: machines are replaced, and the build warns 90 days ahead',
  users: 'nobody logs in: no account is made, and the SSH server is masked',
  'users.*.sudo': 'least privilege',
  'extra.files': 'nothing beyond the two agents',
  'extra.files.*.mode': 'as usual for configuration',
  'extra.units': 'nothing beyond the two agents',
  'extra.units.*.enable': 'what is written is not started unless you say so',
  'extra.units.*.dropIns': 'nothing to add',
  'extra.userData': 'nothing beyond the build’s own',
  'extra.userData.*.mergeHow': 'a part adds to what the build says and replaces nothing of it',
  'machines.*.roles': 'three machines carry a whole cluster',
  'machines.*.arch': 'most machines',
  'machines.*.instance': 'raised by hand, see [platforms.md](platforms.md)',
  'machines.*.certificate.generation': 'raise it and this machine alone gets new keys',
};

interface SchemaNode {
  readonly default?: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** Each default of the schema as JSON, by the property's path, in the schema's order. */
function defaults(): ReadonlyMap<string, string> {
  const file = new URL('../../../schemas/cluster.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(file, 'utf8')) as SchemaNode;
  const found = new Map<string, string>();
  const visit = (given: SchemaNode, path: readonly string[]): void => {
    const node = { ...schema.$defs?.[given.$ref?.split('/').pop() ?? ''], ...given };
    if (node.default !== undefined && !isOfCluster(path)) addDefault(found, generalName(path.join('.')), node.default);
    for (const [key, child] of Object.entries(node.properties ?? {})) visit(child, [...path, key]);
    if (node.items) visit(node.items, [...path, '*']);
    if (typeof node.additionalProperties === 'object') visit(node.additionalProperties, [...path, '*']);
  };
  visit(schema, []);
  return found;
}

/** Whether a machine has the cluster's value by default. */
function isOfCluster([top, , word]: readonly string[]): boolean {
  return top === 'machines' && ['nomad', 'users', 'extra', 'server', 'client'].includes(word ?? '');
}

function addDefault(found: Map<string, string>, name: string, value: unknown): void {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const earlier = found.get(name);
  if (earlier !== undefined && earlier !== text) throw new Error(`${name} has the defaults ${earlier} and ${text}`);
  found.set(name, text);
}

/** What both agents have, in one row. */
function generalName(path: string): string {
  return path
    .replace(/^(?:server|client)\.(telemetry|logLevel|config)\b/, '*.$1')
    .replace(/^machines\.\*\.(client\.(?:hostVolumes|plugins)\b)/, '$1');
}

/** Every default and why; its rows throw where the schema has one without a reason, or a reason stands alone. */
export const defaultsTable: DocTable = {
  name: 'defaults',
  header: ['property', 'default', 'why'],
  rows: () => {
    const found = defaults();
    const unexplained = [...found.keys()].filter((name) => !Object.hasOwn(reasons, name));
    const left = Object.keys(reasons).filter((name) => !found.has(name));
    if (unexplained.length + left.length > 0)
      throw new Error(`without a reason: ${unexplained.join(', ')}; without a default: ${left.join(', ')}`);
    return [...[...found].map(([name, value]) => [code(name), code(value), reasons[name] ?? '']), failoverRow];
  },
};

/** Not in the schema, for it follows from the number of clients. */
const failoverRow = [
  code('server.failoverHeartbeatTtl'),
  `\`${failoverSeconds(0)}s\` up to 500 clients, else three times the longest heartbeat`,
  'a machine that leads and dies takes its client along; Nomad’s 300 s would leave its tasks unplaced for so long',
];
