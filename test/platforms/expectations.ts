/**
 * What cloud-init makes of each platform, as its datasources' source says: which datasource it chooses, where its
 * instance-id comes from, and the network that it configures on a machine with two cards. Held against the real cloud-init
 * of three Debian releases by main.ts.
 */

import type { EmulationName } from './emulations/all.ts';

/** One card's entry in netplan's terms; what is not said is not there. */
export interface CardNetwork {
  readonly dhcp4?: true;
  readonly dhcp6?: true;
  /** Whether addresses and routes by router advertisements are wanted in so many words. */
  readonly 'accept-ra'?: true;
  /** The metric of routes by DHCP. */
  readonly metric?: number;
  /** What else is said of the answers of DHCP. */
  readonly overrides?: Readonly<Record<string, boolean>>;
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
  /** What the platform's images of these versions complain of on the platform too, which makes their boots degraded. */
  readonly complaints?: readonly { readonly since?: Version; readonly until?: Version; readonly says: RegExp }[];
  /** The newest first; an entry holds from its version on, the last one from the beginning. Versions are the source's. */
  readonly networks: readonly { readonly since?: Version; readonly cards: MachineNetwork }[];
}

const described: MachineNetwork = [{ addresses: ['10.10.0.11/24'] }, { addresses: ['10.20.0.11/24'] }];

const dhcpWithMetrics: MachineNetwork = [
  { dhcp4: true, metric: 100 },
  { dhcp4: true, metric: 200 },
];

/** cloudinit/distros, generate_fallback_config: one card, DHCP. */
const fallback: Expectation['networks'] = [
  { since: [24, 1], cards: [{ dhcp4: true, dhcp6: true }, undefined] },
  { cards: [{ dhcp4: true }, undefined] },
];

/** cloudinit/sources/DataSourceNoCloud.py: network-config as it is. */
const nocloud: Expectation = {
  name: 'NoCloud',
  datasource: 'DataSourceNoCloud',
  instanceIdFrom: 'meta-data',
  networks: [{ cards: described }],
};

const table = {
  nocloud,
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
            overrides: { 'use-routes': true },
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
  libvirt: nocloud,
  proxmox: nocloud,
  // DataSourceConfigDrive.py, helpers/openstack.py convert_net_json
  'config-drive': {
    name: 'ConfigDrive',
    datasource: 'DataSourceConfigDrive',
    instanceIdFrom: 'image',
    networks: [{ cards: described }],
  },
  // DataSourceOpenStack.py, helpers/openstack.py convert_net_json
  openstack: {
    name: 'OpenStack',
    datasource: 'DataSourceOpenStackLocal',
    instanceIdFrom: 'platform',
    networks: [
      {
        cards: [
          { addresses: ['10.10.0.11/24'], mtu: 1450, routes: ['0.0.0.0/0 via 10.10.0.1'], nameservers: ['10.10.0.2'] },
          { addresses: ['10.20.0.11/24'], mtu: 1450, nameservers: ['10.10.0.2'] },
        ],
      },
    ],
  },
  // DataSourceGCE.py has no network_config: cloudinit/distros, generate_fallback_config
  gcp: {
    name: 'GCE',
    datasource: 'DataSourceGCELocal',
    instanceIdFrom: 'platform',
    networks: fallback,
  },
  // DataSourceAzure.py, generate_network_config_from_instance_network_metadata
  azure: {
    name: 'Azure',
    datasource: 'DataSourceAzure',
    instanceIdFrom: 'platform',
    networks: [
      {
        since: [24, 2],
        cards: [
          { dhcp4: true, metric: 100 },
          { dhcp4: true, metric: 200, overrides: { 'use-dns': false } },
        ],
      },
      { cards: dhcpWithMetrics },
    ],
  },
  // helpers/digitalocean.py, convert_network_configuration
  digitalocean: {
    name: 'DigitalOcean',
    datasource: 'DataSourceDigitalOcean',
    instanceIdFrom: 'platform',
    networks: [
      {
        cards: [
          {
            addresses: ['203.0.113.11/24', '10.19.0.5/16'],
            routes: ['0.0.0.0/0 via 203.0.113.1'],
            nameservers: ['67.207.67.2'],
          },
          { addresses: ['10.10.0.11/24'], nameservers: ['67.207.67.2'] },
        ],
      },
    ],
  },
  // DataSourceOracle.py, _add_network_config_from_opc_imds
  oci: {
    name: 'Oracle',
    datasource: 'DataSourceOracle',
    instanceIdFrom: 'platform',
    complaints: [{ until: [25, 2], says: /Could not obtain network configuration from initramfs/ }],
    networks: [
      {
        cards: [
          { dhcp4: true, mtu: 9000 },
          { addresses: ['10.20.0.11/24'], mtu: 9000 },
        ],
      },
    ],
  },
  // DataSourceAkamai.py, since 23.3, has no network_config
  akamai: {
    name: 'Akamai',
    datasource: 'DataSourceAkamaiLocal',
    since: [23, 3],
    instanceIdFrom: 'platform',
    networks: fallback,
  },
  // DataSourceScaleway.py, network_config
  scaleway: {
    name: 'Scaleway',
    datasource: 'DataSourceScaleway',
    instanceIdFrom: 'platform',
    networks: [
      { since: [23, 2], cards: [{ dhcp4: true, routes: ['169.254.42.42/32 via 62.210.0.1 on-link'] }, undefined] },
      { cards: [{ dhcp4: true }, undefined] },
    ],
  },
  // helpers/vultr.py, generate_network_config
  vultr: {
    name: 'Vultr',
    datasource: 'DataSourceVultr',
    instanceIdFrom: 'platform',
    complaints: [{ since: [23, 4], says: /network-config-v1 failed schema validation/ }],
    networks: [
      {
        cards: [
          { dhcp4: true, dhcp6: true, 'accept-ra': true },
          { addresses: ['10.10.0.11/24'], mtu: 1450, nameservers: ['108.61.10.10', '2001:19f0:300:1704::6'] },
        ],
      },
    ],
  },
  // DataSourceVMware.py, network_config: what guestinfo.metadata says
  vmware: {
    name: 'VMware',
    datasource: 'DataSourceVMware',
    instanceIdFrom: 'meta-data',
    networks: [{ cards: described }],
  },
} as const satisfies Record<EmulationName, Expectation>;

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
export const expectations: Readonly<Record<EmulationName, Expectation>> = table;
