/** Items taken apart into what a rule can speak of: the keys of a JSON file, the assignments of a parameters file. */

import type { JsonObject, JsonValue } from '../cluster/vocabulary.ts';
import { clusterParametersFile, machineParametersFile } from '../machine/places.ts';
import { isJsonObject } from '../nomad/merge-config.ts';
import type { Contents, Item } from './contents/item.ts';

/** One value that a machine has under a name: the file's whole text under an empty key. */
interface Fact {
  /** The item's name. */
  readonly item: string;
  /** With dots between blocks: `server.bootstrap_expect`. */
  readonly key: string;
  readonly value: string;
  readonly isSecret: boolean;
}

/** A fact that is not the same before and after; one side is missing if something came or went. */
export interface Difference {
  readonly item: string;
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isSecret: boolean;
}

/** What differs between two machines' contents, sorted by name. */
export function differences(before: Contents, after: Contents): readonly Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => itemDifferences(before.get(name), after.get(name)));
}

function itemDifferences(before: Item | undefined, after: Item | undefined): readonly Difference[] {
  if (before?.text === after?.text) return [];
  const [earlier, later] = [factsOf(before), factsOf(after)];
  const keys = [...new Set([...earlier.keys(), ...later.keys()])];
  return keys.flatMap((key) => {
    const [was, is] = [earlier.get(key), later.get(key)];
    if (was?.value === is?.value) return [];
    const { item = '', isSecret = true } = is ?? was ?? {};
    return [{ item, key, before: was?.value, after: is?.value, isSecret: isSecret || was?.isSecret === true }];
  });
}

function factsOf(item: Item | undefined): ReadonlyMap<string, Fact> {
  if (!item) return new Map();
  return new Map(
    [...valuesOf(item)].map(([key, value]) => [key, { item: item.name, key, value, isSecret: item.isSecret }]),
  );
}

/** A text that is not of the form that its name promises is one value. */
function valuesOf({ name, text }: Item): Iterable<readonly [key: string, value: string]> {
  if (name === clusterParametersFile || name === machineParametersFile) return assignments(text);
  const json = name.endsWith('.json') ? parsed(text) : undefined;
  return isJsonObject(json) ? leaves(json, '') : [['', text]];
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* leaves(value: JsonObject, above: string): Iterable<readonly [string, string]> {
  for (const [key, inner] of Object.entries(value)) {
    if (isJsonObject(inner)) yield* leaves(inner, `${above}${key}.`);
    else yield [`${above}${key}`, typeof inner === 'string' ? inner : JSON.stringify(inner)];
  }
}

/** As `encodeParameters` writes them: NAME='value', a line each. */
function* assignments(text: string): Iterable<readonly [string, string]> {
  for (const [, name = '', value = ''] of text.matchAll(/^([A-Z_]+)='(.*)'$/gm)) yield [name, value];
}
