/** What inventory and manifest tell of a machine and its networks to the tools that create both. */

import { listeningAddress } from '../cluster/attachment.ts';
import type { Cluster, Interface, Network } from '../cluster/cluster.ts';
import type { Role } from '../cluster/vocabulary.ts';
import type { MachineBundle } from '../pack/cluster-bundles.ts';
import { type Attachment, attachmentOf } from './attach.ts';

/** Each key is there for every machine, null where nothing is known: tools want objects of one type. */
export interface MachineFacts {
  readonly roles: readonly Role[];
  readonly datacenter: string;
  /** By the name of the network. */
  readonly networks: Readonly<Record<string, NetworkPlace>>;
  readonly attach: Attachment;
}

/** A machine's place in a network. */
export interface NetworkPlace {
  /** On which its agents listen, and its prefix; null with DHCP. */
  readonly address: string | null;
  readonly prefixLength: number | null;
  /** All of them in CIDR notation. */
  readonly addresses: readonly string[];
  /** Lower case, with colons; null where the platform chooses it. */
  readonly mac: string | null;
  /** The name of the interface, where the description goes by that. */
  readonly interface: string | null;
}

/** A network of the description. */
export interface NetworkFacts {
  /** In CIDR notation; at least one. */
  readonly subnets: readonly string[];
  readonly gateways: readonly string[];
  readonly mtu: number | null;
}

/** The networks of a cluster by name. */
export function networkFacts({ networks }: Cluster): Readonly<Record<string, NetworkFacts>> {
  const facts = ({ subnets, gateways, mtu }: Network) => ({ subnets, gateways, mtu: mtu ?? null });
  return Object.fromEntries(Object.entries(networks).map(([name, network]) => [name, facts(network)]));
}

/**
 * What is told of one machine.
 * @param folder the folder of its documents, as it shall stand in commands
 */
export function machineFacts({ networks }: Cluster, { machine, bundle }: MachineBundle, folder: string): MachineFacts {
  const { roles, datacenter, interfaces } = machine;
  const places = interfaces.map((attached) => [attached.network, placeOf(attached, networks[attached.network])]);
  return { roles, datacenter, networks: Object.fromEntries(places), attach: attachmentOf(machine, bundle, folder) };
}

function placeOf({ addresses, mac, name }: Interface, network: Network | undefined): NetworkPlace {
  const told = addresses.map(({ address }) => address);
  const address = listeningAddress(told, network?.subnets ?? []) ?? null;
  const prefixLength = addresses.find((one) => one.address === address)?.prefixLength ?? null;
  const all = addresses.map((one) => `${one.address}/${one.prefixLength}`);
  return { address, prefixLength, addresses: all, mac: mac ?? null, interface: name ?? null };
}
