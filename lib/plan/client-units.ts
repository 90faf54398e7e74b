/** The client agent's units and drop-ins: root, with the capabilities that its drivers need and no more. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import type { PlannedUnit } from '../machine/machine-plan.ts';
import { clientConfigFolder, clientUnit, metadataGuardUnit, programFolder, tasksUnit } from '../machine/places.ts';
import { clientCapabilities } from '../nomad/drivers.ts';
import { resetsOomScoreOfTasks } from '../nomad/versions.ts';
import { oncePerKey, oncePerObject } from '../once.ts';
import { encodeUnitFile, type UnitFile, type UnitSection } from '../systemd/unit-file.ts';
import { newTemplate, noteFilling, type Template } from '../template.ts';
import { agentService, agentUnitSection } from './agents.ts';
import type { Binding } from './binding.ts';
import type { BuildContext } from './context.ts';
import { needsMetadataGuard } from './metadata-guard.ts';

/** The client agent's unit with its three drop-ins, and the unit that ends its tasks at a shutdown. */
export function clientUnits(context: BuildContext, machine: Machine, binding: Binding): PlannedUnit[] {
  const { cluster } = context;
  const prefixes = binding.prefixes.join(' ');
  const isGuarded = needsMetadataGuard(cluster, machine);
  const { common, template } = oncePerKey(unitForms(context), isGuarded, () => unitForm(unit(cluster, isGuarded)));
  const content = noteFilling(waitingFor(prefixes, common), { template, words: [prefixes] });
  return [{ name: clientUnit, content, dropIns: dropIns(context), enable: true, mask: false }, tasksOfClient];
}

const dropIns = oncePerObject(({ cluster }: BuildContext): PlannedUnit['dropIns'] => [
  { name: '10-capabilities.conf', content: capabilities(cluster) },
  { name: '20-resources.conf', content: resources(cluster) },
  { name: '30-sandbox.conf', content: noSandbox },
]);

/** What the unit has in common on all machines, and a template whose blank is what a machine waits for. */
interface UnitForm {
  readonly common: UnitFile;
  readonly template: Template;
}

/** By whether it is guarded. */
const unitForms = oncePerObject((_context: BuildContext) => new Map<boolean, UnitForm>());

function unitForm(common: UnitFile): UnitForm {
  return { common, template: newTemplate(1, ([prefixes = '']) => encodeUnitFile(waitingFor(prefixes, common))) };
}

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
      ...agentUnitSection('Nomad client agent', { requires: guard, after: [tasksUnit, ...guard] }),
      Wants: tasksUnit,
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
