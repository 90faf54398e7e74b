/** Machines: each with its roles, interfaces and agents, defaults filled in. */

import { listeningAddress } from '../../cluster/attachment.ts';
import type { Machine, MachineClient, Target } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults, type MachineDescription } from '../../cluster/description.generated.ts';
import type { JsonObject, Role } from '../../cluster/vocabulary.ts';
import { mergeAgentConfig } from '../../nomad/plugins.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import { isRangeName } from '../ranges/names.ts';
import type { Report } from '../report.ts';
import { resolveInterfaces, type Taken } from './interfaces.ts';
import { suggestHostname, whyNoHostname } from './names.ts';
import type { Networks } from './networks.ts';

type MachineDraft = Draft<MachineDescription>;

/** What all machines share, and what those share that share a part of their description: ranges, and YAML's aliases. */
interface Shared {
  readonly draft: ClusterDraft;
  readonly datacenter: string;
  readonly networks: Networks;
  readonly taken: Taken;
  readonly report: Report;
  readonly targetOf: (draft: NonNullable<MachineDraft['target']>) => Target;
  readonly certificateOf: (draft: NonNullable<MachineDraft['certificate']>) => Machine['certificate'];
  readonly rolesOf: (draft: NonNullable<MachineDraft['roles']>) => readonly Role[];
  readonly serverConfigOf: (draft: NonNullable<MachineDraft['server']>) => JsonObject;
  readonly clientOf: (draft: NonNullable<MachineDraft['client']>) => Omit<MachineClient, 'address'>;
}

/** Stands for a part that a machine does not have, so that all such machines share what follows. */
const nothing = {};

/** Resolves all machines in the order of the description. */
export function resolveMachines(
  draft: ClusterDraft,
  networks: Networks,
  taken: Taken,
  report: Report,
): readonly Machine[] {
  const target: Target = {
    format: draft.target?.format ?? defaults['target.format'],
    os: draft.target?.os ?? defaults['target.os'],
    platform: draft.target?.platform ?? defaults['target.platform'],
    ignitionSpec: draft.target?.ignitionSpec ?? defaults['target.ignitionSpec'],
  };
  const shared: Shared = {
    draft,
    datacenter: draft.datacenter ?? defaults.datacenter,
    networks,
    taken,
    report,
    targetOf: oncePerObject((own) => ({ ...target, ...given(own) })),
    certificateOf: oncePerObject(resolveCertificate),
    rolesOf: oncePerObject((roles) => roles.filter((role) => role !== undefined)),
    serverConfigOf: oncePerObject(({ config }) => mergedConfig(draft.server?.config, config)),
    clientOf: oncePerObject((own) => resolveClientOf(own, draft)),
  };
  return Object.entries(draft.machines ?? {}).map(([name, machine]) => resolveMachine(name, machine ?? {}, shared));
}

function resolveMachine(name: string, draft: MachineDraft, shared: Shared): Machine {
  const { networks, taken, report } = shared;
  reportHostname(name, report);
  const written = draft.roles ?? defaults['machines.*.roles'];
  reportRolesTwice(name, written, report);
  const roles = shared.rolesOf(written);
  const interfaces = resolveInterfaces(name, draft.interfaces ?? [], networks, taken, report);
  const listensOn = (network: string | undefined) => {
    const addresses = interfaces.find((attached) => attached.network === network)?.addresses ?? [];
    const subnets = networks.byName.get(network ?? '')?.subnets ?? [];
    const address = listeningAddress(
      addresses.map((one) => one.address),
      subnets,
    );
    return address === undefined ? {} : { address };
  };
  return {
    name,
    roles,
    interfaces,
    datacenter: draft.datacenter ?? shared.datacenter,
    arch: draft.arch ?? defaults['machines.*.arch'],
    target: shared.targetOf(draft.target ?? nothing),
    instance: draft.instance ?? defaults['machines.*.instance'],
    ...(draft.memoryMiB !== undefined && { memoryMiB: draft.memoryMiB }),
    certificate: shared.certificateOf(draft.certificate ?? nothing),
    ...(roles.includes('server') && {
      server: {
        ...listensOn(shared.draft.server?.network),
        config: shared.serverConfigOf(draft.server ?? nothing),
      },
    }),
    ...(roles.includes('client') && {
      client: { ...listensOn(shared.draft.client?.network), ...shared.clientOf(draft.client ?? nothing) },
    }),
  };
}

function given<T extends object>(draft: T): { [Key in keyof T]-?: Exclude<T[Key], undefined> } | object {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

function reportHostname(name: string, report: Report): void {
  // A range is no machine's name: one that is left was refused, and has its answer.
  if (isRangeName(name)) return;
  const why = whyNoHostname(name);
  if (why === undefined) return;
  // A name for one machine is none for all of its range.
  const suggestion = report.isOfRange(name) ? undefined : suggestHostname(name);
  report.add('hostname', ['machines', name], { name, why, ...(suggestion !== undefined && { suggestion }) });
}

function reportRolesTwice(name: string, roles: readonly (Role | undefined)[], report: Report): void {
  for (const [index, role] of roles.entries()) {
    if (role === undefined || roles.indexOf(role) === index) continue;
    report.add('listed-twice', ['machines', name, 'roles', index], { item: role });
  }
}

function resolveCertificate({
  generation,
  issuedAt,
}: NonNullable<MachineDraft['certificate']>): Machine['certificate'] {
  return {
    generation: generation ?? defaults['machines.*.certificate.generation'],
    ...(issuedAt !== undefined && { issuedAt }),
  };
}

/** The schema lets any JSON through as `config`, and a description is JSON. */
function mergedConfig(ofCluster: object | undefined, ofMachine: object | undefined): JsonObject {
  return mergeAgentConfig((ofCluster ?? {}) as JsonObject, (ofMachine ?? {}) as JsonObject);
}

function resolveClientOf(
  own: NonNullable<MachineDraft['client']>,
  { client }: ClusterDraft,
): Omit<MachineClient, 'address'> {
  const nodeClass = own.nodeClass ?? client?.nodeClass;
  return {
    nodePool: own.nodePool ?? client?.nodePool ?? defaults['client.nodePool'],
    ...(nodeClass !== undefined && { nodeClass }),
    meta: { ...client?.meta, ...own.meta } as Readonly<Record<string, string>>,
    reserved: {
      memoryMiB: own.reserved?.memoryMiB ?? client?.reserved?.memoryMiB ?? defaults['client.reserved.memoryMiB'],
      diskMiB: own.reserved?.diskMiB ?? client?.reserved?.diskMiB ?? defaults['client.reserved.diskMiB'],
    },
    config: mergedConfig(client?.config, own.config),
  };
}

function oncePerObject<Key extends object, Value extends NonNullable<unknown>>(make: (key: Key) => Value) {
  const known = new Map<Key, Value>();
  return (key: Key): Value => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
