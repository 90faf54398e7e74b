/**
 * Vultr: its metadata service, DHCP on the public card's wire, and a VPC's card with its address and MTU in the metadata.
 * Read in cloudinit/sources/DataSourceVultr.py and its helper, 22.4 to 26.2.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const instanceId = '5f0ed1c5-6c3c-4a4d-8b29-000000000001';

const cards: readonly NetworkCard[] = [
  {
    name: 'enp1s0',
    mac: '56:00:03:10:00:01',
    driver: 'virtio_net',
    address: '203.0.113.11/24',
    lease: {
      router: '203.0.113.1',
      nameserver: '108.61.10.10',
      // By the first of these 22.4 knows the platform's own server.
      routes: ['169.254.169.254/32', '203.0.113.1', '0.0.0.0/0', '203.0.113.1'],
    },
  },
  { name: 'enp6s0', mac: '5a:00:03:20:00:01', driver: 'virtio_net', address: '10.10.0.11/24' },
];

const none = { additional: [], address: '', network: '', prefix: '' };
const interfaces = [
  {
    'network-type': 'public',
    mac: cards[0]?.mac,
    ipv4: { additional: [], address: '203.0.113.11', gateway: '203.0.113.1', netmask: '255.255.255.0', routes: [] },
    ipv6: none,
  },
  {
    'network-type': 'private',
    mac: cards[1]?.mac,
    mtu: 1450,
    ipv4: { additional: [], address: '10.10.0.11', gateway: '', netmask: '255.255.255.0', routes: [] },
    ipv6: none,
  },
];

export const vultr: Emulation = {
  platform: 'vultr',
  virtualization: 'kvm',
  dmi: { sys_vendor: 'Vultr', product_name: 'VHF', product_serial: '42424242', product_uuid: instanceId },
  cards,
  instanceId,
  service: {
    addresses: ['169.254.169.254'],
    paths: ({ hostname, userData }) => ({
      '/': 'v1\nv1.json\n',
      '/v1.json': JSON.stringify({
        hostname,
        'instance-v2-id': instanceId,
        instanceid: '42424242',
        interfaces,
        'public-keys': [],
        region: { countrycode: 'DE', regioncode: 'FRA' },
        'user-data': userData.toString('utf8'),
        'vendor-data': '#cloud-config\nssh_pwauth: true\n',
      }),
    }),
  },
};
