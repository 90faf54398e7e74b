/** Akamai (Linode): its Network Helper writes the image's network files from the host. */

import type { Platform } from '../platform.ts';

export const akamai = {
  title: 'Akamai (Linode)',
  limitBytes: 65_535,
  counting: 'packed',
  encodings: ['base64'], // cloud-init decodes it to text: a gzip inside is lost
  servesUserData: true,
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'metadata.user_data' },
  attach: 'linode-cli linodes create --metadata.user_data "$(cat FILE)"',
  network: {
    madeBy: 'platform',
    tell: {
      only: '--interfaces.ipv4.vpc ADDRESS',
      each: '--interfaces.ipv4.vpc ADDRESS',
      inWords: 'the address of its VPC interface',
    },
    hasPublicCard: true,
    furtherCards: { broughtUp: 'by Network Helper, which has to be on' },
    whyNoAddress:
      'Akamai gives private addresses by its Network Helper, which writes the files at each boot: is it on?',
    source:
      'cloud-init DataSourceAkamai (no network_config); Akamai: Network Helper; the words of its tool are unconfirmed',
  },
  source:
    'Linode API: create a Linode ("65535 bytes, or about 16kb encoded" contradicts itself); cloud-init DataSourceAkamai',
} satisfies Platform;
