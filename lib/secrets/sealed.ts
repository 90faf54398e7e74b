/**
 * Values that print without their secrets: `JSON.stringify`, `console.log` and whatever shows a difference call the
 * functions that are put on them here. The values themselves stay plain; a copy by `...` prints everything.
 */

import { hash } from 'node:crypto';

/** The name by which Node's `util.inspect` asks a value how it wants to be shown. */
const inspection = Symbol.for('nodejs.util.inspect.custom');

/**
 * Freezes a value that prints some of its texts as the beginning of their SHA-256.
 * @param secretKeys keys of those texts; if one is undefined, nothing is hidden
 */
export function printedAsHashes<Value extends object>(value: Value, secretKeys: readonly (keyof Value)[]): Value {
  const shown = () => {
    const entries = Object.entries(value).map(([key, part]) => {
      return [key, secretKeys.includes(key as keyof Value) && typeof part === 'string' ? hashOf(part) : part];
    });
    return Object.fromEntries(entries);
  };
  const hidden = { value: shown, enumerable: false };
  return Object.freeze(Object.defineProperties(value, { toJSON: hidden, [inspection]: hidden }));
}

/** As a bundle's secret files are shown. */
function hashOf(text: string): string {
  return `secret, sha256 ${hash('sha256', text, 'hex').slice(0, 16)}`;
}
