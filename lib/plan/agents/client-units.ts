/** The client agent's units and drop-ins: root, with the capabilities that its drivers need and no more. */

import type { ClientAgent } from '../../cluster/cluster.ts';
import type { PlannedUnit } from '../../machine/machine-plan.ts';
import {
  agentDropIns,
  agentUnits,
  clientInterfaceFile,
  configFolders,
  programFolder,
  tasksUnit,
} from '../../machine/places.ts';
import { clientCapabilities } from '../../nomad/drivers.ts';
import { looksForInterface, resetsOomScoreOfTasks } from '../../nomad/versions.ts';
import type { UnitFile, UnitSection } from '../../systemd/unit-file.ts';
import type { MachineKind } from '../kind.ts';
import { agentService, agentUnitSection } from './common.ts';
import { drainService, drainsItself, ownDrainEnded } from './own-drain.ts';

/**
 * The client agent's unit with its three drop-ins, and the unit that ends its tasks at a shutdown.
 * @param needed units that have to be up before the agent
 */
export function clientUnits(kind: MachineKind, client: ClientAgent, needed: readonly string[]): PlannedUnit[] {
  return [
    {
      name: agentUnits.client,
      content: unit(kind, client, needed),
      dropIns: [
        { name: agentDropIns.capabilities, content: capabilities(client) },
        { name: agentDropIns.resources, content: resources(kind) },
        { name: agentDropIns.sandbox, content: noSandbox },
      ],
      enable: true,
      mask: false,
    },
    tasksOfClient,
    ...(drainsItself(client) ? [ownDrainEnded] : []),
  ];
}

function unit(kind: MachineKind, client: ClientAgent, needed: readonly string[]): UnitFile {
  const isNamed = !looksForInterface(kind.nomad.version);
  const configs = [configFolders.client, ...(isNamed ? [clientInterfaceFile] : [])];
  // Before it starts, there have to be servers that can register it.
  const before = [...(isNamed ? ['name-interface'] : []), 'wait-for-servers'];
  // A drain asks the servers: that of this machine stops after it.
  const server = kind.server && drainsItself(client) ? [agentUnits.server] : [];
  return {
    Unit: {
      ...agentUnitSection('Nomad client agent', { requires: needed, after: [tasksUnit, ...server, ...needed] }),
      Wants: tasksUnit,
    },
    Service: {
      ...agentService(kind, 'client', configs, before),
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

function capabilities({ drivers }: ClientAgent): UnitFile {
  return { Service: { CapabilityBoundingSet: clientCapabilities(drivers).join(' ') } };
}

function resources({ nomad }: MachineKind): UnitFile {
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
