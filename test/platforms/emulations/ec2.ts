/**
 * Amazon EC2: the instance metadata service (version 2, tokens alone), DHCP on both cards, and the machine's UUID. Read in
 * cloudinit/sources/DataSourceEc2.py and helpers/ec2.py, 22.4 to 26.2. The service's IPv6 address is left out, as on
 * instances that were not launched with it.
 */

import type { Answer, Emulation, NetworkCard, Order, Paths } from '../emulation.ts';
import { listedTree, type Tree } from '../tree.ts';

const token = 'AQAAAEmulatedTokenOfTheInstanceMetadataService==';

const card = (machine: number, index: number): NetworkCard => ({
  name: `ens${index + 5}`,
  mac: `0a:00:00:${index + 1}0:00:0${machine}`,
  driver: 'ena',
  address: `10.${index + 1}0.0.1${machine}/24`,
  lease: { router: `10.${index + 1}0.0.1`, nameserver: '10.10.0.2', mtu: 9001 },
});

const interfaceTree = ({ mac, address }: NetworkCard, index: number): Tree => ({
  'device-number': String(index),
  'interface-id': `eni-0123456789abcdef${index}`,
  'local-hostname': `ip-${host(address).replaceAll('.', '-')}.eu-central-1.compute.internal`,
  'local-ipv4s': host(address),
  mac,
  'owner-id': '123456789012',
  'security-groups': 'nomad',
  'subnet-id': `subnet-${index}`,
  'subnet-ipv4-cidr-block': address.replace(/\d+\/.*/, '0/24'),
  'vpc-id': 'vpc-1',
  'vpc-ipv4-cidr-block': '10.0.0.0/8',
});

const host = (address: string): string => address.replace(/\/.*/, '');

const place = { region: 'eu-central-1', availabilityZone: 'eu-central-1a', architecture: 'x86_64' };

interface Instance {
  readonly instanceId: string;
  readonly cards: readonly [NetworkCard, NetworkCard];
}

const metaData = ({ instanceId, cards }: Instance, hostname: string): Tree => ({
  'ami-id': 'ami-0123456789abcdef0',
  'ami-launch-index': '0',
  hostname: `${hostname}.eu-central-1.compute.internal`,
  'instance-id': instanceId,
  'instance-type': 't3.small',
  'local-hostname': hostname,
  'local-ipv4': host(cards[0].address),
  mac: cards[0].mac,
  network: {
    interfaces: { macs: Object.fromEntries(cards.map((one, index) => [one.mac, interfaceTree(one, index)])) },
  },
  placement: { 'availability-zone': 'eu-central-1a', region: 'eu-central-1' },
});

/** The answers of one version of the service; every one wants the token. */
function version(name: string, instance: Instance, { hostname, userData }: Order): Paths {
  const identity = { instanceId: instance.instanceId, ...place };
  const open: Paths = {
    ...listedTree(`/${name}/meta-data`, metaData(instance, hostname)),
    ...listedTree(`/${name}/dynamic`, { 'instance-identity': { document: JSON.stringify(identity) } }),
    [`/${name}/user-data`]: userData,
  };
  const guarded = (body: Answer | string | Buffer): Answer => ({
    body: body as string | Buffer,
    needs: ['x-aws-ec2-metadata-token', token],
  });
  return Object.fromEntries(Object.entries(open).map(([path, body]) => [path, guarded(body)]));
}

/** The machine with this number, from 1 to 9, of an account's; cards with one index are in one subnet. */
export function ec2Machine(number: number): Emulation {
  const instance: Instance = {
    instanceId: `i-0123456789abcdef${number}`,
    cards: [card(number, 0), card(number, 1)],
  };
  const uuid = `ec2b2c3d-0123-4567-89ab-0123456789a${number}`;
  return {
    platform: 'ec2',
    virtualization: 'amazon',
    dmi: {
      sys_vendor: 'Amazon EC2',
      product_name: 't3.small',
      product_uuid: uuid,
      product_serial: uuid,
      chassis_asset_tag: 'Amazon EC2',
      board_asset_tag: instance.instanceId,
    },
    ...instance,
    service: {
      addresses: ['169.254.169.254'],
      paths: (order) => ({
        'PUT /latest/api/token': { body: token, needs: ['x-aws-ec2-metadata-token-ttl-seconds', '21600'] },
        ...version('latest', instance, order),
        ...version('2021-03-23', instance, order),
      }),
    },
  };
}

export const ec2 = ec2Machine(1);
