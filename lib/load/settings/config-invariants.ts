/**
 * The settings of Nomad that `server.config` and `client.config` cannot change, because the build's other parts
 * (certificates, units, join lists, network) follow from them. Source: Nomad's agent configuration reference; its
 * parser (HCL 1) does not tell capitals from small letters.
 */

import type { JsonObject, Role } from '../../cluster/vocabulary.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
import { pluginsByName } from '../../nomad/plugins.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Report } from '../report.ts';
import { checkChroot, checkHostVolume } from './config-exposure.ts';
import { type Hazards, noteHazard, reportHazards } from './config-hazards.ts';
import { checkConfigSecrets } from './config-secrets.ts';

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
const drivers: Rule = ['drivers decide capabilities as well', 'use `client.drivers`'];
const leaving: Rule = [
  'a server that leaves at every stop takes its Raft peer away, and the quorum with it',
  'remove it: servers stay in the cluster when they stop',
];
const always = (what: string): Rule => [what, 'remove it'];
const dataFolder = always("the data folder is the unit's");

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
  data_dir: dataFolder,
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
    'server.server_join': joining,
  },
  client: {
    ...common,
    server: ['the client agent is no server', 'give the machine the role server, and use `server.config`'],
    'client.enabled': always('every client agent is one'),
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

/** Maps whose keys are the user's own words. */
const freeMaps = new Set([
  'client.chroot_env',
  'client.host_network',
  'client.host_volume',
  'client.meta',
  'client.options',
  'http_api_response_headers',
  'plugin',
]);

/** HCL compares names with Go's `EqualFold`, which also takes U+017F for an s and U+212A for a k. */
const settingName = /^[A-Za-z0-9_.-]+$/;

/** A block of one agent's configuration: its settings' common prefix, and where it stands. */
interface Block {
  readonly role: Role;
  readonly prefix: string;
  readonly path: DescriptionPath;
  readonly hazards: Hazards;
}

/** Checks `config` of both agents, of the cluster and of each machine. */
export function checkConfigs(draft: ClusterDraft, report: Report): void {
  const sound: Sound = { server: new Set(), client: new Set(), hazards: new Map() };
  for (const role of ['server', 'client'] as const) {
    checkConfig(draft[role]?.config, role, [role, 'config'], sound, report);
  }
  for (const [name, machine] of Object.entries(draft.machines ?? {})) {
    for (const role of ['server', 'client'] as const) {
      const config = machine?.[role]?.config;
      if (config) checkConfig(config, role, ['machines', name, role, 'config'], sound, report);
    }
  }
  if (draft.client?.drivers?.includes('docker')) reportHazards(sound.hazards, report);
}

/** Configurations with which nothing is wrong, for the machines of a range share theirs; and what was noted in all. */
type Sound = Readonly<Record<Role, Set<object>>> & { readonly hazards: Hazards };

function checkConfig(
  config: object | undefined,
  role: Role,
  path: DescriptionPath,
  sound: Sound,
  report: Report,
): void {
  if (!config || sound[role].has(config)) return;
  const before = report.count();
  checkBlock(config, { role, prefix: '', path, hazards: sound.hazards }, report);
  checkConfigSecrets(config, role, path, report);
  checkPlugins(config, path, report);
  if (report.count() === before) sound[role].add(config);
}

/** A block may be written as a list of mappings as well: Nomad reads each of them. */
function checkBlock(block: unknown, outer: Block, report: Report): void {
  const { role, prefix, path } = outer;
  if (typeof block !== 'object' || block === null) return;
  if (Array.isArray(block)) {
    for (const [index, item] of block.entries()) checkBlock(item, { ...outer, path: [...path, index] }, report);
    return;
  }
  for (const [key, value] of Object.entries(block)) {
    const lower = key.toLowerCase();
    const here = { ...outer, prefix: prefix === '' ? lower : `${prefix}.${lower}`, path: [...path, key] };
    const rule = Object.hasOwn(rules[role], here.prefix) ? rules[role][here.prefix] : undefined;
    if (rule && !(rule === leaving && value === false)) {
      report.add('config-invariant', here.path, { setting: here.prefix, why: rule[0], instead: rule[1] });
    } else {
      reportName(key, prefix, here.path, report);
      noteHazard(here.prefix, value, here.path, here.hazards);
      checkInside(value, here, report);
    }
  }
}

/** Deeper blocks, a plugin's above all, may know capitals. */
function reportName(key: string, block: string, path: DescriptionPath, report: Report): void {
  if (freeMaps.has(block)) return;
  const lower = key.toLowerCase();
  if (!settingName.test(key)) report.add('config-key', path, { key });
  else if (key !== lower && (block === '' || singleBlocks.has(block))) report.add('config-case', path, { key, lower });
}

function checkInside(value: unknown, block: Block, report: Report): void {
  const { prefix, path } = block;
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (singleBlocks.has(prefix) && !isMapping) {
    const received = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${typeof value}`;
    report.add('config-block', path, { block: prefix, received });
  } else if (prefix === 'client.chroot_env' && isMapping) {
    checkChroot(value, path, report);
  } else {
    if (prefix === 'client.host_volume') checkHostVolume(value, path, report);
    checkBlock(value, block, report);
  }
}

/** Says so where `plugin` of a configuration cannot be read as blocks. */
function checkPlugins(config: object, path: DescriptionPath, report: Report): void {
  const { plugin } = config as JsonObject;
  if (plugin !== undefined && !pluginsByName(plugin)) report.add('config-plugin', [...path, 'plugin'], {});
}
