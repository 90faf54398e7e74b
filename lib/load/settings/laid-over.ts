/**
 * The one rule by which what is said of one machine is laid over what is said of all:
 * - a value stands in the place of the cluster's;
 * - mappings are joined key by key;
 * - lists of named things are joined by their names (`namedLists`), and an empty one leaves none;
 * - any other list, and the installation, stands in the place of the cluster's whole.
 */

import type { JsonObject } from '../../cluster/vocabulary.ts';
import { mergeAgentConfig } from '../../nomad/plugins.ts';
import type { Place } from '../place.ts';

/** Lists whose items have a name, and the key that it stands in. */
export const namedLists: Readonly<Record<string, string>> = {
  users: 'name',
  'extra.files': 'path',
  'extra.userData': 'name',
};

/** A mapping that is one thing: a URL of one method is none of another. */
const wholes: ReadonlySet<string> = new Set(['nomad.install', 'client.cniPlugins']);

/** Merged as Nomad's configuration is: `plugin` in either of its forms. */
const configs: ReadonlySet<string> = new Set(['server.config', 'client.config']);

/** A part of a description, and where it stands. */
export interface Placed {
  readonly value: unknown;
  readonly at: Place;
}

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Lays what one machine says over what is said of all.
 * @param words the keys that lead to it in the description, with dots between; empty at the top
 */
export function laidOver(below: Placed, above: Placed, words: string): Placed {
  if (above.value === undefined) return below;
  if (below.value === undefined) return above;
  const name = namedLists[words];
  if (name !== undefined && isList(above.value) && isList(below.value)) {
    return above.value.length === 0 ? above : joinedByName(below, below.value, above, above.value, name);
  }
  if (!isMapping(above.value) || !isMapping(below.value) || wholes.has(words)) return above;
  const joined = joinedByKey(below, below.value, above, above.value, words);
  return configs.has(words) ? { ...joined, value: mergedConfig(below.value, above.value) } : joined;
}

function mergedConfig(below: Mapping, above: Mapping): JsonObject {
  return mergeAgentConfig(below as JsonObject, above as JsonObject);
}

function joinedByKey(below: Placed, under: Mapping, above: Placed, over: Mapping, words: string): Placed {
  const value: Record<string, unknown> = { ...under };
  const members = new Map<string, Place>(Object.keys(under).map((key) => [key, below.at.key(key)]));
  for (const key of Object.keys(over)) {
    const member = laidOver(
      { value: under[key], at: below.at.key(key) },
      { value: over[key], at: above.at.key(key) },
      words === '' ? key : `${words}.${key}`,
    );
    value[key] = member.value;
    members.set(key, member.at);
  }
  return { value, at: above.at.withMembers(members) };
}

/** The cluster's items in their order, then those that the machine adds; what has a name twice keeps it. */
function joinedByName(
  below: Placed,
  under: readonly unknown[],
  above: Placed,
  over: readonly unknown[],
  key: string,
): Placed {
  const items = under.map((value, index): Placed => ({ value, at: below.at.key(index) }));
  const joined = new Set<number>();
  for (const [index, value] of over.entries()) {
    const item = { value, at: above.at.key(index) };
    const name = nameOf(value, key);
    const same = items.findIndex((one, at) => name !== undefined && !joined.has(at) && nameOf(one.value, key) === name);
    const place = same >= 0 && same < under.length ? same : items.length;
    items[place] = laidOver(items[place] ?? { ...item, value: undefined }, item, `${key}.*`);
    joined.add(place);
  }
  const members = new Map(items.map(({ at }, index) => [index, at]));
  return { value: items.map(({ value }) => value), at: above.at.withMembers(members) };
}

function nameOf(value: unknown, key: string): unknown {
  return isMapping(value) ? value[key] : undefined;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
