/**
 * The settings of Nomad that `server.config` and `client.config` cannot change, because the build's other parts
 * (certificates, units, join lists, network) follow from them. Source: Nomad's agent configuration reference; its
 * parser (HCL 1) does not tell capitals from small letters.
 */

import { posix } from 'node:path';
import type { DescriptionPath } from '../diagnostics.ts';
import type { ClusterDraft } from './draft.ts';
import type { Report } from './report.ts';
import type { Role } from './vocabulary.ts';

/** Why a setting is the build's own, and what to write instead. */
type Rule = readonly [why: string, instead: string];

const listening: Rule = [
  'each agent listens on its own network',
  'choose networks and ports by the words network and ports of `server` and `client`',
];
const joining: Rule = [
  'the join list follows from the machines',
  'remove it: every machine with the role server is on the list',
];
const always = (what: string): Rule => [what, 'remove it'];

const common: Readonly<Record<string, Rule>> = {
  bind_addr: listening,
  addresses: listening,
  advertise: listening,
  ports: listening,
  tls: [
    'TLS is on and verified in both directions, with certificates that the build issues',
    'remove it; `certificates` of the description has their settings',
  ],
  'acl.enabled': always('ACLs are on'),
  data_dir: always("the data folder is the unit's"),
  region: ['certificates are issued for the region', 'use `region` of the description'],
  datacenter: ['the description names it', 'use `datacenter` of the description or of a machine'],
  name: ['a node is named after its machine', 'rename the machine: its key in `machines` is the name'],
};

const rules: Readonly<Record<Role, Readonly<Record<string, Rule>>>> = {
  server: {
    ...common,
    client: [
      'the server agent runs without privileges and is no client',
      'give the machine the role client, and use `client.config`',
    ],
    'server.enabled': always('every server agent is one'),
    'server.bootstrap_expect': [
      'it is the number of machines with the role server',
      'remove it, and say by `roles` which machines are servers',
    ],
    'server.data_dir': always("the data folder is the unit's"),
    'server.retry_join': joining,
    'server.start_join': joining,
    'server.server_join': joining,
  },
  client: {
    ...common,
    server: ['the client agent is no server', 'give the machine the role server, and use `server.config`'],
    'client.enabled': always('every client agent is one'),
    'client.servers': joining,
    'client.server_join': joining,
    'client.options.driver.allowlist': ['drivers decide capabilities as well', 'use `client.drivers`'],
    'client.options.driver.whitelist': ['drivers decide capabilities as well', 'use `client.drivers`'],
    'client.options.driver.denylist': ['drivers decide capabilities as well', 'use `client.drivers`'],
    'client.options.driver.blacklist': ['drivers decide capabilities as well', 'use `client.drivers`'],
  },
};

/** Blocks that the build writes itself or that rules look into: a list would replace them whole. */
const singleBlocks = new Set([
  'acl',
  'client',
  'client.chroot_env',
  'client.meta',
  'client.options',
  'client.reserved',
  'server',
  'telemetry',
]);

/** Checks `config` of both agents, of the cluster and of each machine. */
export function checkConfigs(draft: ClusterDraft, report: Report): void {
  for (const role of ['server', 'client'] as const) {
    checkBlock(draft[role]?.config ?? {}, role, '', [role, 'config'], report);
  }
  for (const [name, machine] of Object.entries(draft.machines ?? {})) {
    for (const role of ['server', 'client'] as const) {
      const config = machine?.[role]?.config;
      if (config) checkBlock(config, role, '', ['machines', name, role, 'config'], report);
    }
  }
}

function checkBlock(block: object, role: Role, prefix: string, path: DescriptionPath, report: Report): void {
  for (const [key, value] of Object.entries(block)) {
    const lower = key.toLowerCase();
    const setting = prefix === '' ? lower : `${prefix}.${lower}`;
    const here = [...path, key];
    const rule = Object.hasOwn(rules[role], setting) ? rules[role][setting] : undefined;
    if (setting === 'server.encrypt' && role === 'server') {
      report.add('config-secret', here, {
        setting,
        instead: 'remove it: the gossip key is `gossipKey` of the secrets file',
      });
    } else if (rule) {
      report.add('config-invariant', here, { setting, why: rule[0], instead: rule[1] });
    } else {
      if (key !== lower && !isFreeMap(prefix)) report.add('config-case', here, { key, lower });
      if (singleBlocks.has(setting)) checkInside(value, role, setting, here, report);
    }
  }
}

/** Maps whose keys are the user's own words. */
function isFreeMap(block: string): boolean {
  return block === 'client.meta' || block === 'client.options' || block === 'client.chroot_env';
}

function checkInside(value: unknown, role: Role, setting: string, path: DescriptionPath, report: Report): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const received = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${typeof value}`;
    report.add('config-block', path, { block: setting, received });
  } else if (setting === 'client.chroot_env') {
    checkChroot(value, path, report);
  } else {
    checkBlock(value, role, setting, path, report);
  }
}

/** Folders of the machine that a task must not get whole, for they hold keys or the agents' configuration. */
const guarded: readonly (readonly [string, string])[] = [
  ['/etc', 'the configuration of the whole machine'],
  ['/etc/nomad-server.d', "the server agent's configuration"],
  ['/etc/nomad-client.d', "the client agent's configuration"],
  ['/var/lib/nomad-firstboot', 'the keys of both agents'],
  ['/var/lib/nomad-server', "the server agent's state, with every token"],
  ['/var/lib/nomad-client', "the client agent's state"],
  ['/run/credentials', 'the keys of services'],
];

/** Keys of chroot_env are paths on the machine, which are copied whole into exec and java tasks. */
function checkChroot(environment: object, path: DescriptionPath, report: Report): void {
  for (const source of Object.keys(environment)) {
    const normal = posix.resolve('/', source);
    const below = normal === '/' ? '/' : `${normal}/`;
    const exposed = guarded.find(([folder]) => {
      const isInside = folder !== '/etc' && normal.startsWith(`${folder}/`);
      return normal === folder || folder.startsWith(below) || isInside;
    });
    if (!exposed) continue;
    const facts = { setting: 'client.chroot_env', source, what: exposed[1] };
    report.add('config-exposes-secrets', [...path, source], facts);
  }
}
