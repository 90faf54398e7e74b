/**
 * Whether packets find their way: from clients to the servers, from servers to each other, and back to the clients that
 * dial from another subnet. A way is an interface in the subnet, or a gateway; DHCP may bring one, and where the platform
 * makes the network its router is one.
 */

import { gatewaysOf, isSameFamily } from '../../cluster/attachment.ts';
import type { Interface, InterfaceAddress, Machine, Network } from '../../cluster/cluster.ts';
import type { DiagnosticCode } from '../../diagnostics.ts';
import { formatSubnet, parseSubnet } from '../../net/ip.ts';
import { madeNetwork } from '../../targets/platforms.ts';
import type { KnownNetwork, Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';

/** A subnet that packets go to, in canonical text. */
interface Destination {
  readonly network: Network;
  readonly subnet: string;
}

type RouteProblem = Extract<DiagnosticCode, `${string}-without-route` | `${string}-without-way-back`>;

/**
 * Checks the ways of machines whose interfaces are as they should be; all that lack the same one are one warning.
 * @param serverNetwork the name of the network where the servers listen
 */
export function checkRoutes(machines: readonly Machine[], serverNetwork: string, networks: Networks, at: Place): void {
  const network = networks.byName.get(serverNetwork);
  if (!network?.isComplete) return;
  const servers = machines.filter(({ server }) => server);
  const clients = machines.filter(({ client, server }) => client && !server);
  const toServers = destinationsOf(servers, network);
  const reportWithout = (code: RouteProblem, from: readonly Machine[], to: readonly Destination[]) => {
    const lacking = from.flatMap((machine) => {
      const unreached = unreachedBy(machine, to, networks);
      return unreached ? [{ name: machine.name, where: nameOf(unreached) }] : [];
    });
    const [first] = lacking;
    if (!first) return;
    const facts = { machines: lacking.map(({ name }) => name), where: [...new Set(lacking.map(({ where }) => where))] };
    at.key(first.name).key('interfaces').add(code, facts);
  };
  reportWithout('client-without-route', clients, toServers);
  reportWithout('server-without-route', servers, toServers);
  reportWithout('server-without-way-back', servers, sourcesOf(clients, toServers, networks));
}

/** The network, with the subnet if it has several. */
function nameOf({ network: { name, subnets }, subnet }: Destination): string {
  return subnets.length === 1 ? name : `${name} (${subnet})`;
}

/** The subnets that the servers listen in. */
function destinationsOf(servers: readonly Machine[], network: KnownNetwork): readonly Destination[] {
  const subnets = servers.flatMap(({ server, interfaces }) => {
    const addresses = interfaces.flatMap((attached) => attached.addresses);
    return addresses.filter(({ address }) => address === server?.address).map(subnetOf);
  });
  return [...new Set(subnets)].map((subnet) => ({ network, subnet }));
}

function subnetOf({ address, prefixLength }: InterfaceAddress): string {
  const subnet = parseSubnet(`${address}/${prefixLength}`);
  return subnet ? formatSubnet(subnet) : '';
}

/** The first of the subnets that a machine has no way to. */
function unreachedBy(machine: Machine, to: readonly Destination[], networks: Networks): Destination | undefined {
  const distant = madeNetwork(machine.target)
    ? undefined
    : to.find((destination) => !isNeighbour(machine, destination));
  return distant && !leadingOut(machine, distant.subnet, networks) ? distant : undefined;
}

/** Whether a machine has an interface in the subnet, so that no gateway is needed. */
function isNeighbour({ interfaces }: Machine, { network, subnet }: Destination): boolean {
  return interfaces.some(({ network: name, addresses }) => {
    if (name !== network.name) return false;
    const isCertain = addresses.length === 0 || network.subnets.length === 1;
    return isCertain || addresses.some((address) => subnetOf(address) === subnet);
  });
}

/** The interface whose gateway leads out to addresses of a family, or one that DHCP may give a gateway. */
function leadingOut({ interfaces }: Machine, subnet: string, networks: Networks): Interface | undefined {
  const leads = (attached: Interface) => {
    const network = networks.byName.get(attached.network);
    return network !== undefined && gatewaysOf(network, attached).some((gateway) => isSameFamily(gateway, subnet));
  };
  return interfaces.find(leads) ?? interfaces.find(({ addresses }) => addresses.length === 0);
}

/** The subnets that clients dial the servers from, by way of a gateway. */
function sourcesOf(
  clients: readonly Machine[],
  toServers: readonly Destination[],
  networks: Networks,
): readonly Destination[] {
  const sources = new Map<string, Destination>();
  for (const client of clients) {
    const distant = toServers.find((destination) => !isNeighbour(client, destination));
    const out = distant && leadingOut(client, distant.subnet, networks);
    const network = out && networks.byName.get(out.network);
    if (!network) continue;
    for (const subnet of subnetsOf(out, network)) {
      if (isSameFamily(subnet, distant.subnet)) sources.set(subnet, { network, subnet });
    }
  }
  return [...sources.values()];
}

/** Where an interface's addresses lie; with DHCP it may be any subnet of the network. */
function subnetsOf({ addresses }: Interface, { subnets }: Network): readonly string[] {
  return subnets.length === 1 || addresses.length === 0 ? subnets : addresses.map(subnetOf);
}
