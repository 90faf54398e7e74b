/** Machines: each with its roles, interfaces and agents, defaults filled in. */

import { listeningAddress } from '../../cluster/attachment.ts';
import type { ClientCommons, Machine, ServerCommons, Target } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults, type MachineDescription } from '../../cluster/description.generated.ts';
import type { Role } from '../../cluster/vocabulary.ts';
import { madeNetwork } from '../../targets/platforms.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { isRangeName } from '../ranges/names.ts';
import type { SettingsOfMachine } from '../settings/machine-settings.ts';
import { resolveInterfaces, type Taken } from './interfaces.ts';
import { suggestHostname, whyNoHostname } from './names.ts';

type MachineDraft = Draft<MachineDescription>;

/** What was resolved for all machines already. */
export interface OfAllMachines {
  readonly networks: Networks;
  readonly server: ServerCommons;
  readonly client: ClientCommons;
  readonly settingsOf: (own: MachineDraft, at: Place) => SettingsOfMachine;
}

/** What all machines share. */
interface Shared extends OfAllMachines {
  readonly draft: ClusterDraft;
  readonly datacenter: string;
  readonly taken: Taken;
  readonly target: Target;
}

/** Resolves all machines in the order of the description. */
export function resolveMachines(
  draft: ClusterDraft,
  ofAll: OfAllMachines,
  taken: Taken,
  at: Place,
): readonly Machine[] {
  const shared: Shared = {
    ...ofAll,
    draft,
    datacenter: draft.datacenter ?? defaults.datacenter,
    taken,
    target: {
      format: draft.target?.format ?? defaults['target.format'],
      os: draft.target?.os ?? defaults['target.os'],
      platform: draft.target?.platform ?? defaults['target.platform'],
      ignitionSpec: draft.target?.ignitionSpec ?? defaults['target.ignitionSpec'],
    },
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
  const roles = written.filter((role) => role !== undefined);
  const target = draft.target ? { ...shared.target, ...given(draft.target) } : shared.target;
  const isMade = madeNetwork(target) !== undefined;
  const interfaces = resolveInterfaces(name, isMade, draft.interfaces ?? [], networks, taken, at.key('interfaces'));
  const listensOn = (network: string | undefined) => {
    const addresses = interfaces.find((attached) => attached.network === network)?.addresses ?? [];
    const subnets = networks.byName.get(network ?? '')?.subnets ?? [];
    const address = listeningAddress(
      addresses.map((one) => one.address),
      subnets,
    );
    return address === undefined ? {} : { address };
  };
  const { server, client, ...ofMachine } = shared.settingsOf(draft, at);
  return {
    name,
    roles,
    interfaces,
    datacenter: draft.datacenter ?? shared.datacenter,
    arch: draft.arch ?? defaults['machines.*.arch'],
    target,
    instance: draft.instance ?? defaults['machines.*.instance'],
    ...(draft.memoryMiB !== undefined && { memoryMiB: draft.memoryMiB }),
    certificate: resolveCertificate(draft.certificate),
    ...ofMachine,
    ...(roles.includes('server') && { server: { ...listensOn(shared.draft.server?.network), ...server } }),
    ...(roles.includes('client') && { client: { ...listensOn(shared.draft.client?.network), ...client } }),
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

function resolveCertificate(draft: MachineDraft['certificate']): Machine['certificate'] {
  return {
    generation: draft?.generation ?? defaults['machines.*.certificate.generation'],
    ...(draft?.issuedAt !== undefined && { issuedAt: draft.issuedAt }),
  };
}
