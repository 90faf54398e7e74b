/** What all machines of a kind have in common: one value for all of them, made from their kind alone. */

import type { ExtraUnit } from '../cluster/cluster.ts';
import { deepFreeze } from '../frozen.ts';
import type { AgentConfigs, PlannedDirectory, PlannedFile, PlannedUnit, SharedPlan } from '../machine/machine-plan.ts';
import {
  agentConfigFile,
  configFolders,
  firstbootFolder,
  installUnit,
  metadataGuardUnit,
  packagesUnit,
  pluginsUnit,
  secretsFolder,
  softwareFolder,
  stateFolder,
  unitFolder,
} from '../machine/places.ts';
import { isPrivateMode, plainFile, secretFile } from '../machine/planned-file.ts';
import { encodeAgentConfig } from '../nomad/agent-config.ts';
import { systems } from '../targets/systems.ts';
import { sharedClientConfig } from './agents/client-config.ts';
import { clientUnits } from './agents/client-units.ts';
import { drainsItself } from './agents/own-drain.ts';
import { gossipConfig, sharedServerConfig } from './agents/server-config.ts';
import { serverUnits } from './agents/server-units.ts';
import type { BuildContext } from './context.ts';
import { plannedDownloads } from './downloads.ts';
import { addressCause, addressCauseNamed, addressCauseProgram } from './host/address-cause.ts';
import { hasHostFirewall, hostFirewallFiles, hostFirewallRules } from './host/host-firewall.ts';
import { hostVolumeFiles } from './host/host-volumes.ts';
import {
  awaitsPackages,
  installationFiles,
  installationUnits,
  installsNomad,
  installsPackages,
  installsPlugins,
} from './host/installation.ts';
import { metadataGuardFiles, metadataGuardUnits, needsMetadataGuard } from './host/metadata-guard.ts';
import { maskedUnits, plannedGroups, plannedUsers, sudoersFiles } from './host/users.ts';
import type { MachineKind } from './kind.ts';
import { clusterParameters } from './parameters.ts';
import { clientPrograms, drainPrograms, firstbootPrograms, proofUnit, tokenFiles } from './proof.ts';
import { authorityFile } from './tls.ts';

/** Plans what machines of a kind share. It is frozen, and so may be read once for all of them. */
export function planShared(context: BuildContext, kind: MachineKind): SharedPlan {
  const agentConfigs = sharedConfigs(context, kind);
  return deepFreeze({
    remoteAccess: kind.users.length > 0,
    groups: plannedGroups(),
    users: plannedUsers(kind),
    directories,
    files: sharedFiles(context, kind, agentConfigs),
    downloads: plannedDownloads(kind),
    units: mergeUnits(sharedUnits(context, kind), kind.extra.units),
    ...(systems[kind.target.os].labelsFiles && { labeledFolders }),
    userDataParts: kind.extra.userData,
    agentConfigs,
  });
}

const directories: readonly PlannedDirectory[] = [
  { path: stateFolder, mode: '0700', owner: 'root' },
  { path: secretsFolder, mode: '0700', owner: 'root' },
];

/** Whatever we write to, but for what was there before. */
const labeledFolders: readonly string[] = [
  ...Object.values(configFolders),
  firstbootFolder,
  unitFolder,
  softwareFolder,
  stateFolder,
];

function sharedConfigs(context: BuildContext, kind: MachineKind): AgentConfigs {
  const { server, client } = kind;
  return {
    ...(server && { server: sharedServerConfig(context, kind, server) }),
    ...(client && { client: sharedClientConfig(context, kind, client) }),
  };
}

function sharedFiles(context: BuildContext, kind: MachineKind, configs: AgentConfigs): readonly PlannedFile[] {
  const files = [
    ...(configs.server ? serverFiles(context, configs.server) : []),
    ...(configs.client ? clientFiles(context, kind, configs.client) : []),
    ...(kind.client && drainsItself(kind.client) ? drainPrograms : []),
    clusterParameters(context, kind),
    ...firstbootPrograms(kind),
    ...installationFiles(kind),
    ...(needsMetadataGuard(kind) ? metadataGuardFiles : []),
    ...(hasHostFirewall(kind) ? hostFirewallFiles(context.cluster, kind) : []),
    ...(addressCause(kind.target) === undefined ? [] : [addressCauseProgram]),
    ...sudoersFiles(kind),
    ...kind.extra.files.map(extraFile),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function serverFiles(context: BuildContext, config: object): readonly PlannedFile[] {
  return [
    authorityFile(context, 'server'),
    plainFile(`${configFolders.server}/${agentConfigFile}`, encodeAgentConfig(config)),
    secretFile(`${secretsFolder}/gossip.json`, encodeAgentConfig(gossipConfig(context))),
    ...tokenFiles(context),
  ];
}

function clientFiles(context: BuildContext, kind: MachineKind, config: object): readonly PlannedFile[] {
  return [
    authorityFile(context, 'client'),
    plainFile(`${configFolders.client}/${agentConfigFile}`, encodeAgentConfig(config)),
    ...clientPrograms(kind),
    ...(kind.client ? hostVolumeFiles(kind.client) : []),
  ];
}

function extraFile({ path, content, mode }: { path: string; content: string; mode: string }): PlannedFile {
  return isPrivateMode(mode) ? secretFile(path, content, mode) : plainFile(path, content, mode);
}

function sharedUnits({ cluster }: BuildContext, kind: MachineKind): readonly PlannedUnit[] {
  const isGuarded = needsMetadataGuard(kind);
  const installed = installsNomad(kind) ? [installUnit] : [];
  const packages = installsPackages(kind) ? [packagesUnit] : [];
  const ofClient = [
    ...(isGuarded ? [metadataGuardUnit] : []),
    ...installed,
    ...(installsPlugins(kind) ? [pluginsUnit] : []),
    ...(awaitsPackages(kind) ? packages : []),
  ];
  return [
    ...installationUnits(kind),
    ...(kind.server ? serverUnits(kind, kind.server, installed) : []),
    ...(kind.client && isGuarded ? metadataGuardUnits(kind.client, kind.target, packages) : []),
    ...(kind.client ? clientUnits(cluster.client, kind, kind.client, ofClient) : []),
    ...(hasHostFirewall(kind) ? [hostFirewallRules] : []),
    ...(addressCause(kind.target) === undefined ? [] : [addressCauseNamed]),
    proofUnit(installed),
    ...maskedUnits(kind),
  ];
}

/** The description's own drop-ins join the units of the build, and so do units that have no more than a drop-in of it. */
function mergeUnits(planned: readonly PlannedUnit[], extra: readonly ExtraUnit[]): readonly PlannedUnit[] {
  const additions = new Map(extra.map((unit) => [unit.name, unit]));
  const merged = planned.map((unit) => {
    const addition = additions.get(unit.name);
    additions.delete(unit.name);
    if (!addition) return unit;
    const dropIns = [...unit.dropIns, ...addition.dropIns];
    return { ...addition, ...unit, enable: unit.enable || addition.enable, dropIns };
  });
  return [...merged, ...[...additions.values()].map((unit) => ({ ...unit, mask: false }))];
}
