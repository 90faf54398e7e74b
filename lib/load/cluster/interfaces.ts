/** Interfaces of a machine: the network that each is attached to, its MAC or name, and its addresses. */

import type { Interface, InterfaceAddress } from '../../cluster/cluster.ts';
import type { InterfaceDescription } from '../../cluster/description.generated.ts';
import { show } from '../../diagnostic-text.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
import { contains, formatAddress, type IpAddress } from '../../net/ip.ts';
import { normaliseMac, whyNotForHosts } from '../../net/mac.ts';
import type { Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import { oneOrMany, reportNotForHosts, resolveAddress } from './addresses.ts';
import type { AddressOwners, Networks } from './networks.ts';

/** What the machines before have taken, over the whole cluster. */
export interface Taken {
  readonly addresses: AddressOwners;
  readonly macs: Map<string, { readonly owner: string; readonly path: DescriptionPath }>;
  /** Machines of which an address was refused. */
  readonly doubtful: Set<string>;
}

/** One machine's interface that is being resolved. */
interface Place {
  readonly machine: string;
  readonly path: DescriptionPath;
  readonly networks: Networks;
  readonly taken: Taken;
  readonly report: Report;
}

type InterfaceDraft = Draft<InterfaceDescription>;

/** Resolves a machine's interfaces in their order; one that was damaged is left out. */
export function resolveInterfaces(
  machine: string,
  drafts: readonly (InterfaceDraft | undefined)[],
  networks: Networks,
  taken: Taken,
  report: Report,
): readonly Interface[] {
  const path = ['machines', machine, 'interfaces'];
  const resolved: Interface[] = [];
  const names = new Map<string, DescriptionPath>();
  const attached = new Map<string, DescriptionPath>();
  for (const [index, draft] of drafts.entries()) {
    if (draft === undefined) continue;
    const place: Place = { machine, path: [...path, index], networks, taken, report };
    reportUnnamed(draft, drafts.length, place);
    reportTwice(draft, names, attached, place);
    resolved.push(resolveInterface(draft, place));
  }
  return resolved;
}

function reportUnnamed(draft: InterfaceDraft, count: number, { machine, path, report }: Place): void {
  const isNamed = draft.mac !== undefined || draft.name !== undefined || report.isDamaged(path);
  if (count > 1 && !isNamed) report.add('interface-unnamed', path, { machine });
}

function reportTwice(
  { name, network }: InterfaceDraft,
  names: Map<string, DescriptionPath>,
  attached: Map<string, DescriptionPath>,
  { machine, path, report }: Place,
): void {
  const namedFirst = name === undefined ? undefined : names.get(name);
  if (name === 'lo') report.add('interface-name-loopback', [...path, 'name'], {});
  if (name !== undefined && namedFirst) report.add('interface-name-twice', [...path, 'name'], { name }, namedFirst);
  if (name !== undefined && !namedFirst) names.set(name, [...path, 'name']);
  const attachedFirst = network === undefined ? undefined : attached.get(network);
  if (network === undefined) return;
  if (attachedFirst) report.add('interface-network-twice', [...path, 'network'], { network, machine }, attachedFirst);
  else attached.set(network, [...path, 'network']);
}

function resolveInterface(draft: InterfaceDraft, place: Place): Interface {
  const mac = draft.mac === undefined ? undefined : resolveMac(draft.mac, place);
  const network = draft.network ?? '';
  if (draft.network !== undefined)
    reportUnknownNetwork(network, [...place.path, 'network'], place.networks, place.report);
  return {
    network,
    ...(mac !== undefined && { mac }),
    ...(draft.name !== undefined && { name: draft.name }),
    addresses: resolveAddresses(draft, network, place),
  };
}

/** Says so where a name is none of the declared networks; nothing where the networks themselves are missing. */
export function reportUnknownNetwork(name: string, path: DescriptionPath, networks: Networks, report: Report): void {
  if (networks.byName.has(name) || networks.byName.size === 0 || report.isDamaged(['networks', name])) return;
  report.add('unknown-network', path, { name, ...networks.knownBeside(name) });
}

function resolveMac(text: string, { machine, path, taken, report }: Place): string | undefined {
  const at = [...path, 'mac'];
  const mac = normaliseMac(text);
  if (mac === undefined) {
    report.add('mac-form', at, { received: show(text) });
    return undefined;
  }
  const what = whyNotForHosts(mac);
  if (what !== undefined) report.add('mac-not-for-hosts', at, { received: mac, what });
  const earlier = taken.macs.get(mac);
  if (earlier)
    report.add('duplicate-mac', at, { received: mac, owner: ownerFor(earlier.owner, machine) }, earlier.path);
  else taken.macs.set(mac, { owner: machine, path: at });
  return mac;
}

function ownerFor(owner: string, machine: string): string {
  if (owner === machine) return 'another interface of the same machine';
  return owner.startsWith('the gateway') ? owner : `machine ${owner}`;
}

function resolveAddresses(draft: InterfaceDraft, network: string, place: Place): readonly InterfaceAddress[] {
  const texts = oneOrMany(draft.address, draft.addresses, 'address', 'addresses', place.path, place.report);
  const resolved = texts.flatMap(({ text, path }) => {
    const address = resolveAddress(text, path, place.report);
    return address ? attachedAddress(address, network, path, place) : [];
  });
  if (resolved.length < texts.length) place.taken.doubtful.add(place.machine);
  return resolved;
}

function attachedAddress(
  address: IpAddress,
  networkName: string,
  path: DescriptionPath,
  { machine, networks, taken, report }: Place,
): readonly InterfaceAddress[] {
  const received = formatAddress(address);
  const earlier = taken.addresses.get(received);
  if (earlier)
    report.add('duplicate-address', path, { received, owner: ownerFor(earlier.owner, machine) }, earlier.path);
  else taken.addresses.set(received, { owner: machine, path });
  const network = networks.byName.get(networkName);
  const subnet = network?.ranges.find((range) => contains(range, address));
  if (subnet) {
    reportNotForHosts(subnet, address, path, report);
    return [{ address: received, prefixLength: subnet.prefixLength }];
  }
  if (network?.isComplete) {
    const fitting = networks.holderOf(address);
    const facts = { received, network: networkName, subnets: network.subnets };
    report.add('address-outside-subnet', path, { ...facts, ...(fitting !== undefined && { fitting }) });
  }
  return [];
}
