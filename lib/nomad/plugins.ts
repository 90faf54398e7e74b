/**
 * The `plugin` blocks of an agent's configuration: written in the natural form or in lists, and merged by plugin name.
 * Nomad's parser (HCL 1) takes JSON objects apart if a block has a label; lists at every level always parse.
 */

import type { JsonObject, JsonValue } from '../cluster/vocabulary.ts';
import { isJsonObject, mergeConfig } from './merge-config.ts';

/**
 * Merges settings over others as `mergeConfig` does, and `plugin` by name whichever form it has; the result has it as
 * lists at every level: `[{"docker": [{"config": [{…}]}]}]`. What cannot be read as plugins replaces what was there.
 */
export function mergeAgentConfig(base: JsonObject, over: JsonObject): JsonObject {
  const merged = mergeConfig(base, over);
  if (merged['plugin'] === undefined) return merged;
  const [below, above] = [base, over].map(({ plugin = {} }) => pluginsByName(plugin));
  if (!below || !above) return merged;
  const blocks = Object.entries(mergeConfig(below, above)).map(([name, block]) => ({ [name]: inLists(block) }));
  return { ...merged, plugin: blocks };
}

/** The blocks of `plugin` of either form by name, `{docker: {config: {…}}}`; `undefined` if it is neither. */
export function pluginsByName(plugin: JsonValue): JsonObject | undefined {
  let byName: JsonObject = {};
  for (const blocks of Array.isArray(plugin) ? plugin : [plugin]) {
    if (!isJsonObject(blocks)) return undefined;
    const plain = Object.entries(blocks).map(([name, block]) => [name, outOfLists(block)] as const);
    if (!plain.every(([, block]) => isPlugin(block))) return undefined;
    byName = mergeConfig(byName, Object.fromEntries(plain));
  }
  return byName;
}

function isPlugin(block: JsonValue): boolean {
  return isJsonObject(block) && (block['config'] === undefined || isJsonObject(block['config']));
}

/** A list of one mapping is the mapping. */
function outOfLists(value: JsonValue): JsonValue {
  if (isJsonObject(value)) return mapped(value, outOfLists);
  if (!isList(value)) return value;
  const items = value.map(outOfLists);
  const [only] = items;
  return items.length === 1 && isJsonObject(only) ? only : items;
}

function inLists(value: JsonValue): JsonValue {
  if (isJsonObject(value)) return [mapped(value, inLists)];
  return isList(value) ? value.map((item) => (isJsonObject(item) ? mapped(item, inLists) : inLists(item))) : value;
}

function mapped(value: JsonObject, change: (member: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
