/** The server agent's unit and drop-ins: unprivileged, hardened and bounded in memory. */

import type { ServerAgent } from '../../cluster/cluster.ts';
import type { PlannedUnit } from '../../machine/machine-plan.ts';
import {
  agentAccount,
  agentDropIns,
  agentUnits,
  configFolders,
  secretsFolder,
  serverCredentialsFolder,
} from '../../machine/places.ts';
import type { UnitFile } from '../../systemd/unit-file.ts';
import type { MachineKind } from '../kind.ts';
import { agentService, agentUnitSection } from './common.ts';

/**
 * The server agent's unit with its three drop-ins.
 * @param needed units that have to be up before the agent
 */
export function serverUnits(kind: MachineKind, server: ServerAgent, needed: readonly string[]): PlannedUnit[] {
  return [
    {
      name: agentUnits.server,
      content: unit(kind, needed),
      dropIns: [
        { name: agentDropIns.capabilities, content: capabilities },
        { name: agentDropIns.resources, content: resources(server) },
        { name: agentDropIns.sandbox, content: sandbox },
      ],
      enable: true,
      mask: false,
    },
  ];
}

function unit(kind: MachineKind, needed: readonly string[]): UnitFile {
  return {
    Unit: agentUnitSection('Nomad server agent', { requires: needed, after: needed }),
    Service: {
      ...agentService(kind, 'server', [configFolders.server, `${serverCredentialsFolder}/gossip.json`]),
      User: agentAccount,
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
  Service: { CapabilityBoundingSet: '', NoNewPrivileges: true },
};

/**
 * A server that balloons dies at its own limit, whole, alone and soon: it has no swap, and no MemoryHigh, which would
 * throttle it without end instead. Because it is bounded, it does not die of what others take: their processes, and the
 * tasks' at 0, have a higher OOM score. The Go runtime collects harder short of the limit.
 */
function resources({ memoryMaxMiB }: ServerAgent): UnitFile {
  return {
    Service: {
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
