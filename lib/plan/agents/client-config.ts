/** The client agent's configuration: what all clients of a kind are told, and what a machine adds. */

import type { ClientAgent, Cluster, Machine } from '../../cluster/cluster.ts';
import type { JsonObject } from '../../cluster/vocabulary.ts';
import { agentAccount, cniFolder, pluginFolder, secretsFolder } from '../../machine/places.ts';
import type { OwnClientConfig, SharedClientConfig } from '../../nomad/agent-config.ts';
import { driverNames, driverPlugins } from '../../nomad/drivers/clients.ts';
import { mergeConfig } from '../../nomad/merge-config.ts';
import { mergeAgentConfig } from '../../nomad/plugins.ts';
import { reservedMemoryMiB } from '../../nomad/reserved.ts';
import { settingsConfig } from '../../nomad/settings.ts';
import { looksForInterface, namesAllowlists } from '../../nomad/versions.ts';
import { fingerprintsBut, platforms } from '../../targets/platforms.ts';
import { systems } from '../../targets/systems.ts';
import type { Binding } from '../binding.ts';
import { type BuildContext, hostPort } from '../context.ts';
import { isMetadataGuarded } from '../host/metadata-guard.ts';
import { hasBridge, type MachineKind } from '../kind.ts';
import { commonConfig, serverJoin, tlsConfig } from './common.ts';
import { drainsItself } from './own-drain.ts';
import { taskChroot } from './task-chroot.ts';

/** What `agent.json` holds: somebody's own settings are merged by the build, because Nomad's merge of files loses some. */
export function sharedClientConfig(context: BuildContext, kind: MachineKind, client: ClientAgent): JsonObject {
  const { cluster } = context;
  const settings = settingsConfig('client', client.settings, kind.nomad.version);
  const plain = mergeConfig(mergeConfig(fixedConfig(context, kind, client), settings), sums(kind, client));
  return keepingReservedPorts(reservedPorts(cluster, kind), mergeAgentConfig(plain, client.config));
}

/** What `machine.json` holds. */
export function ownClientConfig({ name, nomad }: Machine, { address, interfaceName }: Binding): OwnClientConfig {
  return {
    name,
    bind_addr: address,
    advertise: { http: address },
    ...(looksForInterface(nomad.version) && { client: { network_interface: interfaceName } }),
  };
}

function fixedConfig({ cluster, servers }: BuildContext, kind: MachineKind, client: ClientAgent): SharedClientConfig {
  const { drivers } = client;
  const { plugins } = client.provisions;
  const { version } = kind.nomad;
  const blocks = driverPlugins({ drivers, plugins }, version);
  const [only, but] = namesAllowlists(version) ? ['allowlist', 'denylist'] : ['whitelist', 'blacklist'];
  return {
    ...commonConfig(cluster, kind.datacenter, 'client'),
    // The unit stops its agent by this signal.
    ...(drainsItself(client) && { leave_on_interrupt: true }),
    ports: cluster.client.ports,
    tls: tlsConfig('client', `${secretsFolder}/client-key.pem`),
    client: {
      enabled: true,
      server_join: serverJoin(servers.map(({ address }) => hostPort(address, cluster.server.ports.rpc))),
      reserved: { reserved_ports: reservedPorts(cluster, kind) },
      chroot_env: taskChroot(kind.target.os, drivers),
      options: {
        [`driver.${only}`]: driverNames({ drivers, plugins }).join(','),
        [`user.${but}`]: strangers(kind).join(','),
        [`fingerprint.${but}`]: silentClouds(client, kind).join(','),
      },
      ...provisionsConfig(cluster, kind, client),
    },
    ...(Object.keys(plugins).length > 0 && { plugin_dir: pluginFolder }),
    ...(blocks.length > 0 && { plugin: blocks }),
  };
}

/** Bridge, host networks and host volumes in Nomad's words; a label is a key. */
function provisionsConfig({ networks }: Cluster, kind: MachineKind, client: ClientAgent) {
  const { cniPlugins, hostNetworks, hostVolumes } = client.provisions;
  const cniPath = cniPlugins ? cniFolder : systems[kind.target.os].cniFolder;
  const cidrOf = (name: string) => ({ cidr: networks[name]?.subnets.join(',') ?? '' });
  const volumes = Object.entries(hostVolumes).map(([name, { path, readOnly }]) => [
    name,
    { path, read_only: readOnly },
  ]);
  return {
    ...(hasBridge(kind, client) && cniPath !== undefined && { cni_path: cniPath }),
    ...(hostNetworks.length > 0 && {
      host_network: Object.fromEntries(hostNetworks.map((name) => [name, cidrOf(name)])),
    }),
    ...(volumes.length > 0 && { host_volume: Object.fromEntries(volumes) }),
  };
}

/** Settings to which the build adds what the server agent of the same machine needs. */
function sums({ server }: MachineKind, client: ClientAgent): JsonObject {
  return { client: { reserved: { memory: reservedMemoryMiB(client, server?.memoryMaxMiB ?? 0) } } };
}

/** Ports that somebody reserves besides join the agents' own instead of replacing them. */
function keepingReservedPorts(own: string, config: JsonObject): JsonObject {
  const { reserved_ports: reserved } = (config as SharedClientConfig).client.reserved;
  return reserved === own
    ? config
    : mergeConfig(config, { client: { reserved: { reserved_ports: `${own},${reserved}` } } });
}

/** The scheduler knows nothing of the agents' own ports: it must not give them to tasks. */
function reservedPorts(cluster: Cluster, { server }: MachineKind): string {
  const { http, rpc, serf } = cluster.server.ports;
  const ports = [22, cluster.client.ports.http, ...(server ? [http, rpc, serf] : [])];
  return [...new Set(ports)].sort((a, b) => a - b).join(',');
}

/**
 * Looking for a cloud that is not there costs seconds at every start, and so does asking for metadata behind the guard,
 * which lets Nomad in no more than its jobs.
 */
function silentClouds(client: ClientAgent, { target }: MachineKind): readonly string[] {
  const { nomadFingerprint } = platforms[target.platform];
  return fingerprintsBut(isMetadataGuarded(client, target) ? undefined : nomadFingerprint);
}

/** Accounts that no task runs as: Nomad's own list, the server agent's, and people's. */
function strangers({ users }: MachineKind): string[] {
  return ['root', 'Administrator', agentAccount, ...users.map(({ name }) => name)];
}
