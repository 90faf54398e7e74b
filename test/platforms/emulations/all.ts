/** Every emulation by its name: the platform's, and the config drive beside OpenStack's service. */

import type { Emulation } from '../emulation.ts';
import { akamai } from './akamai.ts';
import { azure } from './azure.ts';
import { configDrive } from './config-drive.ts';
import { digitalocean } from './digitalocean.ts';
import { ec2 } from './ec2.ts';
import { gcp } from './gcp.ts';
import { hetzner } from './hetzner.ts';
import { libvirt } from './libvirt.ts';
import { nocloud } from './nocloud.ts';
import { oci } from './oci.ts';
import { openstack } from './openstack.ts';
import { proxmox } from './proxmox.ts';
import { scaleway } from './scaleway.ts';
import { vmware } from './vmware.ts';
import { vultr } from './vultr.ts';

const table = {
  nocloud,
  libvirt,
  proxmox,
  'config-drive': configDrive,
  openstack,
  ec2,
  gcp,
  azure,
  hetzner,
  digitalocean,
  oci,
  akamai,
  scaleway,
  vultr,
  vmware,
} as const;

export type EmulationName = keyof typeof table;

export const emulations: Readonly<Record<EmulationName, Emulation>> = table;
