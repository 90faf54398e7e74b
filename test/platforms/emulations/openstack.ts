/**
 * OpenStack: Nova's metadata service, whose network_data.json has a fixed address for each port, as where DHCP is switched
 * off, and MTU 1450 of an overlay network. Read in cloudinit/sources/DataSourceOpenStack.py and helpers/openstack.py,
 * 22.4 to 26.2; it asks for metadata in EC2's form too.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';
import { listedTree } from '../tree.ts';

const instanceId = 'd8e02d56-2648-49a3-bf97-6be8f1204f38';

const card = (index: number): NetworkCard => ({
  name: `ens${index + 3}`,
  mac: `fa:16:3e:${index + 1}0:00:01`,
  driver: 'virtio_net',
  address: `10.${index + 1}0.0.11/24`,
  lease: { ...(index === 0 && { router: '10.10.0.1' }), mtu: 1450, routes: ['169.254.169.254/32', '10.10.0.1'] },
});
const cards = [card(0), card(1)];

const networkData = {
  links: cards.map(({ mac }, index) => ({
    id: `tap${index}`,
    vif_id: `port${index}`,
    type: 'ovs',
    mtu: 1450,
    ethernet_mac_address: mac,
  })),
  networks: cards.map(({ address }, index) => ({
    id: `network${index}`,
    type: 'ipv4',
    link: `tap${index}`,
    ip_address: address.replace(/\/.*/, ''),
    netmask: '255.255.255.0',
    network_id: `subnet${index}`,
    routes: index === 0 ? [{ network: '0.0.0.0', netmask: '0.0.0.0', gateway: '10.10.0.1' }] : [],
  })),
  services: [{ type: 'dns', address: '10.10.0.2' }],
};

export const openstack: Emulation = {
  platform: 'openstack',
  virtualization: 'kvm',
  dmi: {
    sys_vendor: 'OpenStack Foundation',
    product_name: 'OpenStack Nova',
    chassis_asset_tag: 'OpenStack Compute',
    product_uuid: instanceId,
    product_serial: instanceId,
  },
  cards,
  instanceId,
  service: {
    addresses: ['169.254.169.254', 'fe80::a9fe:a9fe'],
    paths: ({ hostname, userData }) => {
      const metaData = {
        uuid: instanceId,
        hostname: `${hostname}.novalocal`,
        name: hostname,
        availability_zone: 'nova',
      };
      const folder = '/openstack/2018-08-27';
      return {
        ...listedTree('/latest/meta-data', { hostname: `${hostname}.novalocal`, 'instance-id': 'i-00000001' }),
        '/openstack': '2012-08-10\n2018-08-27\nlatest',
        [`${folder}/meta_data.json`]: JSON.stringify(metaData),
        [`${folder}/network_data.json`]: JSON.stringify(networkData),
        [`${folder}/user_data`]: userData,
        [`${folder}/vendor_data.json`]: JSON.stringify({ 'cloud-init': '#cloud-config\nssh_pwauth: true\n' }),
        [`${folder}/vendor_data2.json`]: '{}',
      };
    },
  },
};
