/**
 * The wires: a bridge for each network that the bundles speak of, in the sandbox's own network
 * namespace. The operator sits in that namespace with an address on each bridge. It routes between
 * the networks where the bundles name gateways, and has no way out.
 */

import { writeFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import type { BundledInterface, BundledMachine } from './bundles.ts';
import { run } from './command.ts';

interface Bridge {
  readonly name: string;
  /** CIDR notation. */
  readonly subnets: readonly string[];
  /** The operator's addresses on it, with prefix length: the gateways that machines name, else a free one a subnet. */
  readonly addresses: readonly string[];
}

export interface Wires {
  readonly bridges: readonly Bridge[];
  /** The operator's address in the subnet of this address. */
  operatorAddressBeside(address: string): string;
  /** Makes a network namespace and plugs the interfaces of a machine into their bridges; gives its path. */
  plugIn(machine: BundledMachine): Promise<string>;
  /** Pulls a machine's plugs and forgets its namespace. */
  unplug(machine: BundledMachine): Promise<void>;
  /** Takes the bridges away. */
  remove(): Promise<void>;
}

/** Makes the bridges for these machines. */
export async function createWires(machines: readonly BundledMachine[]): Promise<Wires> {
  const bridges = planBridges(machines.flatMap((machine) => machine.interfaces));
  await ipBatch(bridges.flatMap(bridgeCommands));
  routeBetweenBridges(machines.some((machine) => machine.interfaces.some(({ gateways }) => gateways.length > 0)));
  const plugName = (machine: BundledMachine, index: number) =>
    `m${machines.findIndex(({ name }) => name === machine.name)}p${index}`;

  return {
    bridges,
    operatorAddressBeside(address) {
      const own = bridges.flatMap((bridge) => bridge.addresses).find((candidate) => isInside(address, candidate));
      if (own === undefined) throw new Error(`the operator has no address beside ${address}`);
      return bare(own);
    },
    async plugIn(machine) {
      await ipBatch([
        `netns add ${machine.name}`,
        ...machine.interfaces.flatMap((nic, index) =>
          plugCommands(machine.name, nic, plugName(machine, index), bridges),
        ),
      ]);
      return `/run/netns/${machine.name}`;
    },
    async unplug(machine) {
      const plugs = machine.interfaces.map((_, index) => `link del ${plugName(machine, index)}`);
      await ipBatch([...plugs, `netns del ${machine.name}`]);
    },
    remove: () => ipBatch(bridges.map(({ name }) => `link del ${name}`)),
  };
}

/** Interfaces that share a subnet share a bridge. */
function planBridges(interfaces: readonly BundledInterface[]): Bridge[] {
  const groups: { subnets: Set<string>; members: BundledInterface[] }[] = [];
  for (const nic of interfaces.filter(({ addresses }) => addresses.length > 0)) {
    const subnets = nic.addresses.map(subnetOf);
    const shared = groups.find((group) => subnets.some((subnet) => group.subnets.has(subnet)));
    const group = shared ?? { subnets: new Set<string>(), members: [] };
    if (!shared) groups.push(group);
    for (const subnet of subnets) group.subnets.add(subnet);
    group.members.push(nic);
  }
  return groups.map(({ subnets, members }, index) => ({
    name: `bridge${index}`,
    subnets: [...subnets],
    addresses: [...subnets].flatMap((subnet) => operatorAddresses(subnet, members)),
  }));
}

function operatorAddresses(subnet: string, members: readonly BundledInterface[]): string[] {
  const [, prefixLength] = ipaddr.parseCIDR(subnet);
  const gateways = new Set(members.flatMap((nic) => nic.gateways).filter((gateway) => isInside(gateway, subnet)));
  if (gateways.size > 0) return [...gateways].map((gateway) => `${gateway}/${prefixLength}`);
  const taken = new Set(members.flatMap((nic) => nic.addresses.map((address) => bare(address))));
  return [`${lastFreeAddress(subnet, taken)}/${prefixLength}`];
}

function lastFreeAddress(subnet: string, taken: ReadonlySet<string>): string {
  const [base, prefixLength] = ipaddr.parseCIDR(subnet);
  const bytes = base.toByteArray();
  const hostBits = bytes.length * 8 - prefixLength;
  const hosts = 2 ** Math.min(hostBits, 8);
  for (let host = hosts - 2; host > 0; host--) {
    const last = bytes.length - 1;
    const candidate = ipaddr.fromByteArray([...bytes.slice(0, last), (bytes[last] ?? 0) + host]).toString();
    if (!taken.has(candidate)) return candidate;
  }
  throw new Error(`${subnet} has no address left for the operator`);
}

/** The subnet of an address with prefix length, host bits zero. */
function subnetOf(address: string): string {
  const [parsed, prefixLength] = ipaddr.parseCIDR(address);
  const network = (parsed.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(address);
  return `${network.toString()}/${prefixLength}`;
}

function isInside(address: string, subnet: string): boolean {
  const [parsed, network] = [ipaddr.parse(address), ipaddr.parseCIDR(subnet)];
  return parsed.kind() === network[0].kind() && parsed.match(network);
}

/** An address without its prefix length, in its canonical form. */
function bare(address: string): string {
  return ipaddr.parseCIDR(address)[0].toString();
}

function bridgeCommands(bridge: Bridge): string[] {
  return [
    `link add ${bridge.name} type bridge`,
    ...bridge.addresses.map((address) => `address add ${address} dev ${bridge.name} nodad`),
    `link set ${bridge.name} up`,
  ];
}

function plugCommands(machine: string, nic: BundledInterface, plug: string, bridges: readonly Bridge[]): string[] {
  const mac = nic.mac === undefined ? '' : `address ${nic.mac}`;
  const mtu = nic.mtu === undefined ? '' : `mtu ${nic.mtu}`;
  const subnets = nic.addresses.map(subnetOf);
  const bridge = bridges.find((candidate) => candidate.subnets.some((subnet) => subnets.includes(subnet)));
  const plugged = bridge === undefined ? '' : `master ${bridge.name}`;
  return [
    `link add ${plug} ${mtu} type veth peer name ${nic.name} netns ${machine} ${mac} ${mtu}`,
    `link set ${plug} ${plugged} up`,
  ];
}

function routeBetweenBridges(isWanted: boolean): void {
  for (const path of ['ipv4/ip_forward', 'ipv6/conf/all/forwarding']) {
    writeFileSync(`/proc/sys/net/${path}`, isWanted ? '1' : '0');
  }
}

async function ipBatch(commands: readonly string[]): Promise<void> {
  await run(['ip', '-batch', '-'], { input: `${commands.join('\n')}\n` });
}
