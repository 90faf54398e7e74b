/** IP addresses and subnets as numbers: IPv4 (RFC 791), IPv6 (RFC 4291, text by RFC 5952), CIDR notation (RFC 4632). */

import { isIPv4, isIPv6 } from 'node:net';

export type IpFamily = 4 | 6;

export interface IpAddress {
  readonly family: IpFamily;
  readonly value: bigint;
}

/** `first` is the address with host bits zero, `last` the one with host bits one. */
export interface Subnet {
  readonly family: IpFamily;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

/** Whether an address or subnet, already known to be one, is IPv6: alone its text has colons (RFC 4291 section 2.2). */
export const isIpv6Text = (text: string): boolean => text.includes(':');

export const bitsOf = (family: IpFamily): number => (family === 4 ? 32 : 128);

/** Reads an address without prefix length, zone or leading zeros; `undefined` for everything else. */
export function parseAddress(text: string): IpAddress | undefined {
  if (isIPv4(text)) return { family: 4, value: ipv4Value(text) };
  // Node's pattern for IPv6 takes milliseconds to make: not for those who have no such address.
  if (isIpv6Text(text) && isIPv6(text) && !text.includes('%')) return { family: 6, value: ipv6Value(text) };
  return undefined;
}

/** Reads ADDRESS/LENGTH; host bits need not be zero, so that the caller can say so. */
export function parseSubnet(text: string): (Subnet & { readonly address: bigint }) | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  const prefixLength = Number(match?.[2]);
  if (!address || prefixLength > bitsOf(address.family)) return undefined;
  const hostBits = BigInt(bitsOf(address.family) - prefixLength);
  const first = (address.value >> hostBits) << hostBits;
  const last = first + (1n << hostBits) - 1n;
  return { family: address.family, first, last, prefixLength, address: address.value };
}

export function contains(subnet: Subnet, { family, value }: IpAddress): boolean {
  return subnet.family === family && subnet.first <= value && value <= subnet.last;
}

/** The address that many further on, carried over octets and groups; `undefined` beyond the family's last. */
export function addressPlus({ family, value }: IpAddress, count: number): IpAddress | undefined {
  const sum = value + BigInt(count);
  return sum >> BigInt(bitsOf(family)) === 0n ? { family, value: sum } : undefined;
}

/** Canonical text of an address: dotted decimal, or RFC 5952. */
export function formatAddress({ family, value }: IpAddress): string {
  return family === 4 ? formatIpv4(value) : formatIpv6(value);
}

export function formatSubnet({ family, first, prefixLength }: Subnet): string {
  return `${formatAddress({ family, value: first })}/${prefixLength}`;
}

/** Four decimal octets of which one has a zero in front, with or without prefix length. */
export function hasLeadingZero(text: string): boolean {
  return /^\d+(\.\d+){3}(\/\d+)?$/.test(text) && /(^|\.|\/)0\d/.test(text);
}

/** The two readings of an address with leading zeros: decimal, and (inet_aton(3)) octal if that is possible. */
export function readingsOf(text: string): { readonly decimal: string; readonly octal: string } {
  const [address = '', length] = text.split('/');
  const suffix = length === undefined ? '' : `/${Number(length)}`;
  const octets = address.split('.');
  const octal = octets.map((octet) => (/^0[0-7]+$/.test(octet) ? Number.parseInt(octet, 8) : Number(octet)));
  const readable = octets.every((octet) => !/^0\d*[89]/.test(octet)) && octal.every((octet) => octet < 256);
  const decimal = octets.map(Number).join('.');
  const different = readable && octal.join('.') !== decimal;
  return { decimal: `${decimal}${suffix}`, octal: different ? `${octal.join('.')}${suffix}` : '' };
}

/** The addresses of a subnet that hosts may have, as text; IPv4 has a network and a broadcast address up to /30. */
export function hostRange(subnet: Subnet): string {
  const { family, first, last } = subnet;
  const [low, high] = [hasNetworkAddress(subnet) ? first + 1n : first, hasBroadcast(subnet) ? last - 1n : last];
  return `${formatAddress({ family, value: low })} to ${formatAddress({ family, value: high })}`;
}

/** What an address is, if it cannot be a host's (RFC 1122; RFC 4291, 2.6.1; point-to-point: RFC 3021, RFC 6164). */
export function notForHosts(subnet: Subnet, value: bigint): string | undefined {
  if (value === subnet.first && hasNetworkAddress(subnet)) {
    return subnet.family === 4 ? 'network address' : 'subnet-router anycast address';
  }
  return value === subnet.last && hasBroadcast(subnet) ? 'broadcast address' : undefined;
}

function hasNetworkAddress({ family, prefixLength }: Subnet): boolean {
  return prefixLength < bitsOf(family) - 1;
}

function hasBroadcast(subnet: Subnet): boolean {
  return subnet.family === 4 && hasNetworkAddress(subnet);
}

const reservedRanges: readonly (readonly [string, string])[] = [
  ['0.0.0.0/8', 'means "this network" (RFC 791)'],
  ['127.0.0.0/8', 'is the loopback (RFC 1122)'],
  ['169.254.0.0/16', 'is link-local (RFC 3927), where clouds put their metadata'],
  ['224.0.0.0/4', 'is for multicast (RFC 5771)'],
  ['240.0.0.0/4', 'is reserved (RFC 1112)'],
  ['::/96', 'is unspecified, loopback or deprecated (RFC 4291)'],
  ['::ffff:0:0/96', 'holds IPv4 addresses (RFC 4291)'],
  ['fe80::/10', 'is link-local (RFC 4291)'],
  ['ff00::/8', 'is for multicast (RFC 4291)'],
];

/** Why hosts cannot live in a subnet; `undefined` if they can. */
export function whyReserved(subnet: Subnet): string | undefined {
  const ofFamily = reservedRanges.filter(([text]) => isIpv6Text(text) === (subnet.family === 6));
  const found = ofFamily.find(([text]) => {
    const range = parseSubnet(text);
    return range !== undefined && overlap(range, subnet);
  });
  return found?.[1];
}

/** Whether two subnets share an address. */
export function overlap(a: Subnet, b: Subnet): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

function ipv4Value(text: string): bigint {
  return BigInt(text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0));
}

function formatIpv4(value: bigint): string {
  const number = Number(value);
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function ipv6Value(text: string): bigint {
  const groups = text.replace(/\d+(\.\d+){3}$/, (dotted) => {
    const value = ipv4Value(dotted);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = groups.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n);
}

/** RFC 5952, section 4: lower case, no leading zeros, the longest run of two or more zero groups as `::`. */
function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
