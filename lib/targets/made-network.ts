/** What follows from a network that the platform makes: which cards it may leave out, and what it has to be told. */

import type { Interface, Machine } from '../cluster/cluster.ts';
import type { FirstBootFormat } from '../cluster/vocabulary.ts';
import type { MadeNetwork } from './platform.ts';
import { madeNetwork } from './platforms.ts';

/** A machine's cards but for its first, which the platform brings up everywhere, and which may be a public one. */
function furtherInterfaces(interfaces: readonly Interface[], { hasPublicCard }: MadeNetwork): readonly Interface[] {
  return hasPublicCard ? interfaces : interfaces.slice(1);
}

/**
 * How the bundle brings up further cards. Images that read Ignition ask DHCP on every card by themselves, and take a
 * default route from each: there the bundle says which is a further one, wherever DHCP answers.
 */
export function bundleBringsUp(made: MadeNetwork, format: FirstBootFormat): 'dhcp' | 'static' | undefined {
  const { bundle, broughtUp } = made.furtherCards;
  return bundle ?? (format === 'ignition' && broughtUp.endsWith('DHCP') ? 'dhcp' : undefined);
}

/**
 * Who brings up a card of a machine: the platform (its first card, and what cloud-init configures completely); the
 * bundle, by a file; or, `unknown`, what the platform's own images have, for the bundle cannot tell which card it is.
 */
export function bringsUp({ target, interfaces }: Machine, card: Interface): 'platform' | 'bundle' | 'unknown' {
  const made = madeNetwork(target);
  if (!made || !furtherInterfaces(interfaces, made).includes(card)) return 'platform';
  const way = bundleBringsUp(made, target.format);
  if (way === undefined || (way === 'static' && card.addresses.length === 0)) return 'platform';
  const isKnown = card.mac !== undefined || card.name !== undefined || cardNames(made, target.format) !== undefined;
  return isKnown ? 'bundle' : 'unknown';
}

/** The pattern that the names of further cards have; images that read Ignition name cards in their own way. */
export function cardNames({ furtherCards }: MadeNetwork, format: FirstBootFormat): string | undefined {
  return format === 'cloud-init' ? furtherCards.names : undefined;
}

/**
 * What the platform has to be told when a machine is created, in the words of its tools, one for each card; nothing where
 * the bundle makes the network or the platform alone chooses.
 */
export function platformOrders({ name, target, interfaces }: Machine): readonly string[] {
  const made = madeNetwork(target);
  const { tell, tellMac } = made ?? {};
  if (!tell) return [];
  const words = interfaces.length > 1 ? tell.each : tell.only;
  return interfaces.flatMap(({ network, mac, addresses: [first] }, index) => {
    if (!first) return [];
    const facts = { ADDRESS: first.address, NETWORK: network, INDEX: String(index), NAME: name };
    const order = words.replace(/ADDRESS|NETWORK|INDEX|NAME/g, (word) => facts[word as keyof typeof facts]);
    return [tellMac && mac !== undefined ? `${order} ${tellMac.replace('MAC', mac)}` : order];
  });
}
