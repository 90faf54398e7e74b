/** NoCloud, and the hypervisors that hand its files to a machine: the description makes the network. */

import type { Platform } from '../platform.ts';

export const nocloud: Platform = {
  title: 'NoCloud',
  counting: 'packed',
  encodings: ['plain', 'gzip'],
  servesUserData: false,
  instanceIdFrom: 'meta-data',
  image: 'nocloud',
  documents: { 'user-data': 'user-data', 'meta-data': 'meta-data', 'network-config': 'network-config' },
  network: { madeBy: 'description', document: 'network-config', macPrefix: '52:54:00' },
  attach: 'attach seed.iso (made by --iso) as a disk or CD, or put the three files on a volume labelled cidata',
  ignition: {
    attach: 'qemu-system-x86_64 -fw_cfg name=opt/com.coreos/config,file=FILE',
    attachCommand: ['qemu-system-x86_64', '-fw_cfg', 'name=opt/com.coreos/config,file=FILE'],
  },
  source: 'cloud-init documentation: NoCloud; Ignition documentation: Supported Platforms (qemu)',
};

export const libvirt: Platform = {
  ...nocloud,
  title: 'libvirt',
  attach: 'virt-install --cloud-init user-data=FILE,meta-data=meta-data,network-config=network-config',
  attachCommand: ['virt-install', '--cloud-init', 'user-data=FILE,meta-data=META,network-config=NETWORK'],
  ignition: {
    attach: "virt-install --qemu-commandline='-fw_cfg name=opt/com.coreos/config,file=FILE'",
    attachCommand: ['virt-install', '--qemu-commandline=-fw_cfg name=opt/com.coreos/config,file=FILE'],
  },
  source: 'virt-install(1): --cloud-init; Ignition documentation: Supported Platforms (qemu)',
};

export const proxmox: Platform = {
  ...nocloud,
  title: 'Proxmox VE',
  network: { madeBy: 'description', document: 'network-config', macPrefix: 'bc:24:11' },
  attach:
    'copy the files into the snippets of STORAGE, their names beginning with NAME-; qm set VMID --cicustom user=STORAGE:snippets/NAME-FILE,meta=STORAGE:snippets/NAME-meta-data,network=STORAGE:snippets/NAME-network-config',
  ignition: {
    attach:
      'copy FILE into the snippets of STORAGE as NAME-FILE; qm set VMID --cicustom user=STORAGE:snippets/NAME-FILE',
  },
  source: 'Proxmox VE Administration Guide: Cloud-Init Support',
};
