/**
 * NoCloud: the image that `--iso` makes, as a disk. The machine's network is what our network-config says; nobody answers
 * DHCP.
 */

import type { Emulation, NetworkCard, Order } from '../emulation.ts';

/** The cards that the description names by their MAC, on wires where nobody answers DHCP. */
export const describedCards: readonly NetworkCard[] = [
  { name: 'enp1s0', mac: '52:54:00:10:00:01', driver: 'virtio_net', address: '10.10.0.11/24' },
  { name: 'enp2s0', mac: '52:54:00:20:00:01', driver: 'virtio_net', address: '10.20.0.11/24' },
];

/** What our image is attached as. */
export function ownImage({ image }: Order): { readonly image: Buffer } {
  if (!image) throw new Error('--iso made no image');
  return { image };
}

export const nocloud: Emulation = {
  platform: 'nocloud',
  virtualization: 'kvm',
  dmi: { sys_vendor: 'QEMU', product_name: 'Standard PC (Q35 + ICH9, 2009)' },
  cards: describedCards,
  medium: ownImage,
};
