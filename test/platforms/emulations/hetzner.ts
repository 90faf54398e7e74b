/**
 * Hetzner Cloud: its metadata service, DHCP on the public card with an address of its own and a router outside of its
 * subnet, and DHCP on the card of a private network. Read in cloudinit/sources/DataSourceHetzner.py and its helper, 22.4
 * to 26.2; the answers have the form of the platform's documentation ("Server metadata").
 */

import { dump } from 'js-yaml';
import type { Emulation, NetworkCard } from '../emulation.ts';

const publicCard = (machine: number): NetworkCard => ({
  name: 'eth0',
  mac: `96:00:00:10:00:0${machine}`,
  driver: 'virtio_net',
  address: `203.0.113.1${machine}/24`,
  lease: {
    router: '172.31.1.1',
    netmask: '255.255.255.255',
    routes: ['172.31.1.1/32', '0.0.0.0', '0.0.0.0/0', '172.31.1.1'],
  },
});

const privateCard = (machine: number): NetworkCard => ({
  name: 'enp7s0',
  mac: `86:00:00:10:00:0${machine}`,
  driver: 'virtio_net',
  address: `10.10.0.1${machine}/24`,
  lease: { netmask: '255.255.255.255', mtu: 1450, routes: ['10.10.0.1/32', '0.0.0.0', '10.10.0.0/24', '10.10.0.1'] },
});

/** Version 1, as the service has it; of private cards it says nothing. */
const networkConfig = ({ mac }: NetworkCard) => ({
  version: 1,
  config: [
    {
      type: 'physical',
      name: 'eth0',
      mac_address: mac,
      subnets: [
        { type: 'dhcp', ipv4: true },
        {
          type: 'static',
          ipv6: true,
          address: '2001:db8:11::1/64',
          gateway: 'fe80::1',
          dns_nameservers: ['2a01:4ff:ff00::add:1'],
        },
      ],
    },
  ],
});

const privateNetworks = ({ mac, address }: NetworkCard) => [
  {
    ip: host(address),
    alias_ips: [],
    interface_num: 1,
    mac_address: mac,
    network_id: 11,
    network_name: 'servers',
    network: '10.10.0.0/24',
    subnet: '10.10.0.0/24',
    gateway: '10.10.0.1',
  },
];

const host = (address: string): string => address.replace(/\/.*/, '');

/** The machine with this number, from 1 to 9, of a project's; all are in one private network. */
export function hetznerMachine(number: number): Emulation {
  const instanceId = `4242424${number}`;
  const [open, inside] = [publicCard(number), privateCard(number)];
  return {
    platform: 'hetzner',
    virtualization: 'kvm',
    dmi: { sys_vendor: 'Hetzner', product_name: 'vServer', product_serial: instanceId },
    cards: [open, inside],
    instanceId,
    service: {
      addresses: ['169.254.169.254', 'fe80::a9fe:a9fe'],
      paths: ({ hostname, userData }) => ({
        '/hetzner/v1/metadata': dump({
          'availability-zone': 'nbg1-dc3',
          hostname,
          'instance-id': Number(instanceId),
          'local-ipv4': '',
          'network-config': networkConfig(open),
          'public-ipv4': host(open.address),
          'public-keys': [],
          region: 'eu-central',
          vendor_data: '#cloud-config\nssh_pwauth: true\n',
        }),
        '/hetzner/v1/metadata/instance-id': instanceId,
        '/hetzner/v1/metadata/private-networks': dump(privateNetworks(inside)),
        '/hetzner/v1/userdata': userData,
      }),
    },
  };
}

export const hetzner = hetznerMachine(1);
