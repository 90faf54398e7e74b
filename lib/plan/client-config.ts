/** The client agent's configuration: one file, of which few machines have another than most. */

import type { Cluster, Machine, MachineClient } from '../cluster/cluster.ts';
import type { JsonObject, OperatingSystem, PlatformName } from '../cluster/vocabulary.ts';
import type { PlannedFile } from '../machine/machine-plan.ts';
import { agentAccount, clientConfigFolder, clientDataFolder, secretsFolder } from '../machine/places.ts';
import { type ClientAgentConfig, encodeAgentConfig, encodeAgentWord } from '../nomad/agent-config.ts';
import { driverPlugins } from '../nomad/drivers.ts';
import { mergeConfig } from '../nomad/merge-config.ts';
import { mergeAgentConfig } from '../nomad/plugins.ts';
import { reservedMemoryMiB } from '../nomad/reserved.ts';
import { settingsConfig } from '../nomad/settings.ts';
import { oncePerKey, oncePerObject } from '../once.ts';
import { newTemplate, noteFilling, type Template } from '../template.ts';
import { type AgentIdentity, commonConfig, tlsConfig } from './agents.ts';
import type { Binding } from './binding.ts';
import { type BuildContext, hostPort } from './context.ts';
import { isMetadataGuarded } from './metadata-guard.ts';
import { taskChroot } from './task-chroot.ts';

/** The configuration file of a machine's client agent. */
export function clientFiles(
  context: BuildContext,
  machine: Machine,
  client: MachineClient,
  { address, interfaceName }: Binding,
): PlannedFile[] {
  const kind = kindOfClient(machine, client);
  const template = oncePerKey(configTemplates(context), JSON.stringify(kind), () => configTemplate(context, kind));
  const words = [machine.name, address, interfaceName].map(encodeAgentWord);
  const file = { path: configFile, mode: '0644', content: template.fill(words), secret: false };
  return [noteFilling(file, { template, words })];
}

const configFile = `${clientConfigFolder}/agent.json`;

/** All that the configuration follows from beside the cluster and the machine's identity; few are different. */
export interface ClientKind extends Omit<MachineClient, 'address'> {
  readonly datacenter: string;
  readonly os: OperatingSystem;
  readonly platform: PlatformName;
  readonly besideServer: boolean;
}

export function kindOfClient({ datacenter, target, server }: Machine, client: MachineClient): ClientKind {
  const { settings, config } = client;
  return {
    datacenter,
    os: target.os,
    platform: target.platform,
    besideServer: server !== undefined,
    settings,
    config,
  };
}

/** By kind. */
const configTemplates = oncePerObject((_context: BuildContext) => new Map<string, Template>());

function configTemplate(context: BuildContext, kind: ClientKind): Template {
  return newTemplate(3, ([name = '', address = '', interfaceName = '']) =>
    encodeAgentConfig(clientConfig(context, kind, { name, address, interfaceName })),
  );
}

/** The whole configuration of a client agent. */
export function clientConfig(context: BuildContext, kind: ClientKind, identity: AgentIdentity): JsonObject {
  const { version } = context.cluster.nomad;
  const settings = settingsConfig('client', kind.settings, version);
  const plain = mergeConfig(mergeConfig(plainConfig(context, kind, identity), settings), sums(context.cluster, kind));
  const config = mergeAgentConfig(plain, kind.config);
  return keepingReservedPorts(reservedPorts(context.cluster, kind), config);
}

function plainConfig({ cluster, servers }: BuildContext, kind: ClientKind, identity: AgentIdentity): ClientAgentConfig {
  const { ports, drivers } = cluster.client;
  const plugins = driverPlugins(drivers);
  return {
    ...commonConfig(cluster, kind.datacenter, identity, clientDataFolder),
    ports,
    advertise: { http: identity.address },
    tls: tlsConfig(clientConfigFolder, 'client', `${secretsFolder}/client-key.pem`),
    client: {
      enabled: true,
      network_interface: identity.interfaceName,
      server_join: {
        retry_join: servers.map(({ address }) => hostPort(address, cluster.server.ports.rpc)),
        retry_max: 0,
        retry_interval: '1s',
      },
      reserved: { reserved_ports: reservedPorts(cluster, kind) },
      chroot_env: taskChroot(kind.os, drivers),
      options: {
        'driver.allowlist': drivers.join(','),
        'user.denylist': strangers(cluster).join(','),
        'fingerprint.denylist': silentClouds(cluster, kind).join(','),
      },
    },
    ...(plugins.length > 0 && { plugin: plugins }),
  };
}

/** Settings to which the build adds what the server agent of the same machine needs. */
function sums({ server }: Cluster, kind: ClientKind): JsonObject {
  return { client: { reserved: { memory: reservedMemoryMiB(kind, kind.besideServer ? server.memoryMaxMiB : 0) } } };
}

/** Ports that somebody reserves besides join the agents' own instead of replacing them. */
function keepingReservedPorts(own: string, config: JsonObject): JsonObject {
  const { reserved_ports: reserved } = (config as ClientAgentConfig).client.reserved;
  return reserved === own
    ? config
    : mergeConfig(config, { client: { reserved: { reserved_ports: `${own},${reserved}` } } });
}

/** The scheduler knows nothing of the agents' own ports: it must not give them to tasks. */
function reservedPorts(cluster: Cluster, { besideServer }: ClientKind): string {
  const { http, rpc, serf } = cluster.server.ports;
  const ports = [22, cluster.client.ports.http, ...(besideServer ? [http, rpc, serf] : [])];
  return [...new Set(ports)].sort((a, b) => a - b).join(',');
}

/** Nomad's fingerprints of clouds, by the platform that has one. */
const cloudFingerprints: Partial<Record<PlatformName, string>> = {
  ec2: 'env_aws',
  azure: 'env_azure',
  digitalocean: 'env_digitalocean',
  gcp: 'env_gce',
};

/**
 * Looking for a cloud that is not there costs seconds at every start, and so does asking for metadata behind the guard,
 * which lets Nomad in no more than its jobs.
 */
function silentClouds(cluster: Cluster, { platform }: ClientKind): string[] {
  const present = isMetadataGuarded(cluster, { platform }) ? undefined : cloudFingerprints[platform];
  return Object.values(cloudFingerprints).filter((fingerprint) => fingerprint !== present);
}

/** Accounts that no task runs as: Nomad's own list, the server agent's, and people's. */
function strangers({ users }: Cluster): string[] {
  return ['root', 'Administrator', agentAccount, ...users.map(({ name }) => name)];
}
