/**
 * Oracle Cloud Infrastructure: version 2 of its metadata service, and DHCP on the first card's wire alone. Read in
 * cloudinit/sources/DataSourceOracle.py, 22.4 to 26.2. The machine's root is not on iSCSI, as with paravirtualized
 * volumes: with iSCSI the initial RAM disk configures the first card.
 */

import type { Answer, Emulation, NetworkCard } from '../emulation.ts';

const instanceId = 'ocid1.instance.oc1.eu-frankfurt-1.emulated';

const cards: readonly NetworkCard[] = [
  {
    name: 'ens3',
    mac: '02:00:17:10:00:01',
    driver: 'virtio_net',
    address: '10.10.0.11/24',
    lease: { router: '10.10.0.1', mtu: 9000, nameserver: '169.254.169.254' },
  },
  { name: 'ens5', mac: '02:00:17:20:00:01', driver: 'virtio_net', address: '10.20.0.11/24' },
];

const vnics = cards.map(({ mac, address }, index) => ({
  vnicId: `ocid1.vnic.oc1.eu-frankfurt-1.${index}`,
  privateIp: address.replace(/\/.*/, ''),
  vlanTag: index,
  macAddr: mac.toUpperCase(),
  virtualRouterIp: `10.${index + 1}0.0.1`,
  subnetCidrBlock: `10.${index + 1}0.0.0/24`,
}));

const bearing = (value: object): Answer => ({
  body: JSON.stringify(value),
  contentType: 'application/json',
  needs: ['Authorization', 'Bearer Oracle'],
});

export const oci: Emulation = {
  platform: 'oci',
  virtualization: 'kvm',
  dmi: {
    sys_vendor: 'QEMU',
    product_name: 'Standard PC (i440FX + PIIX, 1996)',
    chassis_asset_tag: 'OracleCloud.com',
    product_uuid: '01234567-89ab-cdef-0123-456789abcdef',
  },
  cards,
  instanceId,
  service: {
    addresses: ['169.254.169.254'],
    paths: ({ hostname, userData }) => {
      const instance = bearing({
        availabilityDomain: 'fra:EU-FRANKFURT-1-AD-1',
        ociAdName: 'eu-frankfurt-1-ad-1',
        compartmentId: 'ocid1.tenancy.oc1..emulated',
        displayName: hostname,
        hostname,
        id: instanceId,
        // The tool puts base64 around the file's bytes.
        metadata: { user_data: userData.toString('base64') },
        region: 'eu-frankfurt-1',
        shape: 'VM.Standard.E4.Flex',
        state: 'Running',
      });
      return {
        '/opc/v2/instance/': instance,
        '/opc/v2/instance': instance,
        '/opc/v2/vnics/': bearing(vnics),
        '/opc/v2/vnics': bearing(vnics),
      };
    },
  },
};
