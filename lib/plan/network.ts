/** The machine's interfaces with the addresses, routes and name servers that their networks give them. */

import { gatewaysOf } from '../cluster/attachment.ts';
import type { Cluster, Interface, Machine } from '../cluster/cluster.ts';
import type { PlannedInterface, PlannedNetwork, SourceRoute } from '../machine/machine-plan.ts';
import { addressPlus, formatAddress, formatSubnet, isIpv6Text, parseSubnet } from '../net/ip.ts';
import { bringsUp, bundleBringsUp, cardNames } from '../targets/made-network.ts';
import type { MadeNetwork } from '../targets/platform.ts';
import { madeNetwork } from '../targets/platforms.ts';

export function plannedNetwork(cluster: Cluster, machine: Machine): PlannedNetwork {
  return { interfaces: machine.interfaces.map((attached) => plannedInterface(cluster, attached)) };
}

/**
 * The cards after the first that the platform may leave out, for a file each: by DHCP, or with the address that the
 * platform was told, and never with the default route. `undefined` where the bundle makes the whole network.
 */
export function furtherCards(cluster: Cluster, machine: Machine): PlannedNetwork | undefined {
  const made = madeNetwork(machine.target);
  if (!made) return undefined;
  const cards = machine.interfaces.filter((card) => bringsUp(machine, card) === 'bundle');
  const [unnamed, ...alike] = cards.filter(({ mac, name }) => mac === undefined && name === undefined);
  // One pattern matches all that have neither MAC nor name.
  const distinct = unnamed ? cards.filter((card) => !alike.includes(card)) : cards;
  const files = distinct.map((card) => furtherCard(cluster, card, machine, made));
  return { interfaces: machine.target.format === 'cloud-init' ? [...files, ...additions(machine, made)] : files };
}

/** Source rules for the cards that cloud-init brings up itself. */
function additions(machine: Machine, made: MadeNetwork): readonly PlannedInterface[] {
  return machine.interfaces.flatMap((card, index): PlannedInterface[] => {
    const route = sourceRoute(machine, card, made);
    const name = `${made.sourceRoutedCards}${index}`;
    const nothing = { addresses: [], dhcp: false, gateways: [], nameservers: [] } as const;
    return route ? [{ network: card.network, name, ...nothing, sourceRoute: route, isAddition: true }] : [];
  });
}

/** Tables from 100 on, as cloud-init's own where it makes some. The platform's router is a subnet's first address. */
const FIRST_TABLE = 100;

function sourceRoute({ interfaces }: Machine, card: Interface, made: MadeNetwork): SourceRoute | undefined {
  if (made.sourceRoutedCards === undefined || interfaces.length === 1) return undefined;
  const own = card.addresses.find(({ address }) => !isIpv6Text(address));
  const subnet = own && parseSubnet(`${own.address}/${own.prefixLength}`);
  const router = subnet && addressPlus({ family: subnet.family, value: subnet.first }, 1);
  if (!router) return undefined;
  return { from: formatSubnet(subnet), gateway: formatAddress(router), table: FIRST_TABLE + interfaces.indexOf(card) };
}

function furtherCard(cluster: Cluster, card: Interface, machine: Machine, made: MadeNetwork): PlannedInterface {
  const { format } = machine.target;
  const route = sourceRoute(machine, card, made);
  const planned = plannedInterface(cluster, card);
  const names = cardNames(made, format);
  const mtu = planned.mtu ?? made.mtu;
  return {
    ...planned,
    ...(card.mac === undefined && card.name === undefined && names !== undefined && { name: names }),
    ...(bundleBringsUp(made, format) === 'dhcp' && { addresses: [], dhcp: 'ipv4' }),
    gateways: [],
    nameservers: [],
    ...(mtu !== undefined && { mtu }),
    ...(route && { sourceRoute: route }),
    isFurther: true,
  };
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
