/** The machine's interfaces with the addresses, routes and name servers that their networks give them. */

import { gatewaysOf } from '../cluster/attachment.ts';
import type { Cluster, Interface, Machine } from '../cluster/cluster.ts';
import type { PlannedInterface, PlannedNetwork } from '../machine/machine-plan.ts';
import { isIpv6Text } from '../net/ip.ts';

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
