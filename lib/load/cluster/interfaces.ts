/** Interfaces of a machine: the network that each is attached to, its MAC or name, and its addresses. */

import type { Interface, InterfaceAddress } from '../../cluster/cluster.ts';
import type { InterfaceDescription } from '../../cluster/description.generated.ts';
import { contains, formatAddress, type IpAddress } from '../../net/ip.ts';
import { normaliseMac, whyNotForHosts } from '../../net/mac.ts';
import { show } from '../../quote.ts';
import type { Draft } from '../draft.ts';
import { oneOrMany, reportNotForHosts, resolveAddress } from '../networks/addresses.ts';
import { type AddressOwners, type Networks, reportUnknownNetwork } from '../networks/networks.ts';
import type { Place } from '../place.ts';

/** What the machines before have taken, over the whole cluster. */
export interface Taken {
  readonly addresses: AddressOwners;
  readonly macs: Map<string, { readonly owner: string; readonly at: Place }>;
  /** Machines of which an address was refused. */
  readonly doubtful: Set<string>;
}

/** What an interface is resolved beside: its machine, the networks, and the interfaces before it. */
interface Surroundings {
  readonly machine: string;
  readonly networks: Networks;
  readonly taken: Taken;
}

type InterfaceDraft = Draft<InterfaceDescription>;

/**
 * Resolves a machine's interfaces in their order; one that was damaged is left out.
 * @param isMadeByPlatform whether the platform makes the machine's network, so that no card has to be told from another
 */
export function resolveInterfaces(
  machine: string,
  isMadeByPlatform: boolean,
  drafts: readonly (InterfaceDraft | undefined)[],
  networks: Networks,
  taken: Taken,
  at: Place,
): readonly Interface[] {
  const surroundings: Surroundings = { machine, networks, taken };
  const resolved: Interface[] = [];
  const names = new Map<string, Place>();
  const attached = new Map<string, Place>();
  for (const [index, draft] of drafts.entries()) {
    if (draft === undefined) continue;
    const place = at.key(index);
    if (!isMadeByPlatform) reportUnnamed(draft, drafts.length, machine, place);
    reportTwice(draft, names, attached, machine, place);
    resolved.push(resolveInterface(draft, surroundings, place));
  }
  return resolved;
}

function reportUnnamed(draft: InterfaceDraft, count: number, machine: string, at: Place): void {
  const isNamed = draft.mac !== undefined || draft.name !== undefined || at.isDamaged();
  if (count > 1 && !isNamed) at.add('interface-unnamed', { machine });
}

function reportTwice(
  { name, network }: InterfaceDraft,
  names: Map<string, Place>,
  attached: Map<string, Place>,
  machine: string,
  at: Place,
): void {
  const namedFirst = name === undefined ? undefined : names.get(name);
  if (name === 'lo') at.key('name').add('interface-name-loopback', {});
  if (name !== undefined && namedFirst) at.key('name').add('interface-name-twice', { name }, namedFirst);
  if (name !== undefined && !namedFirst) names.set(name, at.key('name'));
  const attachedFirst = network === undefined ? undefined : attached.get(network);
  if (network === undefined) return;
  if (attachedFirst) at.key('network').add('interface-network-twice', { network, machine }, attachedFirst);
  else attached.set(network, at.key('network'));
}

function resolveInterface(draft: InterfaceDraft, surroundings: Surroundings, at: Place): Interface {
  const mac = draft.mac === undefined ? undefined : resolveMac(draft.mac, surroundings, at.key('mac'));
  const network = draft.network ?? '';
  if (draft.network !== undefined) reportUnknownNetwork(network, surroundings.networks, at.key('network'));
  return {
    network,
    ...(mac !== undefined && { mac }),
    ...(draft.name !== undefined && { name: draft.name }),
    addresses: resolveAddresses(draft, network, surroundings, at),
  };
}

function resolveMac(text: string, { machine, taken }: Surroundings, at: Place): string | undefined {
  const mac = normaliseMac(text);
  if (mac === undefined) {
    at.add('mac-form', { received: show(text) });
    return undefined;
  }
  const what = whyNotForHosts(mac);
  if (what !== undefined) at.add('mac-not-for-hosts', { received: mac, what });
  const earlier = taken.macs.get(mac);
  if (earlier) at.add('duplicate-mac', { received: mac, owner: ownerFor(earlier.owner, machine) }, earlier.at);
  else taken.macs.set(mac, { owner: machine, at });
  return mac;
}

function ownerFor(owner: string, machine: string): string {
  if (owner === machine) return 'another interface of the same machine';
  return owner.startsWith('the gateway') ? owner : `machine ${owner}`;
}

function resolveAddresses(
  draft: InterfaceDraft,
  network: string,
  surroundings: Surroundings,
  at: Place,
): readonly InterfaceAddress[] {
  const texts = oneOrMany(draft.address, draft.addresses, 'address', 'addresses', at);
  const resolved = texts.flatMap(({ text, at: place }) => {
    const address = resolveAddress(text, place);
    return address ? attachedAddress(address, network, surroundings, place) : [];
  });
  if (resolved.length < texts.length) surroundings.taken.doubtful.add(surroundings.machine);
  return resolved;
}

function attachedAddress(
  address: IpAddress,
  networkName: string,
  { machine, networks, taken }: Surroundings,
  at: Place,
): readonly InterfaceAddress[] {
  const received = formatAddress(address);
  const earlier = taken.addresses.get(received);
  if (earlier) at.add('duplicate-address', { received, owner: ownerFor(earlier.owner, machine) }, earlier.at);
  else taken.addresses.set(received, { owner: machine, at });
  const network = networks.byName.get(networkName);
  const subnet = network?.ranges.find((range) => contains(range, address));
  if (subnet) {
    reportNotForHosts(subnet, address, at);
    return [{ address: received, prefixLength: subnet.prefixLength }];
  }
  if (network?.isComplete) {
    const fitting = networks.holderOf(address);
    const facts = { received, network: networkName, subnets: network.subnets };
    at.add('address-outside-subnet', { ...facts, ...(fitting !== undefined && { fitting }) });
  }
  return [];
}
