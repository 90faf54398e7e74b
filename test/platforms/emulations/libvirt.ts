/** libvirt: virt-install(1) puts the three files that --cloud-init names on an image labelled cidata, a CD of the machine. */

import type { Emulation } from '../emulation.ts';
import { nocloud } from './nocloud.ts';

export const libvirt: Emulation = {
  ...nocloud,
  platform: 'libvirt',
  medium: ({ userData, metaData, networkConfig }) => ({
    label: 'cidata',
    files: { 'user-data': userData, 'meta-data': metaData, 'network-config': networkConfig },
  }),
};
