/** Google Compute Engine: DHCP on the first card; the others are the guest agent's. */

import { KIB, type Platform } from '../platform.ts';

export const gcp = {
  title: 'Google Compute Engine',
  limitBytes: 256 * KIB,
  counting: 'packed',
  encodings: ['plain', 'gzip+base64'],
  encodingKey: {
    name: 'user-data-encoding',
    values: { 'gzip+base64': 'base64' },
    option: ['--metadata=user-data-encoding=VALUE'],
  },
  servesUserData: true,
  metadataReaders: [
    'google-guest-agent.service',
    'google-guest-agent-manager.service',
    'google-guest-compat-manager.service',
    'google-osconfig-agent.service',
    'google-startup-scripts.service',
  ],
  nomadFingerprint: 'env_gce',
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'metadata user-data' },
  attach:
    'gcloud compute instances create --metadata-from-file=user-data=FILE, with --metadata=user-data-encoding=base64 where its encoding in manifest.json is gzip+base64',
  attachCommand: ['gcloud', 'compute', 'instances', 'create', '--metadata-from-file=user-data=FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: '--private-network-ip=ADDRESS',
      each: '--network-interface=subnet=NETWORK,private-network-ip=ADDRESS',
      inWords: '--private-network-ip',
    },
    hasPublicCard: false,
    furtherCards: { broughtUp: "by the guest agent of Google's images, DHCP", bundle: 'dhcp' },
    seenAs: "/32; gateway the subnet's first address",
    mtu: 1460,
    addresses: { reservedFirst: 2, reservedLast: 2 },
    whyNoAddress:
      'on GCP cloud-init brings up the first card alone; the others come by the guest agent, or by the bundle if the description names them by mac or name',
    source:
      'cloud-init DataSourceGCE (no network_config); VPC documentation: Subnets (the first two addresses and the last two are unusable)',
  },
  source: 'Compute Engine: About VM metadata (256 KB a value, 512 KB in all); cloud-init DataSourceGCE',
} satisfies Platform;
