/**
 * The OpenStack config drive: the files that cloud-init's ConfigDrive datasource and Ignition's OpenStack provider read
 * from a volume labelled `config-2` (OpenStack Nova, user guide "Metadata", and its schema of network_data.json).
 */

import { createHash } from 'node:crypto';
import type { PlannedInterface, PlannedNetwork } from '../machine/machine-plan.ts';
import { bitsOf, formatAddress, isIpv6Text } from '../net/ip.ts';
import { type ImageFile, isoImage } from './iso9660/image.ts';

/** What a config drive is made from: a MachinePlan has it all but the user-data. */
export interface ConfigDrive {
  readonly instanceId: string;
  readonly hostname: string;
  readonly network: PlannedNetwork;
  /** As it shall arrive: text, or bytes of a gzip; never base64. */
  readonly userData: string | Uint8Array;
}

const LABEL = 'config-2';
const FOLDER = 'openstack/latest';

/** The files of a config drive by their paths in it. */
export function configDriveFiles(drive: ConfigDrive): readonly ImageFile[] {
  return [
    { path: `${FOLDER}/meta_data.json`, content: json(metaData(drive)) },
    { path: `${FOLDER}/network_data.json`, content: json(networkData(drive.network)) },
    { path: `${FOLDER}/user_data`, content: Buffer.from(drive.userData as string) },
  ];
}

/** The image of a machine in config drive layout, ready to be attached as a disk or CD. */
export function configDriveImage(drive: ConfigDrive): Buffer {
  return isoImage({ label: LABEL, files: configDriveFiles(drive) });
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8');
}

/** cloud-init takes `uuid` for the instance-id: as long as it stays, the first boot is over. */
function metaData({ instanceId, hostname }: ConfigDrive): object {
  return { uuid: instanceUuid(instanceId), hostname, name: hostname };
}

/** The namespace of names that are URLs (RFC 9562 section 6.6). */
const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

/** The UUID that stands for an instance-id in a config drive. */
export function instanceUuid(instanceId: string): string {
  return nameBasedUuid(URL_NAMESPACE, `urn:nomad-firstboot:instance:${instanceId}`);
}

/** A UUID from a name, version 5 (RFC 9562 section 5.5). */
export function nameBasedUuid(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The content of network_data.json: links with their MACs, a network for each address, name servers. */
export function networkData({ interfaces }: PlannedNetwork): object {
  const nameservers = new Set(interfaces.flatMap((attached) => attached.nameservers));
  return {
    links: interfaces.map(link),
    networks: interfaces.flatMap(networksOf),
    services: [...nameservers].map((address) => ({ type: 'dns', address })),
  };
}

const linkId = (index: number) => `link${index}`;

/** `name` is cloud-init's own addition to the format, for an interface that is known by it alone. */
function link({ mac, name, mtu }: PlannedInterface, index: number): object {
  return {
    id: linkId(index),
    type: 'phy',
    ...(mac !== undefined ? { ethernet_mac_address: mac } : { name }),
    ...(mtu !== undefined && { mtu }),
  };
}

interface Network {
  readonly type: 'ipv4' | 'ipv6' | 'ipv4_dhcp' | 'ipv6_dhcp';
  readonly ip_address?: string;
  readonly netmask?: string;
}

/** One network for each address, and one if the interface asks DHCP. */
function networksOf(attached: PlannedInterface, index: number): object[] {
  const dhcp: Network[] = [
    ...(attached.dhcp === 'ipv4' || attached.dhcp === 'both' ? [{ type: 'ipv4_dhcp' as const }] : []),
    ...(attached.dhcp === 'ipv6' || attached.dhcp === 'both' ? [{ type: 'ipv6_dhcp' as const }] : []),
  ];
  const networks = [...dhcp, ...attached.addresses.map(addressed)];
  return networks.map((network, position) => {
    const routes = attached.gateways.filter((gateway) => carrierOf(gateway, networks) === network).map(defaultRoute);
    return {
      id: `${linkId(index)}-network${position}`,
      link: linkId(index),
      ...network,
      ...(routes.length > 0 && { routes }),
    };
  });
}

/** A route stands with the interface's first network of its own family, or else with its first. */
function carrierOf(gateway: string, networks: readonly Network[]): Network | undefined {
  const family = isIpv6Text(gateway) ? 'ipv6' : 'ipv4';
  return networks.find(({ type }) => type.startsWith(family)) ?? networks[0];
}

/** Nova gives the prefix as a netmask, for IPv6 too. */
function addressed(cidr: string): Network {
  const [address = '', prefixLength] = cidr.split('/');
  const family = isIpv6Text(address) ? 6 : 4;
  const hostBits = BigInt(bitsOf(family) - Number(prefixLength));
  const mask = ((1n << BigInt(bitsOf(family))) - 1n) & ~((1n << hostBits) - 1n);
  return { type: `ipv${family}`, ip_address: address, netmask: formatAddress({ family, value: mask }) };
}

function defaultRoute(gateway: string): object {
  const all = isIpv6Text(gateway) ? '::' : '0.0.0.0';
  return { network: all, netmask: all, gateway };
}
