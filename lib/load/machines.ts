/** Machines: each with its roles, interfaces and agents, defaults filled in. */

import type { Machine, Target } from './cluster.ts';
import { descriptionDefaults as defaults, type MachineDescription } from './description.generated.ts';
import type { ClusterDraft, Draft } from './draft.ts';
import { resolveInterfaces, type Taken } from './interfaces.ts';
import { suggestHostname, whyNoHostname } from './names.ts';
import type { Networks } from './networks.ts';
import { mergeAgentConfig } from './plugins.ts';
import type { Report } from './report.ts';
import type { JsonObject, Role } from './vocabulary.ts';

type MachineDraft = Draft<MachineDescription>;

/** What all machines share. */
interface Shared {
  readonly draft: ClusterDraft;
  readonly target: Target;
  readonly datacenter: string;
  readonly networks: Networks;
  readonly taken: Taken;
  readonly report: Report;
}

/** Resolves all machines in the order of the description. */
export function resolveMachines(
  draft: ClusterDraft,
  networks: Networks,
  taken: Taken,
  report: Report,
): readonly Machine[] {
  const shared: Shared = {
    draft,
    target: {
      format: draft.target?.format ?? defaults['target.format'],
      os: draft.target?.os ?? defaults['target.os'],
      platform: draft.target?.platform ?? defaults['target.platform'],
      ignitionSpec: draft.target?.ignitionSpec ?? defaults['target.ignitionSpec'],
    },
    datacenter: draft.datacenter ?? defaults.datacenter,
    networks,
    taken,
    report,
  };
  return Object.entries(draft.machines ?? {}).map(([name, machine]) => resolveMachine(name, machine ?? {}, shared));
}

function resolveMachine(name: string, draft: MachineDraft, shared: Shared): Machine {
  const { networks, taken, report } = shared;
  reportHostname(name, report);
  const roles = resolveRoles(name, draft, report);
  const interfaces = resolveInterfaces(name, draft.interfaces ?? [], networks, taken, report);
  const listensOn = (network: string | undefined) => {
    const address = interfaces.find((attached) => attached.network === network)?.addresses[0]?.address;
    return address === undefined ? {} : { address };
  };
  return {
    name,
    roles,
    interfaces,
    datacenter: draft.datacenter ?? shared.datacenter,
    arch: draft.arch ?? defaults['machines.*.arch'],
    target: { ...shared.target, ...given(draft.target ?? {}) },
    instance: draft.instance ?? defaults['machines.*.instance'],
    ...(draft.memoryMiB !== undefined && { memoryMiB: draft.memoryMiB }),
    certificate: {
      generation: draft.certificate?.generation ?? defaults['machines.*.certificate.generation'],
      ...(draft.certificate?.issuedAt !== undefined && { issuedAt: draft.certificate.issuedAt }),
    },
    ...(roles.includes('server') && {
      server: { ...listensOn(shared.draft.server?.network), config: serverConfig(draft, shared.draft) },
    }),
    ...(roles.includes('client') && {
      client: { ...listensOn(shared.draft.client?.network), ...clientOf(draft, shared.draft) },
    }),
  };
}

function given<T extends object>(draft: T): { [Key in keyof T]-?: Exclude<T[Key], undefined> } | object {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

function reportHostname(name: string, report: Report): void {
  const why = whyNoHostname(name);
  if (why === undefined) return;
  const suggestion = suggestHostname(name);
  report.add('hostname', ['machines', name], { name, why, ...(suggestion !== undefined && { suggestion }) });
}

function resolveRoles(name: string, draft: MachineDraft, report: Report): readonly Role[] {
  const roles = new Set<Role>();
  for (const [index, role] of (draft.roles ?? defaults['machines.*.roles']).entries()) {
    if (role === undefined) continue;
    if (roles.has(role)) report.add('listed-twice', ['machines', name, 'roles', index], { item: role });
    roles.add(role);
  }
  return [...roles];
}

function serverConfig(machine: MachineDraft, cluster: ClusterDraft): JsonObject {
  return mergedConfig(cluster.server?.config, machine.server?.config);
}

/** The schema lets any JSON through as `config`, and a description is JSON. */
function mergedConfig(ofCluster: object | undefined, ofMachine: object | undefined): JsonObject {
  return mergeAgentConfig((ofCluster ?? {}) as JsonObject, (ofMachine ?? {}) as JsonObject);
}

function clientOf(machine: MachineDraft, cluster: ClusterDraft): NonNullable<Machine['client']> {
  const nodeClass = machine.client?.nodeClass ?? cluster.client?.nodeClass;
  const meta = { ...cluster.client?.meta, ...machine.client?.meta } as Readonly<Record<string, string>>;
  return {
    nodePool: machine.client?.nodePool ?? cluster.client?.nodePool ?? defaults['client.nodePool'],
    ...(nodeClass !== undefined && { nodeClass }),
    meta,
    config: mergedConfig(cluster.client?.config, machine.client?.config),
  };
}
