/** OpenStack: each card as its port says; or a config drive of one's own. */

import { HOTPLUG, type Platform } from '../platform.ts';

export const openstack = {
  title: 'OpenStack',
  limitBytes: 65_535,
  counting: 'after-base64',
  encodings: ['plain', 'gzip'],
  servesUserData: true,
  metadataReaders: [HOTPLUG],
  instanceIdFrom: 'image',
  image: 'config-drive',
  documents: { 'user-data': 'user_data' },
  attach: 'openstack server create --user-data FILE; the API wants base64 of the file',
  attachCommand: ['openstack', 'server', 'create', '--user-data', 'FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: 'openstack port create --network NETWORK --fixed-ip ip-address=ADDRESS',
      each: 'openstack port create --network NETWORK --fixed-ip ip-address=ADDRESS',
      inWords: 'a port with a fixed IP',
    },
    tellMac: '--mac-address MAC',
    hasPublicCard: false,
    furtherCards: { broughtUp: 'by cloud-init, as the port says' },
    seenAs: "the port's subnet",
    whyNoAddress: 'OpenStack gives each card what its port has: create the ports with --fixed-ip ip-address=ADDRESS',
    source: 'cloud-init DataSourceOpenStack (network_data.json); OpenStack client documentation: port create',
  },
  // Ignition reads no network_data.json.
  ignition: { network: { madeBy: 'description', document: 'network-config' } },
  source: 'Nova user guide: User data (base64, restricted to 65535 bytes); that gzip passes is unconfirmed',
} satisfies Platform;
