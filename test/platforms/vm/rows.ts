/** The platforms whose machines are booted as virtual machines. A row is an emulation and what its description says. */

import type { Emulation } from '../emulation.ts';
import { ec2Machine } from '../emulations/ec2.ts';
import { hetznerMachine } from '../emulations/hetzner.ts';

export interface Row {
  /** The machine with this number, from 1. */
  readonly machine: (number: number) => Emulation;
  /** What the description says beside cluster.yaml and its machines. */
  readonly description: Readonly<Record<string, unknown>>;
  /** The index of the card in each of the description's networks. */
  readonly cards: Readonly<Record<string, number>>;
}

export const rows = {
  ec2: {
    machine: ec2Machine,
    description: {
      target: { platform: 'ec2' },
      networks: { servers: { subnet: '10.10.0.0/24' }, clients: { subnet: '10.20.0.0/24' } },
      server: { network: 'servers' },
      client: { network: 'clients', drivers: ['exec'] },
    },
    cards: { servers: 0, clients: 1 },
  },
  // Beside the public card, which no description names, both agents share a private one.
  hetzner: {
    machine: hetznerMachine,
    description: {
      target: { platform: 'hetzner' },
      networks: { private: { subnet: '10.10.0.0/24' } },
      server: { network: 'private' },
      client: { network: 'private', drivers: ['exec'], ports: { http: 4656 } },
    },
    cards: { private: 1 },
  },
} satisfies Readonly<Record<string, Row>>;

export type RowName = keyof typeof rows;
