/** The kinds of machines: those of one kind have all in common that `planShared` makes. */

import type { ClientAgent, Machine, MachineSettings, ServerAgent, Target } from '../cluster/cluster.ts';
import type { Architecture } from '../cluster/vocabulary.ts';
import type { EquippedClient } from '../nomad/drivers/clients.ts';
import { oncePerValue } from '../once.ts';
import { sha256 } from '../pki/sha256.ts';
import { systems } from '../targets/systems.ts';

/** All of a machine that its shared files and units follow from. Neither its name nor an address is among it. */
export interface MachineKind extends MachineSettings {
  readonly target: Target;
  readonly arch: Architecture;
  readonly datacenter: string;
  /** Present when machines of the kind carry a server agent. */
  readonly server?: ServerAgent;
  /** Present when machines of the kind carry a client agent. */
  readonly client?: ClientAgent;
}

export function kindOf({ target, arch, datacenter, nomad, users, extra, server, client }: Machine): MachineKind {
  return {
    target,
    arch,
    datacenter,
    nomad,
    users,
    extra,
    ...(server && { server: withoutAddress(server) }),
    ...(client && { client: withoutAddress(client) }),
  };
}

function withoutAddress<Agent extends { readonly address?: string }>(agent: Agent): Omit<Agent, 'address'> {
  const { address: _, ...shared } = agent;
  return shared;
}

/** Whether jobs of a client have networks behind a bridge: as it says, else where plugins of CNI are known. */
export function hasBridge({ target }: Pick<MachineKind, 'target'>, { provisions }: ClientAgent): boolean {
  const { bridge, cniPlugins } = provisions;
  return bridge ?? (cniPlugins !== undefined || systems[target.os].cniFolder !== undefined);
}

/** What of a client decides about its capabilities, devices and programs. */
export function equipmentOf(kind: Pick<MachineKind, 'target'>, client: ClientAgent): EquippedClient {
  const { drivers, provisions, config } = client;
  return { drivers, plugins: provisions.plugins, bridge: hasBridge(kind, client), config };
}

/** The same text for kinds that are alike, and for no others. */
export function kindKey(kind: MachineKind): string {
  return JSON.stringify(kind, (key, value: unknown) => {
    const isSmall = typeof value !== 'object' || value === null || ['', 'server', 'client'].includes(key);
    return isSmall ? value : digest(value);
  });
}

/** Of what thousands of machines may have the very same object of: written out once for all of them. */
const digest = oncePerValue((part: object) => sha256(Buffer.from(JSON.stringify(part))).toString('base64'));
