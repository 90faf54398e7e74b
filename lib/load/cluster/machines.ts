/** Machines: each with its roles, interfaces and agents, defaults filled in. */

import { listeningAddress } from '../../cluster/attachment.ts';
import type {
  ClientDefaults,
  Machine,
  MachineClient,
  MachineServer,
  ServerDefaults,
  Target,
} from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults, type MachineDescription } from '../../cluster/description.generated.ts';
import type { JsonObject, Role } from '../../cluster/vocabulary.ts';
import { mergeAgentConfig } from '../../nomad/plugins.ts';
import { oncePerObject } from '../../once.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { isRangeName } from '../ranges/names.ts';
import { settingsOfMachine } from '../settings/plain-settings.ts';
import { resolveInterfaces, type Taken } from './interfaces.ts';
import { suggestHostname, whyNoHostname } from './names.ts';

type MachineDraft = Draft<MachineDescription>;

/** What all machines share, and what those share that share a part of their description: ranges, and YAML's aliases. */
interface Shared {
  readonly draft: ClusterDraft;
  readonly datacenter: string;
  readonly networks: Networks;
  readonly taken: Taken;
  readonly targetOf: (draft: NonNullable<MachineDraft['target']>) => Target;
  readonly certificateOf: (draft: NonNullable<MachineDraft['certificate']>) => Machine['certificate'];
  readonly rolesOf: (draft: NonNullable<MachineDraft['roles']>) => readonly Role[];
  readonly serverOf: (draft: NonNullable<MachineDraft['server']>) => Omit<MachineServer, 'address'>;
  readonly clientOf: (draft: NonNullable<MachineDraft['client']>) => Omit<MachineClient, 'address'>;
}

/** Stands for a part that a machine does not have, so that all such machines share what follows. */
const nothing = {};

/** What was resolved for all machines already. */
interface OfAllMachines {
  readonly networks: Networks;
  readonly server: ServerDefaults;
  readonly client: ClientDefaults;
}

/** Resolves all machines in the order of the description. */
export function resolveMachines(
  draft: ClusterDraft,
  { networks, server, client }: OfAllMachines,
  taken: Taken,
  at: Place,
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
    targetOf: oncePerObject((own) => ({ ...target, ...given(own) })),
    certificateOf: oncePerObject(resolveCertificate),
    rolesOf: oncePerObject((roles) => roles.filter((role) => role !== undefined)),
    serverOf: oncePerObject((own) => ({
      settings: settingsOfMachine('server', server.settings, own),
      config: mergedConfig(draft.server?.config, own.config),
    })),
    clientOf: oncePerObject((own) => ({
      settings: settingsOfMachine('client', client.settings, own),
      config: mergedConfig(draft.client?.config, own.config),
    })),
  };
  return Object.entries(draft.machines ?? {}).map(([name, machine]) => {
    return resolveMachine(name, machine ?? {}, shared, at.key(name));
  });
}

function resolveMachine(name: string, draft: MachineDraft, shared: Shared, at: Place): Machine {
  const { networks, taken } = shared;
  reportHostname(name, at);
  const written = draft.roles ?? defaults['machines.*.roles'];
  reportRolesTwice(written, at.key('roles'));
  const roles = shared.rolesOf(written);
  const interfaces = resolveInterfaces(name, draft.interfaces ?? [], networks, taken, at.key('interfaces'));
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
      server: { ...listensOn(shared.draft.server?.network), ...shared.serverOf(draft.server ?? nothing) },
    }),
    ...(roles.includes('client') && {
      client: { ...listensOn(shared.draft.client?.network), ...shared.clientOf(draft.client ?? nothing) },
    }),
  };
}

function given<T extends object>(draft: T): { [Key in keyof T]-?: Exclude<T[Key], undefined> } | object {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}

function reportHostname(name: string, at: Place): void {
  // A range is no machine's name: one that is left was refused, and has its answer.
  if (isRangeName(name)) return;
  const why = whyNoHostname(name);
  if (why === undefined) return;
  // A name for one machine is none for all of its range.
  const suggestion = at.isOfRange() ? undefined : suggestHostname(name);
  at.add('hostname', { name, why, ...(suggestion !== undefined && { suggestion }) });
}

function reportRolesTwice(roles: readonly (Role | undefined)[], at: Place): void {
  for (const [index, role] of roles.entries()) {
    if (role === undefined || roles.indexOf(role) === index) continue;
    at.key(index).add('listed-twice', { item: role });
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
