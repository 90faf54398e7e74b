/** What a new description shall be about, as the options of `init` say it. */

import type { OperatingSystem, PlatformName } from '../../cluster/vocabulary.ts';
import { nearestWord } from '../../suggest.ts';
import { otherNames } from '../../targets/other-names.ts';
import { platforms } from '../../targets/platforms.ts';
import { systems } from '../../targets/systems.ts';
import { wrongUsage } from '../failure.ts';

export interface Wishes {
  readonly name: string;
  readonly platform: PlatformName;
  readonly os: OperatingSystem;
  readonly servers: number;
  /** None of its own kind if 0: the servers carry a client then. */
  readonly clients: number;
}

/** More servers than these make a cluster slower, not safer. */
const mostServers = 9;

/** More clients do not fit into the address plan of the description with room to grow. */
const mostClients = 10_000;

/** Options of `init`, by their names; those that were not given are absent. */
export type WishOptions = ReadonlyMap<string, string>;

/** What is said of one option. */
interface Wish<T> {
  readonly byDefault: string;
  /** What a person at a terminal is asked if the option is missing; absent where the default will do. */
  readonly question?: string;
  /** Throws a failure of wrong usage for a word or a number that cannot be meant. */
  readonly read: (text: string) => T;
}

const table: { readonly [K in keyof Wishes]: Wish<Wishes[K]> } = {
  name: { byDefault: 'demo', read: (text) => text },
  platform: {
    byDefault: 'nocloud',
    question: `Where do the machines run: ${Object.keys(platforms).join(', ')}?`,
    read: (text) => oneOf('platform', platforms, text),
  },
  os: { byDefault: 'debian', read: (text) => oneOf('os', systems, text) },
  servers: {
    byDefault: '3',
    question: `How many servers, 1 to ${mostServers}?`,
    read: (text) => numberOf('servers', text, 1, mostServers),
  },
  clients: {
    byDefault: '10',
    question: `How many clients, 0 to ${mostClients}?`,
    read: (text) => numberOf('clients', text, 0, mostClients),
  },
};

/** Every option with its default, in the order in which they are asked. */
export const wishes: Readonly<Record<keyof Wishes, Wish<unknown>>> = table;

/** Reads the options; throws a failure of wrong usage for a word or a number that cannot be meant. */
export function parseWishes(options: WishOptions): Wishes {
  const given = (name: keyof Wishes) => options.get(name) ?? table[name].byDefault;
  return {
    name: table.name.read(given('name')),
    platform: table.platform.read(given('platform')),
    os: table.os.read(given('os')),
    servers: table.servers.read(given('servers')),
    clients: table.clients.read(given('clients')),
  };
}

function oneOf<K extends string>(option: string, table: Readonly<Record<K, unknown>>, word: string): K {
  if (Object.hasOwn(table, word)) return word as K;
  const names = Object.keys(table);
  const meant = otherNames.get(word.toLowerCase().replaceAll(/[-_]/g, '')) ?? nearestWord(word, names);
  const isThere = meant !== undefined && names.includes(meant);
  const mend = isThere ? `Did you mean ${meant}?` : `Choose one of ${names.join(', ')}.`;
  throw wrongUsage(`--${option} ${JSON.stringify(word)} is not known`, mend, 'init');
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw wrongUsage(
    `--${option} ${JSON.stringify(text)} is not possible`,
    `Give a number from ${least} to ${most}.`,
    'init',
  );
}
