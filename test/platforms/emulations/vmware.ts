/**
 * VMware vSphere: guestinfo variables, read by a stand-in for vmware-rpctool, and DHCP on both wires. Read in
 * cloudinit/sources/DataSourceVMware.py, 22.4 to 26.2. How vSphere and govc carry the values is not emulated.
 */

import type { Emulation, NetworkCard } from '../emulation.ts';

const card = (index: number): NetworkCard => ({
  name: index === 0 ? 'ens192' : 'ens224',
  mac: `52:54:00:${index + 1}0:00:01`,
  driver: 'vmxnet3',
  address: `10.${index + 1}0.0.11/24`,
  lease: { ...(index === 0 && { router: '10.10.0.1' }) },
});

export const vmware: Emulation = {
  platform: 'vmware',
  virtualization: 'vmware',
  dmi: {
    sys_vendor: 'VMware, Inc.',
    product_name: 'VMware7,1',
    product_serial: 'VMware-42 0d 1e 2f',
    product_uuid: '420d1e2f-0123-4567-89ab-0123456789ab',
  },
  cards: [card(0), card(1)],
  guestinfo: ({ userData, metaData, metadata }) => ({
    userdata: userData.toString('utf8'),
    metadata: metaData.toString('utf8'),
    ...Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key.replace(/^guestinfo\./, ''), value])),
  }),
};
