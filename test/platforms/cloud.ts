/**
 * The platform's end of its machines' wires, in this network namespace: its addresses, its DHCP server and its metadata
 * service.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';
import type { Emulation, Lease, NetworkCard, Order, Paths } from './emulation.ts';
import { serve } from './service.ts';
import { cloudEnd, ip } from './wires.ts';

export interface Cloud {
  /** What the metadata service was asked for. */
  requests(): readonly string[];
  stop(): Promise<void>;
}

/** A machine that was ordered. */
export interface Guest {
  readonly emulation: Emulation;
  readonly order: Order;
}

/** A card and its index, which is that of its wire. */
type Plug = readonly [card: NetworkCard, index: number];

/** Answers on the wires to the cards of a platform's machines, which are laid already, until it is stopped. */
export async function createCloud(guests: readonly Guest[]): Promise<Cloud> {
  const plugs = guests.flatMap(({ emulation }) => emulation.cards.map((card, index): Plug => [card, index]));
  const services = [...new Set(guests.flatMap(({ emulation }) => emulation.service?.addresses ?? []))];
  await ip([...new Set(['link set lo up', ...plugs.flatMap(addresses), ...services.map(serviceAddress)])]);
  const dhcp = plugs.some(([{ lease }]) => lease) ? await startDhcp(plugs) : undefined;
  const running = await serve(tableOf(guests), services.map(listeningAddress));
  return {
    requests: () => running.log,
    async stop() {
      running.stop();
      if (dhcp?.exitCode === null && dhcp.kill()) await once(dhcp, 'exit');
    },
  };
}

/** What the metadata service answers to a caller: each machine's own, which it knows by the caller's address. */
function tableOf(guests: readonly Guest[]): (caller: string) => Paths {
  const tables = guests.map(({ emulation: { cards, service }, order }) => ({
    callers: cards.map(({ address }) => address.replace(/\/.*/, '')),
    paths: service?.paths(order) ?? {},
  }));
  const [only] = tables;
  if (only && tables.length === 1) return () => only.paths;
  return (caller) => tables.find(({ callers }) => callers.includes(caller))?.paths ?? {};
}

function serviceAddress(address: string): string {
  return `address add ${address}/${address.includes(':') ? '64 nodad' : '16'} dev ${cloudEnd(0)}`;
}

/** A link-local address needs to be told where it is. */
function listeningAddress(address: string): string {
  return address.startsWith('fe80:') ? `${address}%${cloudEnd(0)}` : address;
}

/** The platform has the last address of each subnet, for its DHCP server, and those of the routers. */
function addresses([{ address, lease }, index]: Plug): string[] {
  const routers = [lease?.router, ...(lease?.routes ?? [])].filter(
    (one) => one && one !== '0.0.0.0' && !one.includes('/'),
  );
  const own = [lastAddress(address), ...[...new Set(routers)].map((router) => `${router}/32`)];
  return [...own.map((one) => `address add ${one} dev ${cloudEnd(index)}`), `link set ${cloudEnd(index)} up`];
}

function lastAddress(cidr: string): string {
  const [, prefixLength] = ipaddr.parseCIDR(cidr);
  const bytes = ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toByteArray();
  return `${bytes.with(3, (bytes[3] ?? 1) - 1).join('.')}/${prefixLength}`;
}

async function startDhcp(plugs: readonly Plug[]): Promise<ChildProcess> {
  const options = new Set(plugs.flatMap(([card, index]) => (card.lease ? dhcpOptions(card, card.lease, index) : [])));
  const common = ['--keep-in-foreground', '--conf-file=/dev/null', '--port=0', '--leasefile-ro', '--log-facility=-'];
  const argv = ['setpriv', '--pdeathsig', 'KILL', 'dnsmasq', ...common, '--user=root', '--no-ping', ...options];
  const server = spawn(argv[0] ?? '', argv.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((started, failed) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (/dnsmasq-dhcp.*static leases only/.test(said)) started();
    });
    server.on('error', failed).on('exit', () => failed(new Error(`dnsmasq ended: ${said}`)));
  });
  return server;
}

function dhcpOptions({ mac, address }: NetworkCard, lease: Lease, index: number): string[] {
  const [host = ''] = address.split('/');
  const tag = `wire${index}`;
  const option = (number: number, value?: string | number) =>
    value === undefined ? [] : [`--dhcp-option-force=tag:${tag},${number},${value}`];
  const network = ipaddr.IPv4.networkAddressFromCIDR(address).toString();
  const mask = ipaddr.IPv4.subnetMaskFromPrefixLength(ipaddr.parseCIDR(address)[1]).toString();
  return [
    `--dhcp-range=set:${tag},${network},static,${mask},1h`,
    `--dhcp-host=${mac},${host}`,
    ...(lease.router === undefined ? [`--dhcp-option=tag:${tag},3`] : option(3, lease.router)),
    ...(lease.nameserver === undefined ? [`--dhcp-option=tag:${tag},6`] : option(6, lease.nameserver)),
    ...option(1, lease.netmask),
    ...option(26, lease.mtu),
    ...option(121, lease.routes?.join(',')),
    ...(lease.options ?? []).map((more) => `--dhcp-option-force=tag:${tag},${more}`),
  ];
}
