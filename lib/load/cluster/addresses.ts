/** Addresses and subnets as the description writes them: read, or refused with a reason. */

import { show } from '../../diagnostic-text.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
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
import type { Report } from '../report.ts';

/** A shorthand for a list of one, or the list, with the path of each entry. */
export function oneOrMany(
  one: string | undefined,
  many: readonly (string | undefined)[] | undefined,
  oneKey: string,
  manyKey: string,
  path: DescriptionPath,
  report: Report,
): readonly { readonly text: string; readonly path: DescriptionPath }[] {
  if (one !== undefined && many !== undefined) {
    report.add('both-forms', [...path, oneKey], { one: oneKey, many: manyKey }, [...path, manyKey]);
  }
  if (many === undefined) return one === undefined ? [] : [{ text: one, path: [...path, oneKey] }];
  return many.flatMap((text, index) => (text === undefined ? [] : [{ text, path: [...path, manyKey, index] }]));
}

/** Reads one address, or says why it is none. */
export function resolveAddress(text: string, path: DescriptionPath, report: Report): IpAddress | undefined {
  const address = parseAddress(text);
  if (address) return address;
  const received = show(text);
  if (hasLeadingZero(text)) report.add('address-leading-zero', path, { received, ...readingsOf(text) });
  else report.add('address-form', path, { received, why: whyNoAddress(text) });
  return undefined;
}

function whyNoAddress(text: string): string {
  if (text.includes('/')) return 'a prefix length belongs to the subnet of the network';
  if (text.includes('%')) return 'an address with a zone is not reachable from other machines';
  if (/^\d+(\.\d+){0,2}$/.test(text)) return 'it has fewer than four parts';
  return /^[\d.]+$/.test(text) ? 'it needs four parts of 0 to 255' : 'names are not looked up';
}

/** Says so where an address of a subnet cannot be a host's. */
export function reportNotForHosts(subnet: Subnet, address: IpAddress, path: DescriptionPath, report: Report): void {
  const what = notForHosts(subnet, address.value);
  if (what === undefined) return;
  const facts = { received: formatAddress(address), what, subnet: formatSubnet(subnet), range: hostRange(subnet) };
  report.add('address-not-for-hosts', path, facts);
}

/** Reads one subnet, or says why it is none. */
export function resolveSubnet(text: string, path: DescriptionPath, report: Report): Subnet | undefined {
  const received = show(text);
  if (hasLeadingZero(text)) {
    report.add('subnet-leading-zero', path, { received, ...readingsOf(text) });
    return undefined;
  }
  const subnet = parseSubnet(text);
  if (!subnet) {
    report.add('subnet-form', path, { received, why: whyNoSubnet(text) });
    return undefined;
  }
  const what = whyReserved(subnet);
  if (subnet.address !== subnet.first) report.add('subnet-host-bits', path, { received, subnet: formatSubnet(subnet) });
  else if (what !== undefined) report.add('subnet-reserved', path, { received, what });
  return subnet;
}

function whyNoSubnet(text: string): string {
  const [address = '', length] = text.split('/');
  if (!parseAddress(address)) return 'the part before the slash is no IP address';
  return length === undefined ? 'the prefix length is missing' : 'the prefix length does not fit the address';
}
