/**
 * Google Compute Engine: its metadata server, and DHCP that gives /32 addresses with routes. Read in
 * cloudinit/sources/DataSourceGCE.py, 22.4 to 26.2. Google's images name the server in /etc/hosts; in others it is found
 * by DNS and one stage later, which is not emulated.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const instanceId = '4242424242424242424';

const card = (index: number): NetworkCard => ({
  name: `ens${index + 4}`,
  mac: `42:01:0a:${index + 1}0:00:0b`,
  driver: 'virtio_net',
  address: `10.${index + 1}0.0.11/24`,
  lease: {
    router: `10.${index + 1}0.0.1`,
    netmask: '255.255.255.255',
    mtu: 1460,
    nameserver: '169.254.169.254',
    routes: [`10.${index + 1}0.0.1/32`, '0.0.0.0', '0.0.0.0/0', `10.${index + 1}0.0.1`],
  },
});

const flavored = (body: string) => ({ body, needs: ['Metadata-Flavor', 'Google'] as const });
const root = '/computeMetadata/v1';

export const gcp: Emulation = {
  platform: 'gcp',
  virtualization: 'google',
  dmi: { sys_vendor: 'Google', product_name: 'Google Compute Engine', product_serial: 'GoogleCloud-0123456789ABCDEF' },
  cards: [card(0), card(1)],
  instanceId,
  hosts: ['169.254.169.254 metadata.google.internal'],
  service: {
    addresses: ['169.254.169.254'],
    paths: ({ hostname, userData, metadata }) => ({
      [`${root}/instance/id`]: flavored(instanceId),
      [`${root}/instance/zone`]: flavored('projects/123456789012/zones/europe-west3-a'),
      [`${root}/instance/hostname`]: flavored(`${hostname}.europe-west3-a.c.project.internal`),
      // A value is text; the tool reads the file as such.
      [`${root}/instance/attributes/?recursive=True`]: flavored(
        JSON.stringify({ 'user-data': userData.toString('utf8'), ...metadata }),
      ),
      [`${root}/project/attributes/?recursive=True`]: flavored('{}'),
    }),
  },
};
