/** A config drive of one's own: the image that `--iso` makes for OpenStack, where no metadata service answers. */

import type { Emulation } from '../emulation.ts';
import { describedCards, ownImage } from './nocloud.ts';

export const configDrive: Emulation = {
  platform: 'openstack',
  virtualization: 'kvm',
  dmi: { sys_vendor: 'OpenStack Foundation', product_name: 'OpenStack Nova' },
  cards: describedCards,
  medium: ownImage,
};
