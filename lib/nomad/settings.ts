/**
 * The plain settings of the agents, one row each: a setting that Nomad takes as it is costs an entry in the schema and a
 * row here. Default, merge of a machine's over the cluster's, the check of the version and docs/settings.md follow.
 * Source: Nomad's agent configuration reference and its changelog.
 */

import { descriptionDefaults } from '../cluster/description.generated.ts';
import type { Settings, SettingWord } from '../cluster/settings.ts';
import type { JsonObject, JsonValue, Role } from '../cluster/vocabulary.ts';
import { mergeConfig } from './merge-config.ts';
import { atLeast } from './releases.ts';

interface SettingRow {
  /** Where Nomad wants it, with dots between blocks: `client.node_pool`. */
  readonly key: string;
  /** Whether a machine may set it for itself; then its own value replaces the cluster's, and maps are joined. */
  readonly ofMachine?: true;
  /** The first release that knows it; without it every release that is understood does. */
  readonly since?: string;
  /** The first release that no longer knows it. */
  readonly until?: string;
}

const ofBothAgents = {
  logLevel: { key: 'log_level' },
  'telemetry.collectionInterval': { key: 'telemetry.collection_interval' },
  'telemetry.prometheus': { key: 'telemetry.prometheus_metrics' },
  'telemetry.allocationMetrics': { key: 'telemetry.publish_allocation_metrics' },
  'telemetry.nodeMetrics': { key: 'telemetry.publish_node_metrics' },
} as const;

/** By agent and by the description's word, in the order in which they are written. */
const settingRows: { readonly [Agent in Role]: Readonly<Record<SettingWord<Agent>, SettingRow>> } = {
  server: {
    ...ofBothAgents,
    failoverHeartbeatTtl: { key: 'server.failover_heartbeat_ttl', since: '1.2.0' },
  },
  client: {
    ...ofBothAgents,
    nodePool: { key: 'client.node_pool', ofMachine: true, since: '1.6.0' },
    nodeClass: { key: 'client.node_class', ofMachine: true },
    maxKillTimeout: { key: 'client.max_kill_timeout', ofMachine: true },
    meta: { key: 'client.meta', ofMachine: true },
    // The plan adds the limit of a server agent on the same machine.
    'reserved.memoryMiB': { key: 'client.reserved.memory', ofMachine: true },
    'reserved.diskMiB': { key: 'client.reserved.disk', ofMachine: true },
  },
};

/** A row with what follows from it. */
export interface PlainSetting extends SettingRow {
  readonly word: string;
  /** The keys that lead to it in the description, below `server` or `client`. */
  readonly steps: readonly string[];
  readonly fallback: JsonValue | undefined;
  readonly isKnownTo: (version: string) => boolean;
}

/** All plain settings of each agent. */
export const plainSettings: Readonly<Record<Role, readonly PlainSetting[]>> = {
  server: settingsOf('server'),
  client: settingsOf('client'),
};

function settingsOf(role: Role): readonly PlainSetting[] {
  const defaults: Readonly<Record<string, JsonValue>> = descriptionDefaults;
  return Object.entries<SettingRow>(settingRows[role]).map(([word, row]) => ({
    ...row,
    word,
    steps: word.split('.'),
    fallback: defaults[`${role}.${word}`],
    isKnownTo: isWithin(row),
  }));
}

/** Whether a version of Nomad knows a setting: from `since` on, and no longer from `until` on. */
export function isWithin({ since, until }: Pick<SettingRow, 'since' | 'until'>): (version: string) => boolean {
  const isSince = since === undefined ? undefined : atLeast(since);
  const isGone = until === undefined ? undefined : atLeast(until);
  return (version) => isSince?.(version) !== false && isGone?.(version) !== true;
}

/**
 * The part of an agent's configuration that its settings are, in Nomad's words.
 * @param version Nomad's; what it does not know is left out
 */
export function settingsConfig<Agent extends Role>(
  role: Agent,
  settings: Settings<Agent>,
  version: string,
): JsonObject {
  let config: JsonObject = {};
  for (const { word, key, isKnownTo } of plainSettings[role]) {
    const value = (settings as JsonObject)[word];
    if (value === undefined || !isKnownTo(version)) continue;
    config = mergeConfig(config, inBlocks(key.split('.'), value));
  }
  return config;
}

/** `{client: {node_pool: value}}` */
function inBlocks([key = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  return { [key]: rest.length === 0 ? value : inBlocks(rest, value) };
}
