/** Amazon EC2: DHCP on each card of the metadata service. */

import { HOTPLUG, KIB, type Platform } from '../platform.ts';

export const ec2 = {
  title: 'Amazon EC2',
  limitBytes: 16 * KIB,
  counting: 'packed',
  encodings: ['plain', 'gzip'],
  servesUserData: true,
  metadataReaders: ['amazon-ssm-agent.service', 'snap.amazon-ssm-agent.amazon-ssm-agent.service', HOTPLUG],
  nomadFingerprint: 'env_aws',
  instanceIdFrom: 'platform',
  documents: { 'user-data': 'user data' },
  attach: 'aws ec2 run-instances --user-data fileb://FILE; the API and user_data_base64 want base64 of the file',
  attachCommand: ['aws', 'ec2', 'run-instances', '--user-data', 'fileb://FILE'],
  network: {
    madeBy: 'platform',
    tell: {
      only: '--private-ip-address ADDRESS',
      each: '--network-interfaces DeviceIndex=INDEX,PrivateIpAddress=ADDRESS',
      inWords: '--private-ip-address',
    },
    hasPublicCard: false,
    furtherCards: { broughtUp: 'by cloud-init, DHCP' },
    mtu: 9001,
    policyRouting: 'cloud-init from 24.1 on, at the first boot, with netplan',
    addresses: { reservedFirst: 4, reservedLast: 1 },
    whyNoAddress:
      'EC2 gives a private address by DHCP to each card that is attached when the machine is created: say it there (--private-ip-address, --network-interfaces)',
    source:
      'cloud-init DataSourceEc2; Amazon VPC User Guide: Subnet CIDR blocks (the first four addresses and the last are reserved)',
  },
  source: 'Amazon EC2 User Guide: Work with instance user data (16 KB, in raw form, before it is base64-encoded)',
} satisfies Platform;
