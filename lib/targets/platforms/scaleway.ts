/** Scaleway: a public card, and private networks by the scripts of its images. */

import { KIB, type Platform } from '../platform.ts';

export const scaleway = {
  title: 'Scaleway',
  limitBytes: 127 * KIB,
  counting: 'packed',
  encodings: ['plain'], // cloud-init decodes it as UTF-8: a gzip raises an error
  servesUserData: true,
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'user_data cloud-init' },
  attach: 'scw instance server create cloud-init=@FILE',
  attachCommand: ['scw', 'instance', 'server', 'create', 'cloud-init=@FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: 'scw ipam ip create address=ADDRESS source.private-network-id=NETWORK',
      each: 'scw ipam ip create address=ADDRESS source.private-network-id=NETWORK',
      inWords: 'a reserved private IP',
    },
    hasPublicCard: true,
    furtherCards: { broughtUp: "by the scripts of Scaleway's images, DHCP", bundle: 'dhcp' },
    whyNoAddress:
      'Scaleway gives private addresses by DHCP, for which its own images ask; on others the bundle does if the description names the card by mac or name',
    source:
      'cloud-init DataSourceScaleway (the first card alone); Scaleway: IPAM; the words of its tool are unconfirmed',
  },
  source: 'cloud-init DataSourceScaleway (text, from a privileged port); the limit is unconfirmed',
} satisfies Platform;
