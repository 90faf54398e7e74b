/** The server agent: configuration, unit and drop-ins. Unprivileged, hardened and bounded in memory. */

import type { Cluster, Machine, MachineServer } from '../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../machine/machine-plan.ts';
import {
  agentAccount,
  secretsFolder,
  serverConfigFolder,
  serverCredentialsFolder,
  serverDataFolder,
  serverUnit,
} from '../machine/places.ts';
import { encodeAgentConfig, type GossipConfig, type ServerAgentConfig } from '../nomad/agent-config.ts';
import { failoverSeconds } from '../nomad/heartbeats.ts';
import { mergeConfig } from '../nomad/merge-config.ts';
import { mergeAgentConfig } from '../nomad/plugins.ts';
import { settingsConfig } from '../nomad/settings.ts';
import type { UnitFile } from '../systemd/unit-file.ts';
import { agentService, agentUnitSection, commonConfig, tlsConfig } from './agents.ts';
import type { Binding } from './binding.ts';
import { type BuildContext, hostPort } from './context.ts';

/** The configuration files of a machine's server agent: one without secrets, and one with the gossip key alone. */
export function serverFiles(
  context: BuildContext,
  machine: Machine,
  server: MachineServer,
  binding: Binding,
): PlannedFile[] {
  const { version } = context.cluster.nomad;
  const settings = settingsConfig('server', server.settings, version);
  const plain = mergeConfig(serverConfig(context, machine, binding), settings);
  const config = mergeAgentConfig(plain, server.config);
  const gossip: GossipConfig = { server: { encrypt: context.secrets.gossipKey } };
  return [
    { path: `${serverConfigFolder}/agent.json`, mode: '0644', content: encodeAgentConfig(config), secret: false },
    { path: `${secretsFolder}/gossip.json`, mode: '0600', content: encodeAgentConfig(gossip), secret: true },
  ];
}

function serverConfig(
  { cluster, servers, clientCount }: BuildContext,
  machine: Machine,
  binding: Binding,
): ServerAgentConfig {
  const { ports } = cluster.server;
  const others = servers.filter(({ name }) => name !== machine.name);
  return {
    ...commonConfig(cluster, machine.datacenter, { name: machine.name, address: binding.address }, serverDataFolder),
    ports,
    advertise: { http: binding.address, rpc: binding.address, serf: binding.address },
    tls: tlsConfig(serverConfigFolder, 'server', `${serverCredentialsFolder}/server-key.pem`),
    server: {
      enabled: true,
      bootstrap_expect: servers.length,
      failover_heartbeat_ttl: `${failoverSeconds(clientCount)}s`,
      // Joining itself would count as success and end the tries: every other server, never this one.
      ...(others.length > 0 && {
        server_join: {
          retry_join: others.map(({ address }) => hostPort(address, ports.serf)),
          retry_max: 0,
          retry_interval: '1s',
        },
      }),
    },
  };
}

/** The server agent's unit with its three drop-ins. */
export function serverUnits(cluster: Cluster, binding: Binding): PlannedUnit[] {
  return [
    {
      name: serverUnit,
      content: unit(cluster, binding),
      dropIns: [
        { name: '10-capabilities.conf', content: capabilities },
        { name: '20-resources.conf', content: resources(cluster.server.memoryMaxMiB) },
        { name: '30-sandbox.conf', content: sandbox },
      ],
      enable: true,
      mask: false,
    },
  ];
}

function unit(cluster: Cluster, binding: Binding): UnitFile {
  return {
    Unit: agentUnitSection('Nomad server agent'),
    Service: {
      ...agentService(cluster, binding.prefixes.join(' '), [
        serverConfigFolder,
        `${serverCredentialsFolder}/gossip.json`,
      ]),
      User: agentAccount,
      Group: agentAccount,
      KillSignal: 'SIGINT',
      StateDirectory: 'nomad-server',
      StateDirectoryMode: '0700',
      // systemd hands over copies that only this service can read, so nothing needs to belong to the account.
      LoadCredential: ['server-key.pem', 'gossip.json'].map((name) => `${name}:${secretsFolder}/${name}`),
    },
    Install: { WantedBy: 'multi-user.target' },
  };
}

const capabilities: UnitFile = {
  Service: { CapabilityBoundingSet: '', AmbientCapabilities: '', NoNewPrivileges: true },
};

/**
 * A server that balloons dies at its own limit, whole, alone and soon: no swap, and no MemoryHigh, which throttles it
 * without end instead. What others take of the machine shall not kill it, for it is bounded: their processes go first,
 * the tasks' at 0. The Go runtime collects harder short of the limit.
 */
function resources(memoryMaxMiB: number): UnitFile {
  return {
    Service: {
      MemoryAccounting: true,
      MemoryMax: `${memoryMaxMiB}M`,
      MemorySwapMax: 0,
      OOMPolicy: 'kill',
      OOMScoreAdjust: -500,
      Environment: `GOMEMLIMIT=${Math.floor(memoryMaxMiB * 0.9)}MiB`,
      TasksMax: 4096,
    },
  };
}

/** systemd.exec(5), "Sandboxing": whatever an agent that keeps state, talks TLS and reads /proc can do without. */
const sandbox: UnitFile = {
  Service: {
    ProtectSystem: 'strict',
    ProtectHome: true,
    PrivateTmp: true,
    PrivateDevices: true,
    PrivateMounts: true,
    ProtectClock: true,
    ProtectControlGroups: true,
    ProtectHostname: true,
    ProtectKernelLogs: true,
    ProtectKernelModules: true,
    ProtectKernelTunables: true,
    ProtectProc: 'invisible',
    ProcSubset: 'pid',
    RemoveIPC: true,
    KeyringMode: 'private',
    LockPersonality: true,
    MemoryDenyWriteExecute: true,
    RestrictAddressFamilies: 'AF_INET AF_INET6 AF_NETLINK AF_UNIX',
    RestrictNamespaces: true,
    RestrictRealtime: true,
    RestrictSUIDSGID: true,
    SystemCallArchitectures: 'native',
    // ip(8), which waits for the address, gives its capabilities up by capset and fails where it may not.
    SystemCallFilter: ['@system-service', '~@privileged @resources', 'capset'],
    SystemCallErrorNumber: 'EPERM',
    UMask: '0077',
  },
};
