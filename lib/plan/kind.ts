/** The kinds of machines: those of one kind have all in common that `planShared` makes. */

import type { Machine, MachineClient, MachineServer, Target } from '../cluster/cluster.ts';
import type { Architecture } from '../cluster/vocabulary.ts';

/** All of a machine that its shared files and units follow from. Neither its name nor an address is among it. */
export interface MachineKind {
  readonly target: Target;
  readonly arch: Architecture;
  readonly datacenter: string;
  /** Present when machines of the kind carry a server agent. */
  readonly server?: Omit<MachineServer, 'address'>;
  /** Present when machines of the kind carry a client agent. */
  readonly client?: Omit<MachineClient, 'address'>;
}

export function kindOf({ target, arch, datacenter, server, client }: Machine): MachineKind {
  return {
    target,
    arch,
    datacenter,
    ...(server && { server: withoutAddress(server) }),
    ...(client && { client: withoutAddress(client) }),
  };
}

function withoutAddress<Agent extends { readonly address?: string }>(agent: Agent): Omit<Agent, 'address'> {
  const { address: _, ...shared } = agent;
  return shared;
}
