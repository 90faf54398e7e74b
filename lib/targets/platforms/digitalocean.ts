/** DigitalOcean: a public card, and one VPC whose addresses nobody can choose. */

import { KIB, type Platform } from '../platform.ts';

export const digitalocean = {
  title: 'DigitalOcean',
  limitBytes: 64 * KIB,
  counting: 'packed',
  encodings: ['plain'],
  servesUserData: true,
  metadataReaders: ['do-agent.service', 'droplet-agent.service'],
  nomadFingerprint: 'env_digitalocean',
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'user_data' },
  attach: 'doctl compute droplet create --user-data-file FILE',
  attachCommand: ['doctl', 'compute', 'droplet', 'create', '--user-data-file', 'FILE'],
  network: {
    madeBy: 'platform',
    hasPublicCard: true,
    mostNetworks: 1,
    furtherCards: { broughtUp: 'by cloud-init, static from metadata' },
    whyNoAddress:
      'DigitalOcean chooses the address of the VPC: is the droplet in the VPC with the subnet of the description?',
    source: 'cloud-init DataSourceDigitalOcean; DigitalOcean API: create a droplet (vpc_uuid, and no address)',
  },
  source: 'DigitalOcean API: create a droplet (plain text, 64 KiB); cloud-init DataSourceDigitalOcean',
} satisfies Platform;
