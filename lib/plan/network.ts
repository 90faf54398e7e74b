/** The machine's interfaces with the addresses, routes and name servers that their networks give them. */

import type { Cluster, Interface, Machine, Network } from '../load/cluster.ts';
import { contains, isIpv6Text, parseAddress, parseSubnet } from '../load/ip.ts';
import type { PlannedInterface, PlannedNetwork } from './machine-plan.ts';

export function plannedNetwork(cluster: Cluster, machine: Machine): PlannedNetwork {
  return { interfaces: machine.interfaces.map((attached) => plannedInterface(cluster, attached)) };
}

function plannedInterface({ networks }: Cluster, attached: Interface): PlannedInterface {
  const network = networks[attached.network];
  return {
    network: attached.network,
    ...(attached.mac !== undefined && { mac: attached.mac }),
    ...(attached.name !== undefined && { name: attached.name }),
    addresses: attached.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    dhcp: askedFor(attached, network?.subnets ?? []),
    gateways: network ? gatewaysOf(network, attached) : [],
    nameservers: network?.nameservers ?? [],
    ...(network?.mtu !== undefined && { mtu: network.mtu }),
  };
}

/** An interface without an address asks for one of each family that its network has. */
function askedFor({ addresses }: Interface, subnets: readonly string[]): PlannedInterface['dhcp'] {
  if (addresses.length > 0) return false;
  if (!subnets.some(isIpv6Text)) return 'ipv4';
  return subnets.every(isIpv6Text) ? 'ipv6' : 'both';
}

/** Of a network with several subnets, an interface has the gateways of its own; with DHCP it is told them. */
function gatewaysOf({ gateways, subnets }: Network, attached: Interface): readonly string[] {
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
