/**
 * What the description says of networks that the platform makes: what it cannot give is an error, what it has to be told
 * and what it ignores are notices, one of each kind for all machines of a platform.
 */

import type { Interface, Machine, Network } from '../../cluster/cluster.ts';
import { contains, formatAddress, parseAddress, parseSubnet, type Subnet } from '../../net/ip.ts';
import { bringsUp, platformOrders } from '../../targets/made-network.ts';
import type { AddressRules } from '../../targets/platform.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { reportIgnored } from './ignored-settings.ts';
import { type MadeGroup, madeGroups } from './made-groups.ts';

/** Checks every machine whose network the platform makes; the others have nothing to be told of. */
export function checkPlatformNetworks(
  draft: ClusterDraft,
  machines: readonly Machine[],
  networks: Networks,
  top: Place,
): void {
  for (const group of madeGroups(machines, networks)) {
    for (const machine of group.machines) checkMachine(machine, group, networks, top.key('machines').key(machine.name));
    for (const network of group.networks) checkSubnets(network, group, top.key('networks').key(network.name));
    reportOrders(group, top.key('machines'));
    reportUnknownCards(group, top.key('machines'));
    reportIgnored(draft, group, top);
  }
}

function checkMachine(machine: Machine, group: MadeGroup, networks: Networks, at: Place): void {
  const { made, target } = group;
  const interfaces = at.key('interfaces');
  if (interfaces.isDamaged()) return;
  const { platform } = target;
  const attached = machine.interfaces.map(({ network }) => network);
  if (made.mostNetworks !== undefined && attached.length > made.mostNetworks) {
    interfaces.add('platform-network-count', {
      platform,
      machine: machine.name,
      most: made.mostNetworks,
      networks: attached,
    });
  }
  if (!made.tell) {
    checkChosen(machine, platform, interfaces);
    return;
  }
  for (const [index, one] of machine.interfaces.entries()) {
    checkAddresses(one, made.addresses, platform, networks, interfaces.key(index));
  }
}

/** Where the platform alone chooses, a server cannot be known beforehand, and a client finds its address by the subnet. */
function checkChosen({ name, server, interfaces }: Machine, platform: string, at: Place): void {
  if (server) {
    at.add('server-on-choosing-platform', { machine: name, platform });
    return;
  }
  for (const [index, { addresses }] of interfaces.entries()) {
    const [first] = addresses;
    if (first) at.key(index).add('address-chosen-by-platform', { machine: name, platform, received: first.address });
  }
}

function checkAddresses(
  { network, addresses }: Interface,
  rules: AddressRules | undefined,
  platform: string,
  networks: Networks,
  at: Place,
): void {
  if (!rules) return;
  for (const { address } of addresses) {
    const value = parseAddress(address);
    const subnet = networks.byName.get(network)?.ranges.find((range) => value && contains(range, value));
    if (!value || !subnet || subnet.family !== 4) continue;
    const [first, last] = [subnet.first + BigInt(rules.reservedFirst), subnet.last - BigInt(rules.reservedLast)];
    // Network and broadcast address are nobody's anywhere, and reported so.
    const isUsual = value.value === subnet.first || value.value === subnet.last;
    const isReserved = (value.value < first || value.value > last) && !isUsual;
    if (!isReserved && !rules.never?.includes(address)) continue;
    const text = (one: bigint) => formatAddress({ family: 4, value: one });
    at.add('address-of-platform', { platform, received: address, range: `${text(first)} to ${text(last)}` });
  }
}

function checkSubnets({ name, subnets }: Network, { made, target }: MadeGroup, at: Place): void {
  const within = made.addresses?.within;
  if (!within) return;
  const ranges = within.flatMap((text) => parseSubnet(text) ?? []);
  for (const received of subnets) {
    const subnet = parseSubnet(received);
    if (subnet?.family !== 4 || ranges.some((range) => isInside(subnet, range))) continue;
    at.add('subnet-not-of-platform', { platform: target.platform, network: name, received, within });
  }
}

const isInside = (subnet: Subnet, range: Subnet) => range.first <= subnet.first && subnet.last <= range.last;

/** What the platform has to be told, by machine. */
function reportOrders({ machines, target }: MadeGroup, at: Place): void {
  const told = machines.flatMap((machine) => {
    const orders = platformOrders(machine);
    const addresses = machine.interfaces.flatMap(({ addresses: [first] }) => first?.address ?? []);
    return orders.length > 0 ? [{ machine: machine.name, addresses, orders }] : [];
  });
  const [first] = told;
  if (!first) return;
  at.key(first.machine).key('interfaces').add('addresses-to-tell', { platform: target.platform, told });
}

/** Cards that only the platform's own images bring up, for the bundle does not know which they are. */
function reportUnknownCards({ machines, target, made }: MadeGroup, at: Place): void {
  const lacking = machines.filter((machine) =>
    machine.interfaces.some((card) => bringsUp(machine, card) === 'unknown'),
  );
  const [first] = lacking;
  if (!first) return;
  const { platform } = target;
  const facts = { platform, machines: lacking.map(({ name }) => name), by: made.furtherCards.broughtUp };
  at.key(first.name).key('interfaces').add('card-unknown', facts);
}
