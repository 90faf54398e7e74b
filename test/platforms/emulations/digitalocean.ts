/**
 * DigitalOcean: the metadata service of a droplet, which cloud-init asks from a link-local address of its own. Read in
 * cloudinit/sources/DataSourceDigitalOcean.py and its helper, 22.4 to 26.2. Droplets also have a config drive, which
 * cloud-init's documentation names as the better way since 23.2 and which is not emulated.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const instanceId = '424242424';

const cards: readonly NetworkCard[] = [
  { name: 'eth0', mac: '04:01:58:10:00:01', driver: 'virtio_net', address: '203.0.113.11/24' },
  { name: 'eth1', mac: '04:01:58:20:00:01', driver: 'virtio_net', address: '10.10.0.11/24' },
];

const interfaces = {
  public: [
    {
      mac: cards[0]?.mac,
      type: 'public',
      ipv4: { ip_address: '203.0.113.11', netmask: '255.255.255.0', gateway: '203.0.113.1' },
      anchor_ipv4: { ip_address: '10.19.0.5', netmask: '255.255.0.0', gateway: '10.19.0.1' },
    },
  ],
  private: [
    {
      mac: cards[1]?.mac,
      type: 'private',
      ipv4: { ip_address: '10.10.0.11', netmask: '255.255.255.0', gateway: '0.0.0.0' },
    },
  ],
};

export const digitalocean: Emulation = {
  platform: 'digitalocean',
  virtualization: 'kvm',
  dmi: { sys_vendor: 'DigitalOcean', product_name: 'Droplet', product_serial: instanceId },
  cards,
  instanceId,
  service: {
    addresses: ['169.254.169.254'],
    paths: ({ hostname, userData }) => ({
      '/metadata/v1.json': JSON.stringify({
        droplet_id: Number(instanceId),
        hostname,
        vendor_data: '#cloud-config\nssh_pwauth: true\n',
        user_data: userData.toString('utf8'),
        public_keys: [],
        region: 'fra1',
        interfaces,
        dns: { nameservers: ['67.207.67.2'] },
      }),
    }),
  },
};
