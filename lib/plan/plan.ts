/** Cluster and secrets in, one plan for each machine out. Knows no image's format. */

import type { Cluster, ExtraUnit, Machine } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import { DescriptionError } from '../description-error.ts';
import type { MachinePlan, PlannedDirectory, PlannedFile, PlannedUnit } from '../machine/machine-plan.ts';
import { secretsFolder, stateFolder } from '../machine/places.ts';
import { oncePerObject } from '../once.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type Bindings, bindingsOf } from './binding.ts';
import { checkCertificates } from './checks.ts';
import { clientFiles } from './client-config.ts';
import { clientUnits } from './client-units.ts';
import { type BuildContext, buildContext } from './context.ts';
import { convergeFiles, convergeUnit } from './converge.ts';
import { plannedDownloads } from './downloads.ts';
import { metadataGuardFiles, metadataGuardUnits } from './metadata-guard.ts';
import { plannedNetwork } from './network.ts';
import { serverFiles, serverUnits } from './server.ts';
import { type PlannedTls, planTls } from './tls.ts';
import { maskedUnits, plannedGroups, plannedUsers, sudoersFiles } from './users.ts';

/**
 * Plans the machines of a cluster one after the other, lazily, in the order of the description unless another is given.
 * @param servers the list of servers that the machines learn: the cluster's own, unless another one is asked about
 * @throws DescriptionError before the first plan where certificates and authority do not go together
 */
export function planMachines(
  cluster: Cluster,
  secrets: Secrets,
  machines: readonly Machine[] = cluster.machines,
  servers?: readonly ServerMember[],
): Iterable<MachinePlan> {
  return {
    *[Symbol.iterator]() {
      const context = buildContext(cluster, secrets, servers);
      const problems = checkCertificates(context, machines);
      if (problems.length > 0) throw new DescriptionError(problems);
      for (const machine of machines) yield planMachine(context, machine);
    },
  };
}

function planMachine(context: BuildContext, machine: Machine): MachinePlan {
  const { cluster } = context;
  const common = commonPlan(context);
  const bindings = bindingsOf(cluster, machine);
  const tls = planTls(context, machine, bindings);
  return Object.freeze({
    cluster: cluster.name,
    machine: machine.name,
    instanceId: `${cluster.name}-${machine.name}-${machine.instance}`,
    hostname: machine.name,
    target: machine.target,
    remoteAccess: cluster.users.length > 0,
    groups: common.groups,
    users: common.users,
    directories,
    files: plannedFiles(context, machine, bindings, tls),
    downloads: common.downloads,
    units: mergeUnits(
      [...agentUnits(context, machine, bindings), convergeUnit, ...maskedUnits(cluster, machine.target.os)],
      cluster.extra.units,
    ),
    network: plannedNetwork(cluster, machine),
    userDataParts: cluster.extra.userData,
    certificates: tls.certificates,
  });
}

/** What is the same on every machine of a cluster; the later stages, too, work on each of these objects once. */
const commonPlan = oncePerObject(({ cluster }: BuildContext) => ({
  groups: plannedGroups(),
  users: plannedUsers(cluster),
  downloads: plannedDownloads(cluster),
  files: [
    ...sudoersFiles(cluster),
    ...cluster.extra.files.map((file) => ({ ...file, secret: isPrivate(file.mode) })),
  ] satisfies PlannedFile[],
}));

const directories: readonly PlannedDirectory[] = [
  { path: stateFolder, mode: '0700' },
  { path: secretsFolder, mode: '0700' },
];

function agentUnits(context: BuildContext, machine: Machine, { server, client }: Bindings): PlannedUnit[] {
  const { cluster } = context;
  return [
    ...(server ? serverUnits(cluster, server) : []),
    ...metadataGuardUnits(cluster, machine),
    ...(client ? clientUnits(context, machine, client) : []),
  ];
}

function plannedFiles(
  context: BuildContext,
  machine: Machine,
  bindings: Bindings,
  tls: PlannedTls,
): readonly PlannedFile[] {
  const { server, client } = bindings;
  const files = [
    ...tls.files,
    ...(machine.server && server ? serverFiles(context, machine, machine.server, server) : []),
    ...(machine.client && client ? clientFiles(context, machine, machine.client, client) : []),
    ...convergeFiles(context, machine, bindings, tls.certificates),
    ...metadataGuardFiles(context.cluster, machine),
    ...commonPlan(context).files,
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A file that only its owner may read is shown as a hash. */
function isPrivate(mode: string): boolean {
  return (Number.parseInt(mode, 8) & 0o077) === 0;
}

/** The description's own drop-ins join the units of the build, and so do units that have no more than a drop-in of it. */
function mergeUnits(planned: readonly PlannedUnit[], extra: readonly ExtraUnit[]): readonly PlannedUnit[] {
  if (extra.length === 0) return planned;
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
