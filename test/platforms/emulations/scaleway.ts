/**
 * Scaleway: its metadata service, which gives user-data to callers from a privileged port alone, and DHCP on both cards'
 * wires, the second of a private network. Read in cloudinit/sources/DataSourceScaleway.py, 22.4 to 26.2; the answers are
 * those of an instance with a routed public address.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const instanceId = '11111111-2222-4333-8444-555555555555';

const cards: readonly NetworkCard[] = [
  {
    name: 'ens2',
    mac: 'de:00:00:10:00:01',
    driver: 'virtio_net',
    address: '203.0.113.11/24',
    lease: {
      router: '62.210.0.1',
      netmask: '255.255.255.255',
      routes: ['62.210.0.1/32', '0.0.0.0', '0.0.0.0/0', '62.210.0.1'],
    },
  },
  {
    name: 'ens5',
    mac: '02:00:00:20:00:01',
    driver: 'virtio_net',
    address: '10.10.0.11/24',
    lease: {},
  },
];

export const scaleway: Emulation = {
  platform: 'scaleway',
  virtualization: 'kvm',
  dmi: { sys_vendor: 'Scaleway', product_name: 'SCW-DEV1-S', product_uuid: instanceId },
  cards,
  instanceId,
  // Its second request comes from the port of the first, which may still be closing.
  complaints: [/Error while trying to get vendor-data data: .*Cannot assign requested address/],
  service: {
    addresses: ['169.254.42.42'],
    paths: ({ hostname, userData }) => ({
      '/': '{}',
      '/conf?format=json': JSON.stringify({
        id: instanceId,
        name: hostname,
        hostname,
        tags: [],
        private_ip: null,
        ipv6: null,
        public_ip: { address: '203.0.113.11', dynamic: false },
        public_ips: [{ address: '203.0.113.11', netmask: '32', gateway: '62.210.0.1', family: 'inet', dynamic: false }],
        ssh_public_keys: [],
        zone: 'fr-par-1',
      }),
      '/user_data/cloud-init': { body: userData, needsPrivilegedPort: true },
      '/vendor_data/cloud-init': { body: '#cloud-config\nssh_pwauth: true\n', needsPrivilegedPort: true },
    }),
  },
};
