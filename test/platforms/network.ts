/** The network that cloud-init wrote for netplan, in the words of expectations.ts. */

import type { NetworkCard } from './emulation.ts';
import type { CardNetwork, MachineNetwork } from './expectations.ts';
import type { Ethernet, FirstBoot } from './first-boot.ts';

/** Each card's entry: found by its MAC, or by its name where no MAC is said. */
export function networkOf({ ethernets }: FirstBoot, cards: readonly NetworkCard[]): MachineNetwork {
  return cards.map((card) => {
    const found = Object.entries(ethernets).find(([id, ethernet]) => isFor(card, id, ethernet));
    return found && cardNetwork(found[1]);
  });
}

/** Entries that no card of the machine belongs to. */
export function strayEntries({ ethernets }: FirstBoot, cards: readonly NetworkCard[]): string[] {
  const strays = Object.entries(ethernets).filter(([id, one]) => !cards.some((card) => isFor(card, id, one)));
  return strays.map(([id]) => id);
}

function isFor(card: NetworkCard, id: string, { match }: Ethernet): boolean {
  const { macaddress, name } = (match ?? {}) as { macaddress?: string; name?: string };
  return macaddress === undefined ? (name ?? id) === card.name : macaddress === card.mac;
}

/** Keys that say which card is meant, and those that are said in other words below. */
const elsewhere = ['match', 'set-name', 'optional', 'dhcp4-overrides', 'dhcp6-overrides', 'routing-policy'];

/** A key that is not known here stays as it is, so that no comparison overlooks it. */
function cardNetwork(ethernet: Ethernet): CardNetwork {
  const { dhcp4, dhcp6, addresses, routes, nameservers, gateway4, gateway6, ...rest } = ethernet;
  const others = Object.entries(rest).filter(([key]) => !elsewhere.includes(key));
  const { 'route-metric': metric, ...overrides } = (rest['dhcp4-overrides'] ?? {}) as Entry;
  const rules = listOf(rest['routing-policy']).map((rule) => words(rule, ['from', 'to', 'table', 'priority']));
  const gateways = [gateway4 && `0.0.0.0/0 via ${gateway4}`, gateway6 && `::/0 via ${gateway6}`].filter(Boolean);
  const ways = [...gateways, ...listOf(routes).map(route)];
  const servers = (nameservers as { addresses?: string[] } | undefined)?.addresses ?? [];
  return {
    ...(dhcp4 === true && { dhcp4 }),
    ...(dhcp6 === true && { dhcp6 }),
    ...(metric !== undefined && { metric: metric as number }),
    ...(Object.keys(overrides).length > 0 && { overrides: overrides as Readonly<Record<string, boolean>> }),
    ...(addresses !== undefined && { addresses: addresses as string[] }),
    ...(ways.length > 0 && { routes: ways as string[] }),
    ...(rules.length > 0 && { rules }),
    ...(servers.length > 0 && { nameservers: servers }),
    ...Object.fromEntries(others),
  };
}

type Entry = Readonly<Record<string, unknown>>;

function listOf(value: unknown): readonly Entry[] {
  return (value ?? []) as readonly Entry[];
}

/** `default` is written in several ways; what has no meaning of its own here (`scope: link`) is left out. */
function route({ to, via, 'on-link': isOnLink, ...more }: Entry): string {
  const everywhere = String(via).includes(':') ? '::/0' : '0.0.0.0/0';
  const goal = to === 'default' || to === '0.0.0.0/0' || to === '::/0' ? everywhere : to;
  return [goal, words({ via, ...more }, ['via', 'metric', 'table']), isOnLink === true ? 'on-link' : '']
    .filter(Boolean)
    .join(' ');
}

/** The entry's keys and values in this order. */
function words(entry: Entry, keys: readonly string[]): string {
  return keys
    .filter((key) => entry[key] !== undefined)
    .map((key) => `${key} ${entry[key]}`)
    .join(' ');
}
