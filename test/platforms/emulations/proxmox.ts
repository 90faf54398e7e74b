/** Proxmox VE: `qm set --cicustom` puts the snippets on an image labelled cidata, a CD of the machine. */

import type { Emulation } from '../emulation.ts';
import { libvirt } from './libvirt.ts';

export const proxmox: Emulation = { ...libvirt, platform: 'proxmox' };
