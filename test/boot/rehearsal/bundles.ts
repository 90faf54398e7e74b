/** Reads a folder of bundles, as `build-userdata --out` writes it, for booting: seeds and network interfaces. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { ignitionInterfaces } from './ignition-network.ts';

export type BundleFormat = 'cloud-init' | 'ignition';

export interface BundledMachine {
  readonly name: string;
  readonly format: BundleFormat;
  /** File name to content: the NoCloud seed, or `config.ign` alone. */
  readonly seed: Readonly<Record<string, Buffer>>;
  readonly interfaces: readonly BundledInterface[];
}

export interface BundledInterface {
  /** What the interface is called inside the machine. */
  readonly name: string;
  readonly mac?: string;
  /** With prefix length. */
  readonly addresses: readonly string[];
  /** Addresses of the routers that the machine sends to by this interface. */
  readonly gateways: readonly string[];
  readonly mtu?: number;
}

/** An entry of `ethernets` in a network-config, version 2: what is read of it. */
interface Ethernet {
  readonly match?: { readonly macaddress?: string; readonly name?: string };
  readonly 'set-name'?: string;
  readonly addresses?: readonly string[];
  readonly dhcp4?: boolean;
  readonly dhcp6?: boolean;
  readonly gateway4?: string;
  readonly gateway6?: string;
  readonly routes?: readonly { readonly via?: string }[];
  readonly mtu?: number;
}

const LONGEST_INTERFACE_NAME = 15;

/** Gives the machines of `<folder>/machines`, by name. Throws where one cannot be booted here, and says why. */
export function readBundles(folder: string): BundledMachine[] {
  const names = readdirSync(join(folder, 'machines')).sort(new Intl.Collator('en', { numeric: true }).compare);
  return names.map((name) => readMachine(name, join(folder, 'machines', name)));
}

function readMachine(name: string, folder: string): BundledMachine {
  const config = join(folder, 'config.ign');
  return existsSync(config) ? readIgnition(name, readFileSync(config)) : readCloudInit(name, folder);
}

function readIgnition(name: string, config: Buffer): BundledMachine {
  return { name, format: 'ignition', seed: { 'config.ign': config }, interfaces: ignitionInterfaces(name, config) };
}

function readCloudInit(name: string, folder: string): BundledMachine {
  const network = load(readFileSync(join(folder, 'network-config'), 'utf8')) as { network?: object };
  const config = (network.network ?? network) as { ethernets?: Record<string, Ethernet> };
  const ethernets = Object.entries(config.ethernets ?? {}).map(([id, ethernet], index) => {
    if (ethernet.dhcp4 || ethernet.dhcp6) {
      throw new Error(`${name}: ${id} takes its address by DHCP, and no machine here serves it`);
    }
    return { name: nameInside(id, ethernet, index), ethernet };
  });
  const containerConfig = {
    ...config,
    ethernets: Object.fromEntries(ethernets.map(({ name, ethernet }) => [name, matchedByName(name, ethernet)])),
  };
  const seed = {
    'user-data': readFileSync(join(folder, 'user-data')),
    'meta-data': readFileSync(join(folder, 'meta-data')),
    'network-config': Buffer.from(dump(containerConfig, { lineWidth: -1, noRefs: true })),
  };
  const interfaces = ethernets.map(({ name, ethernet }) => toInterface(name, ethernet));
  return { name, format: 'cloud-init', seed, interfaces };
}

/**
 * cloud-init does not count a veth device as physical, so that `match: macaddress` finds nothing in a
 * container: the match becomes the name. It is the one thing of a bundle that booting it here changes.
 */
function matchedByName(name: string, ethernet: Ethernet): Ethernet {
  const { match: _, 'set-name': __, ...rest } = ethernet;
  return { ...rest, match: { name } };
}

function nameInside(id: string, ethernet: Ethernet, index: number): string {
  const name = ethernet['set-name'] ?? ethernet.match?.name ?? id;
  return name.length <= LONGEST_INTERFACE_NAME && /^[\w.-]+$/.test(name) ? name : `eth${index}`;
}

function toInterface(name: string, ethernet: Ethernet): BundledInterface {
  const mac = ethernet.match?.macaddress;
  const vias = (ethernet.routes ?? []).map((route) => route.via);
  const gateways = [...vias, ethernet.gateway4, ethernet.gateway6].filter((gateway) => gateway !== undefined);
  return {
    name,
    ...(mac === undefined ? {} : { mac }),
    addresses: ethernet.addresses ?? [],
    gateways: [...new Set(gateways)],
    ...(ethernet.mtu === undefined ? {} : { mtu: ethernet.mtu }),
  };
}
