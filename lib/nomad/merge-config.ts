/** Merges settings of Nomad over others: objects key by key, lists and single values replace what was there. */

import type { JsonObject, JsonValue } from '../cluster/vocabulary.ts';

/** Gives a new value; neither input is changed. */
export function mergeConfig(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, JsonValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(base, key) ? base[key] : undefined;
    merged[key] = isJsonObject(below) && isJsonObject(value) ? mergeConfig(below, value) : value;
  }
  return merged;
}

/** Whether a value is an object, neither a list nor null. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
