/** Microsoft Azure: DHCP on each card of the metadata service. */

import type { Platform } from '../platform.ts';

export const azure = {
  title: 'Microsoft Azure',
  limitBytes: 65_535,
  counting: 'packed',
  encodings: ['plain', 'gzip'],
  servesUserData: false, // customData; it is userData that the metadata service hands out
  nomadFingerprint: 'env_azure',
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'custom data' },
  attach: 'az vm create --custom-data FILE; the API, templates and custom_data want base64 of the file',
  attachCommand: ['az', 'vm', 'create', '--custom-data', 'FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: '--private-ip-address ADDRESS',
      each: 'az network nic create --subnet NETWORK --private-ip-address ADDRESS',
      inWords: '--private-ip-address',
    },
    hasPublicCard: false,
    furtherCards: { broughtUp: 'by cloud-init, DHCP' },
    policyRouting: 'the bundle, with systemd-networkd, and with keyfiles under Ignition for cards after the first',
    sourceRoutedCards: 'eth',
    addresses: { reservedFirst: 4, reservedLast: 1 },
    whyNoAddress:
      'Azure gives a private address by DHCP to each network interface of the machine: make them static there',
    source:
      'cloud-init DataSourceAzure; Azure Virtual Network FAQ (the first four addresses and the last are reserved); that cards are eth0, eth1 … and no source rules are made is of its source; Create a Linux virtual machine with multiple NICs (which wants such rules)',
  },
  source: 'Azure: Custom data and cloud-init on virtual machines (64 KB); that gzip passes is unconfirmed',
} satisfies Platform;
