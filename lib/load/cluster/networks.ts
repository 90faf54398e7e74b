/** Networks: subnets, gateways and name servers, canonical, and checked against each other. */

import type { Network } from '../../cluster/cluster.ts';
import type { NetworkDescription } from '../../cluster/description.generated.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
import { contains, formatAddress, formatSubnet, type IpAddress, type Subnet } from '../../net/ip.ts';
import { nearestWord } from '../../suggest.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import { oneOrMany, reportNotForHosts, resolveAddress, resolveSubnet } from './addresses.ts';
import { type DeclaredSubnet, holderOf, reportOverlaps, sortedRanges } from './overlaps.ts';

/** A network with its subnets as numbers. */
export interface KnownNetwork extends Network {
  readonly ranges: readonly Subnet[];
  /** False where a subnet was refused: then nothing follows from an address that fits none. */
  readonly isComplete: boolean;
}

/** Who has an address already. */
export type AddressOwners = Map<string, { readonly owner: string; readonly path: DescriptionPath }>;

export interface Networks {
  readonly byName: ReadonlyMap<string, KnownNetwork>;
  /** The name of the network that holds an address. */
  readonly holderOf: (address: IpAddress) => string | undefined;
  /** The first of the names, for whoever named none of them, and the one that was most likely meant. */
  readonly knownBeside: (name: string) => { readonly known: readonly string[]; readonly suggestion?: string };
}

const namePattern = /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** Resolves all networks; their gateways become owners of their addresses. */
export function resolveNetworks(draft: ClusterDraft, report: Report, owners: AddressOwners): Networks {
  const byName = new Map<string, KnownNetwork>();
  const declared: DeclaredSubnet[] = [];
  for (const [name, network] of Object.entries(draft.networks ?? {})) {
    const path = ['networks', name];
    if (!namePattern.test(name)) report.add('network-name', path, { name });
    byName.set(name, resolveNetwork(name, network ?? {}, path, report, declared, owners));
  }
  const sorted = sortedRanges(declared);
  reportOverlaps(sorted, report);
  return { byName, holderOf: (address) => holderOf(sorted, address), knownBeside: knownBeside([...byName.keys()]) };
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
  path: DescriptionPath,
  report: Report,
  declared: DeclaredSubnet[],
  owners: AddressOwners,
): KnownNetwork {
  const texts = oneOrMany(draft.subnet, draft.subnets, 'subnet', 'subnets', path, report);
  if (texts.length === 0 && !report.isDamaged(path)) report.add('no-subnet', path, {});
  const ranges: Subnet[] = [];
  for (const { text, path: at } of texts) {
    const subnet = resolveSubnet(text, at, report);
    if (!subnet) continue;
    ranges.push(subnet);
    declared.push({ network: name, subnet, path: at, order: declared.length });
  }
  const isDamaged = report.isDamaged([...path, 'subnet']) || report.isDamaged([...path, 'subnets']);
  const isComplete = texts.length > 0 && ranges.length === texts.length && !isDamaged;
  const known = { name, subnets: ranges.map(formatSubnet), ranges, isComplete };
  if (draft.mtu !== undefined && draft.mtu < 1280 && ranges.some(({ family }) => family === 6)) {
    report.add('mtu-below-ipv6', [...path, 'mtu'], { received: draft.mtu });
  }
  return {
    ...known,
    gateways: resolveGateways(draft, known, path, report, owners),
    nameservers: resolveNameservers(draft.nameservers ?? [], [...path, 'nameservers'], report),
    ...(draft.mtu !== undefined && { mtu: draft.mtu }),
  };
}

function resolveGateways(
  draft: Draft<NetworkDescription>,
  network: Pick<KnownNetwork, 'name' | 'ranges' | 'subnets' | 'isComplete'>,
  path: DescriptionPath,
  report: Report,
  owners: AddressOwners,
): readonly string[] {
  const bySubnet = new Map<Subnet, string>();
  const gateways: string[] = [];
  for (const { text, path: at } of oneOrMany(draft.gateway, draft.gateways, 'gateway', 'gateways', path, report)) {
    const address = resolveAddress(text, at, report);
    if (!address) continue;
    const gateway = formatAddress(address);
    const subnet = network.ranges.find((range) => contains(range, address));
    gateways.push(gateway);
    if (!subnet) {
      const facts = { received: gateway, network: network.name, subnets: network.subnets };
      if (network.isComplete) report.add('gateway-outside-subnet', at, facts);
      continue;
    }
    reportNotForHosts(subnet, address, at, report);
    const other = bySubnet.get(subnet);
    if (other !== undefined)
      report.add('gateway-twice', at, { received: gateway, other, subnet: formatSubnet(subnet) });
    bySubnet.set(subnet, gateway);
    owners.set(gateway, { owner: `the gateway of network ${network.name}`, path: at });
  }
  return gateways;
}

function resolveNameservers(
  texts: readonly (string | undefined)[],
  path: DescriptionPath,
  report: Report,
): readonly string[] {
  const servers = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const address = text === undefined ? undefined : resolveAddress(text, [...path, index], report);
    if (!address) continue;
    const server = formatAddress(address);
    if (servers.has(server)) report.add('listed-twice', [...path, index], { item: server });
    servers.add(server);
  }
  return [...servers];
}
