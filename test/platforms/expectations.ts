/**
 * What cloud-init makes of each platform, as its datasources' source says: which datasource it chooses, where its
 * instance-id comes from, and the network that it configures on a machine with two cards. Held against the real cloud-init
 * of three Debian releases by main.ts.
 */

import type { PlatformName } from '../../lib/cluster/vocabulary.ts';

/** One card's entry in netplan's terms; what is not said is not there. */
export interface CardNetwork {
  readonly dhcp4?: true;
  readonly dhcp6?: true;
  /** The metric of routes by DHCP. */
  readonly metric?: number;
  /** With prefix length. */
  readonly addresses?: readonly string[];
  readonly mtu?: number;
  /** `0.0.0.0/0 via 10.0.0.1`, `10.0.0.0/24 table 101`. */
  readonly routes?: readonly string[];
  /** Policy routing: `from 10.0.0.11 table 101`. */
  readonly rules?: readonly string[];
  readonly nameservers?: readonly string[];
}

/** By the order of the platform's cards; undefined for one that cloud-init leaves alone. */
export type MachineNetwork = readonly (CardNetwork | undefined)[];

/** A version of cloud-init: 25.3 is [25, 3]. */
export type Version = readonly [year: number, release: number];

export interface Expectation {
  /** Name in datasource_list. */
  readonly name: string;
  /** Class of the datasource. */
  readonly datasource: string;
  /** The first version that has the datasource; absent where all three have it. */
  readonly since?: Version;
  readonly instanceIdFrom: 'meta-data' | 'image' | 'platform';
  /** The newest first; an entry holds from its version on, the last one from the beginning. */
  readonly networks: readonly { readonly since?: Version; readonly cards: MachineNetwork }[];
}

const described: MachineNetwork = [{ addresses: ['10.10.0.11/24'] }, { addresses: ['10.20.0.11/24'] }];

const dhcpWithMetrics: MachineNetwork = [
  { dhcp4: true, metric: 100 },
  { dhcp4: true, metric: 200 },
];

const table = {
  // cloudinit/sources/DataSourceNoCloud.py: network-config as it is
  nocloud: {
    name: 'NoCloud',
    datasource: 'DataSourceNoCloud',
    instanceIdFrom: 'meta-data',
    networks: [{ cards: described }],
  },
  // DataSourceEc2.py, convert_ec2_metadata_network_config; policy routing from 24.1 on, and where netplan renders
  ec2: {
    name: 'Ec2',
    datasource: 'DataSourceEc2Local',
    instanceIdFrom: 'platform',
    networks: [
      {
        since: [24, 1],
        cards: [
          { dhcp4: true, metric: 100 },
          {
            dhcp4: true,
            metric: 200,
            routes: ['0.0.0.0/0 via 10.20.0.1 table 101', '10.20.0.0/24 table 101'],
            rules: ['from 10.20.0.11 table 101'],
          },
        ],
      },
      { cards: dhcpWithMetrics },
    ],
  },
  // DataSourceHetzner.py, network_config: the service's own for the public card; private cards by DHCP from 25.3 on
  hetzner: {
    name: 'Hetzner',
    datasource: 'DataSourceHetzner',
    instanceIdFrom: 'platform',
    networks: [
      { since: [25, 3], cards: [publicCard('::/0 via fe80::1 on-link'), { dhcp4: true }] },
      { since: [23, 1], cards: [publicCard('::/0 via fe80::1 on-link'), undefined] },
      { cards: [publicCard('::/0 via fe80::1'), undefined] },
    ],
  },
} as const satisfies Partial<Record<PlatformName, Expectation>>;

/** The emulated public card of Hetzner; the renderer for netplan says `on-link` from 23.1 on. */
function publicCard(route: string): CardNetwork {
  return {
    dhcp4: true,
    addresses: ['2001:db8:11::1/64'],
    routes: [route],
    nameservers: ['2a01:4ff:ff00::add:1'],
  };
}

/** By platform. */
export const expectations: Readonly<Partial<Record<PlatformName, Expectation>>> = table;
