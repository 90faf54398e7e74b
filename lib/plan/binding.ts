/**
 * Where an agent listens: on a known address, or with DHCP on whatever address it finds inside its network's subnets,
 * said as a go-sockaddr template, which Nomad evaluates at start.
 */

import { isSameFamily, listeningAddress } from '../cluster/attachment.ts';
import type { Cluster, Interface, Machine } from '../cluster/cluster.ts';
import type { Role } from '../cluster/vocabulary.ts';
import { isIpv6Text } from '../net/ip.ts';

export interface Binding {
  /** For `bind_addr` and `advertise`: an address or a template. */
  readonly address: string;
  /** For `network_interface`: a template that gives the interface's name. */
  readonly interfaceName: string;
  /** CIDR prefixes, one of which holds the address: what a unit waits for. */
  readonly prefixes: readonly string[];
  /** Addresses known beforehand, for the certificate. */
  readonly knownAddresses: readonly string[];
}

/** The bindings of a machine's agents. */
export type Bindings = Readonly<Partial<Record<Role, Binding>>>;

/** Each agent of a machine on its own network. */
export function bindingsOf(cluster: Cluster, { roles, interfaces }: Machine): Bindings {
  return Object.fromEntries(roles.map((role) => [role, bindingOn(cluster, interfaces, cluster[role].network)]));
}

/** The binding of an agent to a network. */
function bindingOn(
  { networks }: Pick<Cluster, 'networks'>,
  interfaces: readonly Interface[],
  networkName: string,
): Binding {
  const addresses = interfaces.filter(({ network }) => network === networkName).flatMap(addressesOf);
  const declared = networks[networkName]?.subnets ?? [];
  const address = listeningAddress(addresses, declared);
  // With DHCP, too, an agent listens on the family of the network's first subnet.
  const subnets = declared.filter((subnet) => isSameFamily(subnet, declared[0] ?? ''));
  return {
    address: address ?? sockaddrTemplate(subnets.map(insideOf), 'address'),
    interfaceName: sockaddrTemplate(address ? [exactly(address)] : subnets.map(insideOf), 'name'),
    prefixes: address ? [hostPrefix(address)] : subnets,
    knownAddresses: addresses,
  };
}

/** One expression a filter, side by side: a machine has an interface for one of them, the others give nothing. */
function sockaddrTemplate(filters: readonly string[], attribute: 'address' | 'name'): string {
  return filters.map((filter) => `{{ GetAllInterfaces | ${filter} | attr "${attribute}" }}`).join('');
}

const insideOf = (subnet: string) => `include "network" "${subnet}"`;

/** A regular expression, matched against the address with or without its prefix length. */
const exactly = (address: string) => `include "address" "^${address.replaceAll('.', '[.]')}(/|$)"`;

function addressesOf({ addresses }: Interface): string[] {
  return addresses.map(({ address }) => address);
}

function hostPrefix(address: string): string {
  return `${address}/${isIpv6Text(address) ? 128 : 32}`;
}
