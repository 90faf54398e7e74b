/**
 * The settings of Nomad that `server.config` and `client.config` cannot change, because the build's other parts
 * (certificates, units, join lists, network) follow from them.
 */

import type { Role } from '../../../cluster/vocabulary.ts';
import type { Rule } from './setting.ts';

/** Why a setting is the build's own, and what to write instead. */
type Reason = readonly [why: string, instead: string];

const listening: Reason = [
  'each agent listens on its own network',
  'choose networks and ports by the words network and ports of `server` and `client`',
];
const joining: Reason = [
  'the join list follows from the machines',
  'remove it: every machine with the role server is on the list',
];
const drivers: Reason = ['drivers decide capabilities as well', 'use `client.drivers`'];
const leaving: Reason = [
  'a server that leaves at every stop takes its Raft peer away, and the quorum with it',
  'remove it: servers stay in the cluster when they stop',
];
const always = (what: string): Reason => [what, 'remove it'];
const dataFolder = always("the data folder is the unit's");

const common: Readonly<Record<string, Reason>> = {
  bind_addr: listening,
  addresses: listening,
  advertise: listening,
  ports: listening,
  tls: [
    'TLS is on and verified in both directions, with certificates that the build issues',
    'remove it; `certificates` of the description has their settings',
  ],
  'acl.enabled': always('ACLs are on'),
  data_dir: dataFolder,
  region: ['certificates are issued for the region', 'use `region` of the description'],
  datacenter: ['the description names it', 'use `datacenter` of the description or of a machine'],
  'telemetry.collection_interval': [
    'the proof that a machine is ready counts with it',
    'use `telemetry.collectionInterval` of `server` or `client`',
  ],
  name: ['a node is named after its machine', 'rename the machine: its key in `machines` is the name'],
};

const reasons: Readonly<Record<Role, Readonly<Record<string, Reason>>>> = {
  server: {
    ...common,
    client: [
      'the server agent runs without privileges and is no client',
      'give the machine the role client, and use `client.config`',
    ],
    leave_on_interrupt: leaving,
    leave_on_terminate: leaving,
    'server.enabled': always('every server agent is one'),
    'server.bootstrap_expect': [
      'it is the number of machines with the role server',
      'remove it, and say by `roles` which machines are servers',
    ],
    'server.data_dir': dataFolder,
    'server.raft_protocol': always('every supported version speaks protocol 3, which later ones no longer let choose'),
    'server.retry_join': joining,
    'server.start_join': joining,
    'server.retry_max': joining,
    'server.retry_interval': joining,
    'server.server_join': joining,
  },
  client: {
    ...common,
    server: ['the client agent is no server', 'give the machine the role server, and use `server.config`'],
    'client.enabled': always('every client agent is one'),
    'client.drain_on_shutdown': [
      'the unit waits for a drain, and lets the node take work again after it',
      'use `client.drainOnShutdown`',
    ],
    'client.alloc_dir': dataFolder,
    'client.alloc_mounts_dir': dataFolder,
    'client.state_dir': dataFolder,
    'client.network_interface': ['tasks use the interface of the client network', 'choose it by `client.network`'],
    'client.servers': joining,
    'client.server_join': joining,
    'client.options.driver.allowlist': drivers,
    'client.options.driver.whitelist': drivers,
    'client.options.driver.denylist': drivers,
    'client.options.driver.blacklist': drivers,
    'client.options.driver.raw_exec.enable': drivers,
    'plugin.raw_exec.config.enabled': drivers,
  },
};

/** Whether a setting is the build's own, whatever its value; its name is in Nomad's words, with dots between. */
export function isInvariant(role: Role, name: string): boolean {
  return reasonAgainst(role, name) !== undefined;
}

function reasonAgainst(role: Role, name: string): Reason | undefined {
  return Object.hasOwn(reasons[role], name) ? reasons[role][name] : undefined;
}

/** Refuses settings that are the build's own. */
export const invariants: Rule = {
  look: ({ role, name, value, at }) => {
    const reason = reasonAgainst(role, name);
    if (!reason || (reason === leaving && value === false)) return false;
    at.add('config-invariant', { setting: name, why: reason[0], instead: reason[1] });
    return true;
  },
};
