/** The client agent: configuration, unit and drop-ins. Root, with the capabilities that its drivers need and no more. */

import type { Cluster, Machine, MachineClient } from '../load/cluster.ts';
import { mergeConfig } from '../load/merge-config.ts';
import { mergeAgentConfig } from '../load/plugins.ts';
import type { JsonObject, PlatformName } from '../load/vocabulary.ts';
import { type ClientAgentConfig, encodeAgentConfig, encodeAgentWord } from '../nomad/agent-config.ts';
import { clientCapabilities, driverPlugins } from '../nomad/drivers.ts';
import { resetsOomScoreOfTasks, supportsNodePools } from '../nomad/versions.ts';
import { oncePerKey, oncePerObject } from '../once.ts';
import { encodeUnitFile, type UnitFile, type UnitSection } from '../systemd/unit-file.ts';
import { newTemplate, noteFilling, type Template } from '../template.ts';
import {
  type AgentIdentity,
  agentService,
  agentUnitSection,
  commonConfig,
  telemetryConfig,
  tlsConfig,
} from './agents.ts';
import { bindingOn } from './binding.ts';
import { type BuildContext, hostPort } from './context.ts';
import type { PlannedFile, PlannedUnit } from './machine-plan.ts';
import { needsMetadataGuard } from './metadata-guard.ts';
import {
  clientConfigFolder,
  clientDataFolder,
  clientUnit,
  metadataGuardUnit,
  programFolder,
  secretsFolder,
  tasksUnit,
} from './places.ts';

/** The configuration file of a machine's client agent. */
export function clientFiles(context: BuildContext, machine: Machine, client: MachineClient): PlannedFile[] {
  const { cluster } = context;
  const { address, interfaceName } = bindingOn(cluster, machine, cluster.client.network);
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
  readonly platform: PlatformName;
  readonly besideServer: boolean;
}

export function kindOfClient({ datacenter, target, server }: Machine, client: MachineClient): ClientKind {
  const { nodePool, nodeClass, meta, config } = client;
  return {
    datacenter,
    platform: target.platform,
    besideServer: server !== undefined,
    nodePool,
    ...(nodeClass !== undefined && { nodeClass }),
    meta,
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
  const config = mergeAgentConfig(plainConfig(context, kind, identity), kind.config);
  return keepingReservedPorts(reservedPorts(context.cluster, kind), config);
}

function plainConfig({ cluster, servers }: BuildContext, kind: ClientKind, identity: AgentIdentity): ClientAgentConfig {
  const { ports, drivers, logLevel, telemetry } = cluster.client;
  const plugins = driverPlugins(drivers);
  return {
    ...commonConfig(cluster, kind.datacenter, identity, clientDataFolder),
    ports,
    advertise: { http: identity.address },
    log_level: logLevel,
    tls: tlsConfig(clientConfigFolder, 'client', `${secretsFolder}/client-key.pem`),
    telemetry: telemetryConfig(telemetry),
    client: {
      enabled: true,
      network_interface: identity.interfaceName,
      server_join: {
        retry_join: servers.map(({ address }) => hostPort(address, cluster.server.ports.rpc)),
        retry_max: 0,
        retry_interval: '1s',
      },
      ...(supportsNodePools(cluster.nomad.version) && { node_pool: kind.nodePool }),
      ...(kind.nodeClass !== undefined && { node_class: kind.nodeClass }),
      meta: kind.meta,
      reserved: { reserved_ports: reservedPorts(cluster, kind) },
      chroot_env: taskChroot,
      options: {
        'driver.allowlist': drivers.join(','),
        'fingerprint.denylist': absentClouds(kind).join(','),
      },
    },
    ...(plugins.length > 0 && { plugin: plugins }),
  };
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

/** Looking for a cloud that is not there costs seconds at every start. */
function absentClouds({ platform }: ClientKind): string[] {
  return Object.values(cloudFingerprints).filter((fingerprint) => fingerprint !== cloudFingerprints[platform]);
}

/**
 * What exec and java tasks see of the machine: the programs, and of /etc only what name resolution, TLS, time zones
 * and the dynamic loader need. Nomad's default copies the whole of /etc into every task.
 */
const taskChroot: Readonly<Record<string, string>> = Object.fromEntries(
  [
    '/bin',
    '/etc/alternatives',
    '/etc/group',
    '/etc/hosts',
    '/etc/ld.so.cache',
    '/etc/ld.so.conf',
    '/etc/ld.so.conf.d',
    '/etc/localtime',
    '/etc/nsswitch.conf',
    '/etc/passwd',
    '/etc/protocols',
    '/etc/resolv.conf',
    '/etc/services',
    '/etc/ssl/certs',
    '/etc/ssl/openssl.cnf',
    '/lib',
    '/lib32',
    '/lib64',
    '/run/resolvconf',
    '/run/systemd/resolve',
    '/sbin',
    '/usr',
  ].map((path) => [path, path]),
);

/** The client agent's unit with its three drop-ins, and the unit that ends its tasks at a shutdown. */
export function clientUnits(cluster: Cluster, machine: Machine): PlannedUnit[] {
  const prefixes = bindingOn(cluster, machine, cluster.client.network).prefixes.join(' ');
  const { common, template } = units(cluster)[needsMetadataGuard(cluster, machine) ? 'guarded' : 'open'];
  const content = noteFilling(waitingFor(prefixes, common), { template, words: [prefixes] });
  return [{ name: clientUnit, content, dropIns: dropIns(cluster), enable: true, mask: false }, tasksOfClient];
}

const dropIns = oncePerObject((cluster: Cluster): PlannedUnit['dropIns'] => [
  { name: '10-capabilities.conf', content: capabilities(cluster) },
  { name: '20-resources.conf', content: resources(cluster) },
  { name: '30-sandbox.conf', content: noSandbox },
]);

/** The unit in both forms: what all machines have in common, and a template whose blank is what a machine waits for. */
const units = oncePerObject((cluster: Cluster) => {
  const form = (isGuarded: boolean) => {
    const common = unit(cluster, isGuarded);
    return { common, template: newTemplate(1, ([prefixes = '']) => encodeUnitFile(waitingFor(prefixes, common))) };
  };
  return { guarded: form(true), open: form(false) };
});

/** The unit with what it waits for before it starts: the binding's prefixes, and servers that can register it. */
function waitingFor(prefixes: string, unit: UnitFile): UnitFile {
  const programs = [`wait-for-address ${prefixes}`, 'wait-for-servers'];
  const ExecStartPre = programs.map((program) => `${programFolder}/${program}`);
  return { ...unit, Service: { ...unit.Service, ExecStartPre } };
}

function unit(cluster: Cluster, isGuarded: boolean): UnitFile {
  const guard = isGuarded ? [metadataGuardUnit] : [];
  return {
    Unit: {
      ...agentUnitSection('Nomad client agent'),
      After: ['network.target', tasksUnit, ...guard].join(' '),
      Wants: tasksUnit,
      ...(guard.length > 0 && { Requires: guard.join(' ') }),
    },
    Service: {
      ...agentService(cluster, '', [clientConfigFolder]),
      KillSignal: 'SIGINT',
      // Tasks outlive a restart of the agent, which finds them again.
      KillMode: 'process',
      StateDirectory: 'nomad-client',
      StateDirectoryMode: '0711',
    },
    Install: { WantedBy: 'multi-user.target' },
  };
}

function capabilities({ client }: Cluster): UnitFile {
  return { Service: { CapabilityBoundingSet: clientCapabilities(client.drivers).join(' ') } };
}

function resources({ nomad }: Cluster): UnitFile {
  const service: UnitSection = { TasksMax: 'infinity', OOMPolicy: 'continue' };
  return { Service: resetsOomScoreOfTasks(nomad.version) ? { ...service, OOMScoreAdjust: -500 } : service };
}

/** Mounts must propagate to the host, and tasks inherit whatever confines the agent: said here against any default. */
const noSandbox: UnitFile = {
  Service: {
    NoNewPrivileges: false,
    PrivateDevices: false,
    PrivateTmp: false,
    ProtectHome: false,
    ProtectSystem: false,
    SystemCallFilter: '',
  },
};

/** Started before the client agent, so stopped after it. */
const tasksOfClient: PlannedUnit = {
  name: tasksUnit,
  content: {
    Unit: { Description: 'End of the tasks of the Nomad client agent at shutdown' },
    Service: {
      Type: 'oneshot',
      RemainAfterExit: true,
      ExecStart: '/bin/true',
      ExecStop: `${programFolder}/end-tasks`,
      TimeoutStopSec: '15s',
    },
    Install: { WantedBy: 'multi-user.target' },
  },
  dropIns: [],
  enable: true,
  mask: false,
};
