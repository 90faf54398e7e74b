/**
 * Akamai (Linode): its metadata service with a token, on IPv4 alone, and DHCP on the public card's wire. Read in
 * cloudinit/sources/DataSourceAkamai.py and its helper, 25.1 and 26.2; 22.4 has none. Network Helper, which writes the
 * image's network files from the host, is not emulated.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const instanceId = '42424242';
const token = 'b4cb2f06-emulated';

const cards: readonly NetworkCard[] = [
  {
    name: 'eth0',
    mac: 'f2:3c:95:10:00:01',
    driver: 'virtio_net',
    address: '203.0.113.11/24',
    lease: { router: '203.0.113.1', nameserver: '172.105.34.5' },
  },
  { name: 'eth1', mac: '90:de:01:20:00:01', driver: 'virtio_net', address: '10.10.0.11/24' },
];

export const akamai: Emulation = {
  platform: 'akamai',
  virtualization: 'kvm',
  dmi: { sys_vendor: 'Akamai', product_name: 'Compute Instance', product_serial: instanceId },
  cards,
  instanceId,
  complaints: [/Failed to retrieve metadata using IPv6 .*Network is unreachable/],
  service: {
    addresses: ['169.254.169.254'],
    paths: ({ hostname, userData }) => ({
      'PUT /v1/token': { body: token, needs: ['Metadata-Token-Expiry-Seconds', '300'] },
      '/v1/instance': {
        body: JSON.stringify({
          id: Number(instanceId),
          host_uuid: '0',
          label: hostname,
          region: 'eu-central',
          type: 'g6-standard-2',
          tags: [],
        }),
        contentType: 'application/json',
        needs: ['Metadata-Token', token],
      },
      '/v1/user-data': { body: userData, needs: ['Metadata-Token', token] },
    }),
  },
};
