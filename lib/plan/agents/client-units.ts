/** The client agent's units and drop-ins: root, with the capabilities that its drivers need and no more. */

import type { ClientAgent, ClientCommons } from '../../cluster/cluster.ts';
import type { PlannedUnit } from '../../machine/machine-plan.ts';
import {
  agentDropIns,
  agentUnits,
  clientInterfaceFile,
  configFolders,
  programFolder,
  tasksUnit,
} from '../../machine/places.ts';
import { clientCapabilities, clientDevices, driverUnits, type EquippedClient } from '../../nomad/drivers/clients.ts';
import { bridge } from '../../nomad/drivers/table.ts';
import { looksForInterface, resetsOomScoreOfTasks } from '../../nomad/versions.ts';
import type { UnitFile, UnitSection } from '../../systemd/unit-file.ts';
import { hostVolumeDropIns } from '../host/host-volumes.ts';
import { equipmentOf, hasBridge, type MachineKind } from '../kind.ts';
import { agentService, agentUnitSection } from './common.ts';
import { drainService, drainsItself, ownDrainEnded } from './own-drain.ts';

/**
 * The client agent's unit with its three drop-ins, and the unit that ends its tasks at a shutdown.
 * @param needed units that have to be up before the agent
 */
export function clientUnits(
  { ports }: ClientCommons,
  kind: MachineKind,
  client: ClientAgent,
  needed: readonly string[],
): PlannedUnit[] {
  const equipment = { ...equipmentOf(kind, client), httpPort: ports.http };
  return [
    {
      name: agentUnits.client,
      content: unit(kind, client, needed),
      dropIns: [
        { name: agentDropIns.capabilities, content: capabilities(equipment) },
        { name: agentDropIns.resources, content: resources(kind) },
        { name: agentDropIns.sandbox, content: sandbox(equipment) },
        ...hostVolumeDropIns(client),
      ],
      enable: true,
      mask: false,
    },
    tasksOfClient,
    ...(drainsItself(client) ? [ownDrainEnded] : []),
    ...driverUnits(equipment).map((name) => ({ name, dropIns: [], enable: true, mask: false })),
  ];
}

function unit(kind: MachineKind, client: ClientAgent, needed: readonly string[]): UnitFile {
  const isNamed = !looksForInterface(kind.nomad.version);
  const configs = [configFolders.client, ...(isNamed ? [clientInterfaceFile] : [])];
  // Before it starts, there have to be servers that can register it.
  const before = [...(isNamed ? ['name-interface'] : []), 'wait-for-servers'];
  // A drain asks the servers: that of this machine stops after it.
  const server = kind.server && drainsItself(client) ? [agentUnits.server] : [];
  const prepared = hasBridge(kind, client) ? loadBridge : [];
  return {
    Unit: {
      ...agentUnitSection('Nomad client agent', { requires: needed, after: [tasksUnit, ...server, ...needed] }),
      Wants: tasksUnit,
    },
    Service: {
      ...agentService(kind, 'client', configs, before, prepared),
      KillSignal: 'SIGINT',
      // Tasks outlive a restart of the agent, which finds them again.
      KillMode: 'process',
      StateDirectory: 'nomad-client',
      StateDirectoryMode: '0711',
      ...drainService(client),
    },
    Install: { WantedBy: 'multi-user.target' },
  };
}

/**
 * With more rights than the agent has, and no failure of its: a kernel may have them built in. What the system's own
 * files of sysctl.d(5) say is read when a module is loaded, so this comes after.
 */
const loadBridge = [
  `-+modprobe -abq ${(bridge.modules ?? []).join(' ')}`,
  `-+sysctl -qw ${Object.entries(bridge.sysctls ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`,
];

function capabilities(equipment: EquippedClient): UnitFile {
  return { Service: { CapabilityBoundingSet: clientCapabilities(equipment).join(' ') } };
}

function resources({ nomad }: MachineKind): UnitFile {
  const service: UnitSection = { TasksMax: 'infinity', OOMPolicy: 'continue' };
  return { Service: resetsOomScoreOfTasks(nomad.version) ? { ...service, OOMScoreAdjust: -500 } : service };
}

/** Mounts must propagate to the host, and tasks inherit whatever confines the agent: said here against any default. */
const noSandbox: UnitSection = {
  NoNewPrivileges: false,
  PrivateDevices: false,
  PrivateTmp: false,
  ProtectHome: false,
  ProtectSystem: false,
  SystemCallFilter: '',
};

/** What can be kept from the agent all the same: devices that none of its drivers opens (systemd.resource-control(5)). */
function sandbox(equipment: EquippedClient): UnitFile {
  const devices = clientDevices(equipment);
  if (devices === 'all') return { Service: noSandbox };
  const allowed = devices.length > 0 ? { DeviceAllow: devices.map((device) => `${device} rwm`) } : {};
  return { Service: { ...noSandbox, DevicePolicy: 'closed', ...allowed } };
}

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
