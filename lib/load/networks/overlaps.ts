/** Subnets in the order of their addresses: neighbours tell whether any overlap, and who holds an address. */

import { contains, formatSubnet, type IpAddress, overlap, type Subnet } from '../../net/ip.ts';
import type { Place } from '../place.ts';

/** A subnet and where it is declared. */
export interface DeclaredSubnet {
  readonly network: string;
  readonly subnet: Subnet;
  readonly at: Place;
  /** Position among all subnets of the description. */
  readonly order: number;
}

/** In the order of the addresses, so that neighbours tell whether anything overlaps. */
export function sortedRanges(declared: readonly DeclaredSubnet[]): readonly DeclaredSubnet[] {
  return [...declared].sort(({ subnet: a }, { subnet: b }) => {
    if (a.family !== b.family) return a.family - b.family;
    return a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefixLength - b.prefixLength;
  });
}

/** Each subnet is compared with the one before it that reaches furthest: linear after sorting. */
export function reportOverlaps(sorted: readonly DeclaredSubnet[]): void {
  let widest: DeclaredSubnet | undefined;
  for (const current of sorted) {
    if (widest && overlap(widest.subnet, current.subnet)) {
      const [earlier, later] = widest.order < current.order ? [widest, current] : [current, widest];
      const other = formatSubnet(earlier.subnet);
      const facts = { received: formatSubnet(later.subnet), other, otherNetwork: earlier.network };
      later.at.add('subnet-overlap', facts, earlier.at);
    }
    if (!widest || widest.subnet.family !== current.subnet.family || current.subnet.last > widest.subnet.last) {
      widest = current;
    }
  }
}

/** The network that holds an address: binary search for the last subnet that begins at or before the address. */
export function holderOf(sorted: readonly DeclaredSubnet[], address: IpAddress): string | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const subnet = sorted[middle]?.subnet;
    const isBefore =
      subnet && (subnet.family < address.family || (subnet.family === address.family && subnet.first <= address.value));
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  const candidate = sorted[low - 1];
  return candidate && contains(candidate.subnet, address) ? candidate.network : undefined;
}
