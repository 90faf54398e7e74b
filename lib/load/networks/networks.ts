/** Networks: subnets, gateways and name servers, canonical, and checked against each other. */

import type { Network } from '../../cluster/cluster.ts';
import type { NetworkDescription } from '../../cluster/description.generated.ts';
import { contains, formatAddress, formatSubnet, type IpAddress, type Subnet } from '../../net/ip.ts';
import { nearestWord } from '../../suggest.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Place } from '../place.ts';
import { oneOrMany, reportNotForHosts, resolveAddress, resolveSubnet } from './addresses.ts';
import { type DeclaredSubnet, holderOf, reportOverlaps, sortedRanges } from './overlaps.ts';

/** A network with its subnets as numbers. */
export interface KnownNetwork extends Network {
  readonly ranges: readonly Subnet[];
  /** False if a subnet was refused: then nothing follows from an address that fits none. */
  readonly isComplete: boolean;
}

/** Who has an address already. */
export type AddressOwners = Map<string, { readonly owner: string; readonly at: Place }>;

export interface Networks {
  readonly byName: ReadonlyMap<string, KnownNetwork>;
  /** Whether a network of this name was declared and could not be read. */
  readonly isDamaged: (name: string) => boolean;
  /** The name of the network that holds an address. */
  readonly holderOf: (address: IpAddress) => string | undefined;
  /** The first of the names, and the one that was most likely meant by a name that is none of them. */
  readonly knownBeside: (name: string) => { readonly known: readonly string[]; readonly suggestion?: string };
}

const namePattern = /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** Says so if a name is none of the declared networks; nothing if the networks themselves are missing. */
export function reportUnknownNetwork(name: string, networks: Networks, at: Place): void {
  if (networks.byName.has(name) || networks.byName.size === 0 || networks.isDamaged(name)) return;
  at.add('unknown-network', { name, ...networks.knownBeside(name) });
}

/** Resolves all networks; their gateways become owners of their addresses. */
export function resolveNetworks(draft: ClusterDraft, top: Place, owners: AddressOwners): Networks {
  const byName = new Map<string, KnownNetwork>();
  const declared: DeclaredSubnet[] = [];
  for (const [name, network] of Object.entries(draft.networks ?? {})) {
    const at = top.key('networks').key(name);
    if (!namePattern.test(name)) at.add('network-name', { name });
    byName.set(name, resolveNetwork(name, network ?? {}, at, declared, owners));
  }
  const sorted = sortedRanges(declared);
  reportOverlaps(sorted);
  return {
    byName,
    isDamaged: (name) => top.key('networks').key(name).isDamaged(),
    holderOf: (address) => holderOf(sorted, address),
    knownBeside: knownBeside([...byName.keys()]),
  };
}

/** Thousands of machines may have the same wrong name: each is looked for once. */
function knownBeside(names: readonly string[]): Networks['knownBeside'] {
  const known = names.slice(0, 200);
  const found = new Map<string, ReturnType<Networks['knownBeside']>>();
  return (name) => {
    const earlier = found.get(name);
    if (earlier) return earlier;
    const suggestion = nearestWord(name, known);
    const answer = { known, ...(suggestion !== undefined && { suggestion }) };
    found.set(name, answer);
    return answer;
  };
}

function resolveNetwork(
  name: string,
  draft: Draft<NetworkDescription>,
  at: Place,
  declared: DeclaredSubnet[],
  owners: AddressOwners,
): KnownNetwork {
  const texts = oneOrMany(draft.subnet, draft.subnets, 'subnet', 'subnets', at);
  if (texts.length === 0 && !at.isDamaged()) at.add('no-subnet', {});
  const ranges: Subnet[] = [];
  for (const { text, at: place } of texts) {
    const subnet = resolveSubnet(text, place);
    if (!subnet) continue;
    ranges.push(subnet);
    declared.push({ network: name, subnet, at: place, order: declared.length });
  }
  const isDamaged = at.key('subnet').isDamaged() || at.key('subnets').isDamaged();
  const isComplete = texts.length > 0 && ranges.length === texts.length && !isDamaged;
  const known = { name, subnets: ranges.map(formatSubnet), ranges, isComplete };
  if (draft.mtu !== undefined && draft.mtu < 1280 && ranges.some(({ family }) => family === 6)) {
    at.key('mtu').add('mtu-below-ipv6', { received: draft.mtu });
  }
  return {
    ...known,
    gateways: resolveGateways(draft, known, at, owners),
    nameservers: resolveNameservers(draft.nameservers ?? [], at.key('nameservers')),
    ...(draft.mtu !== undefined && { mtu: draft.mtu }),
  };
}

function resolveGateways(
  draft: Draft<NetworkDescription>,
  network: Pick<KnownNetwork, 'name' | 'ranges' | 'subnets' | 'isComplete'>,
  at: Place,
  owners: AddressOwners,
): readonly string[] {
  const bySubnet = new Map<Subnet, string>();
  const gateways: string[] = [];
  for (const { text, at: place } of oneOrMany(draft.gateway, draft.gateways, 'gateway', 'gateways', at)) {
    const address = resolveAddress(text, place);
    if (!address) continue;
    const gateway = formatAddress(address);
    const subnet = network.ranges.find((range) => contains(range, address));
    gateways.push(gateway);
    if (!subnet) {
      const facts = { received: gateway, network: network.name, subnets: network.subnets };
      if (network.isComplete) place.add('gateway-outside-subnet', facts);
      continue;
    }
    reportNotForHosts(subnet, address, place);
    const other = bySubnet.get(subnet);
    if (other !== undefined) place.add('gateway-twice', { received: gateway, other, subnet: formatSubnet(subnet) });
    bySubnet.set(subnet, gateway);
    owners.set(gateway, { owner: `the gateway of network ${network.name}`, at: place });
  }
  return gateways;
}

function resolveNameservers(texts: readonly (string | undefined)[], at: Place): readonly string[] {
  const servers = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const address = text === undefined ? undefined : resolveAddress(text, at.key(index));
    if (!address) continue;
    const server = formatAddress(address);
    if (servers.has(server)) at.key(index).add('listed-twice', { item: server });
    servers.add(server);
  }
  return [...servers];
}
