/**
 * What a real agent says of keys: which it takes, and which it refuses or ignores. It is started with a host volume that
 * does not exist. So it reads its whole configuration, that of the drivers included, and ends before it listens anywhere.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../../lib/cluster/vocabulary.ts';
import type { KeyType } from '../../../lib/nomad/keys/key.ts';
import { hasKey, keyRows } from '../../../lib/nomad/keys/known.ts';
import { isJsonObject, mergeConfig } from '../../../lib/nomad/merge-config.ts';
import { mergeAgentConfig } from '../../../lib/nomad/plugins.ts';

/** A value of each type, and one that no parser takes for it. */
const samples: Readonly<Record<KeyType, readonly [right: JsonValue, wrong: JsonValue]>> = {
  flag: [true, 'x'],
  whole: [7, 'x'],
  number: [7, 'x'],
  text: ['x', ['x']],
  duration: ['5m', ['x']],
  size: ['5KB', ['x']],
  list: [['x'], 'x'],
  map: [{ x: 'y' }, 'x'],
  anything: [{}, 'x'],
  block: [{}, 'x'],
  labelled: [{}, 'x'],
};

/** Where only some values will do. */
const special: Readonly<Record<string, JsonValue>> = {
  'client.enabled': true,
  'server.enabled': false,
  'client.network_interface': 'lo',
  'client.host_volume.*.path': '/no/such/folder',
  enable_syslog: false,
  'plugin.docker.config.endpoint': '',
  'plugin.docker.config.tls.cert': '',
  'plugin.docker.config.tls.key': '',
  'plugin.docker.config.tls.ca': '',
  'plugin.exec.config.default_pid_mode': 'private',
  'plugin.exec.config.default_ipc_mode': 'private',
  'plugin.java.config.default_pid_mode': 'private',
  'plugin.java.config.default_ipc_mode': 'private',
  'plugin.exec.config.denied_host_uids': '7',
  'plugin.exec.config.denied_host_gids': '7',
  'plugin.raw_exec.config.denied_host_uids': '7',
  'plugin.raw_exec.config.denied_host_gids': '7',
  'plugin.exec.config.allow_caps': [],
  'plugin.java.config.allow_caps': [],
  'plugin.docker.config.allow_caps': [],
  'consul.ca_file': '',
  'consul.cert_file': '',
  'consul.key_file': '',
  'consul.grpc_ca_file': '',
  'vault.enabled': false,
  log_json: false,
  'telemetry.prefix_filter': ['+x'],
  'telemetry.statsite_address': '',
  'telemetry.statsd_address': '',
  'telemetry.datadog_address': '',
  'telemetry.circonus_api_token': '',
  'telemetry.circonus_submission_url': '',
  'eventlog.enabled': false,
  log_file: '/FOLDER/nomad.log',
  'client.log_file': '/FOLDER/nomad.log',
  'server.log_file': '/FOLDER/nomad.log',
  'tls.http': false,
  'tls.rpc': false,
  'server.protocol_version': 0,
  'eventlog.level': 'WARN',
  'client.artifact.filesystem_isolation_extra_paths': [],
  'client.host_network.*.reserved_ports': '7',
  'client.host_volume_plugin_dir': '/FOLDER/data',
  'client.host_volumes_dir': '/FOLDER/data',
  'client.alloc_dir': '/FOLDER/data',
  'client.alloc_mounts_dir': '/FOLDER/data',
  'client.state_dir': '/FOLDER/data',
  'client.common_plugin_dir': '/FOLDER/data',
  'client.preferred_address_family': 'ipv4',
  'client.bridge_network_subnet': '172.26.64.0/20',
  'client.bridge_network_subnet_ipv6': 'fd00:a110::/64',
  'client.reserved.reserved_ports': '7',
  'client.reserved.cores': '0',
  'client.reservable_cores': '0',
  'client.artifact.set_environment_variables': 'A',
  'server.server_join.retry_join': [],
  'server.retry_join': [],
  'server.start_join': [],
  'server.server_join.start_join': [],
  'server.client_introduction.enforcement': 'warn',
  'server.default_scheduler_config.scheduler_algorithm': 'binpack',
  plugin_dir: '/FOLDER/plugins',
  log_level: 'INFO',
  'server.encrypt': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
};

/** What an agent has against a configuration: empty if it takes it. */
export function verdictOf(nomad: string, config: JsonObject): string {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-keys-'));
  const here = '127.0.0.1';
  const own = {
    ...{ data_dir: join(folder, 'data'), bind_addr: here, advertise: { http: here, rpc: here, serf: here } },
    client: { enabled: true, host_volume: { missing: { path: '/no/such/folder' } } },
  };
  try {
    writeFileSync(
      join(folder, 'agent.json'),
      JSON.stringify(inLists(mergeAgentConfig(config, own))).replaceAll('/FOLDER', folder),
    );
    const command = ['agent', `-config=${join(folder, 'agent.json')}`];
    const { stdout, stderr } = spawnSync(nomad, command, { encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' });
    return stderr.includes('/no/such/folder') || stdout.includes('/no/such/folder') ? '' : `${stdout}${stderr}`.trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Blocks as lists of one: releases before 1.11 take the labels of some for unknown keys otherwise. */
function inLists(config: JsonObject): JsonObject {
  const listed = (value: JsonValue): JsonValue => (isJsonObject(value) ? [inLists(value)] : value);
  const entries = Object.entries(config);
  return Object.fromEntries(entries.map(([key, value]) => [key, key === 'keyring' ? value : listed(value)]));
}

/** A name that Nomad takes where a block is named. */
function labelOf(name: string): string {
  if (name.startsWith('keyring.')) return 'aead';
  return name.startsWith('client.fingerprint.') ? 'env_aws' : 'a';
}

/** A configuration that has a key, with a value that is right for its type. */
function withKey(name: string, value: JsonValue): JsonObject {
  const words = name.split('.').map((word) => (word === '*' ? labelOf(name) : word));
  return words.reduceRight<JsonValue>((inner, word) => ({ [word]: inner }), value) as JsonObject;
}

/** Every key of a version at once. */
export function everyKey(version: string): JsonObject {
  return Object.entries(keyRows)
    .filter(([, row]) => hasKey(row, version))
    .map(([name, { is }]) => withKey(name, special[name] ?? samples[is][0]))
    .reduce<JsonObject>((all, one) => mergeConfig(all, one), {});
}

/** Whether an agent knows a key: then it refuses the wrong type. What it does not know it refuses as such, or ignores. */
export function knows(nomad: string, name: string): boolean {
  const type = keyRows[name]?.is ?? 'text';
  // The parser of these two takes a text for a list of one.
  const isLenient = type === 'list' && /^(consul|vault)\./.test(name);
  const verdict = verdictOf(nomad, withKey(name, isLenient ? { x: 'y' } : samples[type][1]));
  return verdict !== '' && !/unexpected keys|No argument or block type is named/.test(verdict);
}

/** Each key whose row is wrong for this version, in the eyes of its agent; this takes a fifth of a second a key. */
export function misjudged(nomad: string, version: string): readonly string[] {
  const isGiven = (name: string) =>
    /^(data_dir|bind_addr|advertise(\..*)?|client\.enabled|client\.host_volume)$/.test(name);
  const all = Object.entries(keyRows).filter(
    ([name]) => !isGiven(name) && !/^(client|server|plugin\.\*)\b.{0,7}$|\.\*\.\*$/.test(name),
  );
  const wrong = all.filter(([name, row]) => knows(nomad, name) !== hasKey(row, version));
  return wrong.map(([name]) => name);
}
