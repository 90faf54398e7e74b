/** Oracle Cloud Infrastructure: DHCP on the first card, VNICs behind it from metadata. */

import type { Platform } from '../platform.ts';

export const oci = {
  title: 'Oracle Cloud Infrastructure',
  limitBytes: 32_000,
  counting: 'after-base64-with-metadata',
  encodings: ['plain', 'gzip'],
  servesUserData: true,
  metadataReaders: ['oracle-cloud-agent.service', 'snap.oracle-cloud-agent.oracle-cloud-agent.service'],
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'metadata user_data' },
  attach: 'oci compute instance launch --user-data-file FILE; the API and metadata.user_data want base64 of the file',
  attachCommand: ['oci', 'compute', 'instance', 'launch', '--user-data-file', 'FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: '--private-ip ADDRESS',
      each: 'oci compute instance attach-vnic --private-ip ADDRESS',
      inWords: '--private-ip',
    },
    hasPublicCard: false,
    furtherCards: {
      broughtUp:
        'by cloud-init, static from metadata; with the root on iSCSI only if `configure_secondary_nics` is on in the image',
      bundle: 'static',
    },
    mtu: 9000,
    addresses: { reservedFirst: 2, reservedLast: 1 },
    whyNoAddress:
      'OCI gives the address that the VNIC was attached with (--private-ip); cloud-init configures VNICs that are there at the first boot',
    source:
      'cloud-init DataSourceOracle (_add_network_config_from_opc_imds); OCI: Overview of VCNs (the first two addresses and the last are reserved)',
  },
  hostFirewall: 'iptables, REJECT behind SSH',
  source: 'OCI: Updating instance metadata (metadata and extendedMetadata 32,000 bytes); cloud-init DataSourceOracle',
} satisfies Platform;
