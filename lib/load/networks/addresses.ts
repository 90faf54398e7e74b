/** Addresses and subnets as the description writes them: read, or refused with a reason. */

import {
  formatAddress,
  formatSubnet,
  hasLeadingZero,
  hostRange,
  type IpAddress,
  notForHosts,
  parseAddress,
  parseSubnet,
  readingsOf,
  type Subnet,
  whyReserved,
} from '../../net/ip.ts';
import { show } from '../../quote.ts';
import type { Place } from '../place.ts';

/** A shorthand for a list of one, or the list, with the place of each entry. */
export function oneOrMany(
  one: string | undefined,
  many: readonly (string | undefined)[] | undefined,
  oneKey: string,
  manyKey: string,
  at: Place,
): readonly { readonly text: string; readonly at: Place }[] {
  if (one !== undefined && many !== undefined) {
    at.key(oneKey).add('both-forms', { one: oneKey, many: manyKey }, at.key(manyKey));
  }
  if (many === undefined) return one === undefined ? [] : [{ text: one, at: at.key(oneKey) }];
  const list = at.key(manyKey);
  return many.flatMap((text, index) => (text === undefined ? [] : [{ text, at: list.key(index) }]));
}

/** Reads one address, or says why it is none. */
export function resolveAddress(text: string, at: Place): IpAddress | undefined {
  const address = parseAddress(text);
  if (address) return address;
  const received = show(text);
  if (hasLeadingZero(text)) at.add('address-leading-zero', { received, ...readingsOf(text) });
  else at.add('address-form', { received, why: whyNoAddress(text) });
  return undefined;
}

function whyNoAddress(text: string): string {
  if (text.includes('/')) return 'a prefix length belongs to the subnet of the network';
  if (text.includes('%')) return 'an address with a zone is not reachable from other machines';
  if (/^\d+(\.\d+){0,2}$/.test(text)) return 'it has fewer than four parts';
  return /^[\d.]+$/.test(text) ? 'it needs four parts of 0 to 255' : 'names are not looked up';
}

/** Says so if an address of a subnet cannot be a host's. */
export function reportNotForHosts(subnet: Subnet, address: IpAddress, at: Place): void {
  const what = notForHosts(subnet, address.value);
  if (what === undefined) return;
  const facts = { received: formatAddress(address), what, subnet: formatSubnet(subnet), range: hostRange(subnet) };
  at.add('address-not-for-hosts', facts);
}

/** Reads one subnet, or says why it is none. */
export function resolveSubnet(text: string, at: Place): Subnet | undefined {
  const received = show(text);
  if (hasLeadingZero(text)) {
    at.add('subnet-leading-zero', { received, ...readingsOf(text) });
    return undefined;
  }
  const subnet = parseSubnet(text);
  if (!subnet) {
    at.add('subnet-form', { received, why: whyNoSubnet(text) });
    return undefined;
  }
  const what = whyReserved(subnet);
  if (subnet.address !== subnet.first) at.add('subnet-host-bits', { received, subnet: formatSubnet(subnet) });
  else if (what !== undefined) at.add('subnet-reserved', { received, what });
  return subnet;
}

function whyNoSubnet(text: string): string {
  const [address = '', length] = text.split('/');
  if (!parseAddress(address)) return 'the part before the slash is no IP address';
  return length === undefined ? 'the prefix length is missing' : 'the prefix length does not fit the address';
}
