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

/** Reads the options; throws a failure of wrong usage for a word or a number that cannot be meant. */
export function parseWishes(
  option: (name: 'name' | 'platform' | 'os' | 'servers' | 'clients') => string | undefined,
): Wishes {
  return {
    name: option('name') ?? 'demo',
    platform: oneOf('platform', platforms, option('platform') ?? 'nocloud'),
    os: oneOf('os', systems, option('os') ?? 'debian'),
    servers: numberOf('servers', option('servers') ?? '3', 1, mostServers),
    clients: numberOf('clients', option('clients') ?? '10', 0, mostClients),
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
