/** Hetzner Cloud: a public card, and private networks by DHCP. */

import { HOTPLUG, KIB, type Platform } from '../platform.ts';

export const hetzner = {
  title: 'Hetzner Cloud',
  limitBytes: 32 * KIB,
  counting: 'packed',
  encodings: ['plain', 'gzip+base64'],
  servesUserData: true,
  metadataReaders: ['hc-net-scan.service', HOTPLUG],
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'user_data' },
  attach: 'hcloud server create --user-data-from-file FILE',
  attachCommand: ['hcloud', 'server', 'create', '--user-data-from-file', 'FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: 'hcloud server attach-to-network --network NETWORK --ip ADDRESS NAME',
      each: 'hcloud server attach-to-network --network NETWORK --ip ADDRESS NAME',
      inWords: 'attached to the network with this IP',
    },
    hasPublicCard: true,
    furtherCards: {
      broughtUp: 'by cloud-init, or hc-utils in the image, DHCP',
      since: '25.3',
      bundle: 'dhcp',
      names: 'en*', // the public card is eth0, by cloud-init's own naming
    },
    seenAs: "/32; gateway the network's first address",
    mtu: 1450,
    addresses: {
      reservedFirst: 2,
      reservedLast: 1,
      within: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
      never: ['172.31.1.1'],
    },
    whyNoAddress:
      'hetzner gives private addresses by DHCP from cloud-init 25.3 on; this is VERSION: attach the machine to its networks when it is created',
    source:
      'cloud-init DataSourceHetzner (private cards from 25.3 on); Hetzner Cloud API: networks (RFC 1918, the first address and 172.31.1.1 are reserved)',
  },
  source: 'Hetzner Cloud API: create a server (32 KiB); cloud-init DataSourceHetzner (text alone, base64 is decoded)',
} satisfies Platform;
