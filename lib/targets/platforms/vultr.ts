/** Vultr: a public card, and a VPC whose addresses nobody can choose. */

import type { Platform } from '../platform.ts';

export const vultr = {
  title: 'Vultr',
  counting: 'packed',
  encodings: ['plain'],
  servesUserData: true,
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'user_data' },
  attach: 'vultr-cli instance create --userdata FILE; the API and user_data want base64 of the file',
  attachCommand: ['vultr-cli', 'instance', 'create', '--userdata', 'FILE'],
  network: {
    madeBy: 'platform',
    hasPublicCard: true,
    furtherCards: { broughtUp: 'by cloud-init, static from metadata' },
    mtu: 1450,
    whyNoAddress: 'Vultr chooses the address of the VPC: is the machine in the VPC with the subnet of the description?',
    source: 'cloud-init DataSourceVultr; Vultr API: create an instance (attach_vpc, and no address)',
  },
  hostFirewall: 'ufw, SSH alone',
  source:
    'cloud-init DataSourceVultr (a string in JSON); no limit is documented, and what the tools encode is unconfirmed',
} satisfies Platform;
