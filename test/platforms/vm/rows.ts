/** The platforms whose machines are booted as virtual machines. A row is an emulation and what its description says. */

import type { Emulation } from '../emulation.ts';
import { emulations } from '../emulations/all.ts';

export interface Row {
  readonly emulation: Emulation;
  /** Beside what cluster.yaml says. */
  readonly description: Readonly<Record<string, unknown>>;
}

/** Where each agent has a network card of its own. */
const twoNetworks = {
  networks: { servers: { subnet: '10.10.0.0/24' }, clients: { subnet: '10.20.0.0/24' } },
  server: { network: 'servers' },
  client: { network: 'clients', drivers: ['exec'] },
};

/** Where the agents share the private network, beside a public card that no description names. */
const oneNetwork = {
  networks: { private: { subnet: '10.10.0.0/24' } },
  server: { network: 'private' },
  client: { network: 'private', drivers: ['exec'], ports: { http: 4656 } },
};

export const rows = {
  ec2: {
    emulation: emulations.ec2,
    description: {
      target: { platform: 'ec2' },
      ...twoNetworks,
      machines: {
        n1: {
          interfaces: [
            { network: 'servers', mac: '0a:00:00:10:00:01', address: '10.10.0.11' },
            { network: 'clients', mac: '0a:00:00:20:00:01', address: '10.20.0.11' },
          ],
        },
      },
    },
  },
  hetzner: {
    emulation: emulations.hetzner,
    description: {
      target: { platform: 'hetzner' },
      ...oneNetwork,
      machines: { n1: { interfaces: [{ network: 'private', mac: '86:00:00:10:00:01', address: '10.10.0.11' }] } },
    },
  },
} satisfies Readonly<Record<string, Row>>;

export type RowName = keyof typeof rows;
