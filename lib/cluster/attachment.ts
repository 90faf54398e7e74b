/** What follows for an interface from the network that it is attached to: where an agent listens, and which gateways it has. */

import { contains, isIpv6Text, parseAddress, parseSubnet } from '../net/ip.ts';
import type { Interface, Network } from './cluster.ts';

/** Whether two addresses or subnets are of one family. */
export const isSameFamily = (one: string, other: string): boolean => isIpv6Text(one) === isIpv6Text(other);

/**
 * The address that an agent listens on: of both families that of the network's first subnet, so that all agents of a
 * network agree. One that has the other family alone listens there; for servers the placement refuses that.
 */
export function listeningAddress(addresses: readonly string[], subnets: readonly string[]): string | undefined {
  return addresses.find((address) => isSameFamily(address, subnets[0] ?? '')) ?? addresses[0];
}

/** Of a network with several subnets, an interface has the gateways of its own; with DHCP it is told them. */
export function gatewaysOf({ gateways, subnets }: Network, attached: Interface): readonly string[] {
  if (attached.addresses.length === 0) return [];
  return subnets.length === 1 ? gateways : gateways.filter((gateway) => isReachable(gateway, attached));
}

function isReachable(gateway: string, { addresses }: Interface): boolean {
  const target = parseAddress(gateway);
  return addresses.some(({ address, prefixLength }) => {
    const subnet = parseSubnet(`${address}/${prefixLength}`);
    return subnet !== undefined && target !== undefined && contains(subnet, target);
  });
}
