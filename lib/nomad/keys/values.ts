/**
 * How the values of each type are written. What is right here is right for all three of Nomad's parsers, and what is not
 * is refused by most releases and keys. Source: decoder.go of HCL 1 (the agent's own keys), WeakDecode of mapstructure
 * (`consul`, `vault`), HCL 2's conversions (drivers); time.ParseDuration; humanize.ParseBytes.
 */

import type { KeyType } from './key.ts';

interface ValueForm {
  /** What a message says was expected, and how to mend it. */
  readonly expected: string;
  readonly mend: string;
  readonly isRight: (value: unknown) => boolean;
}

const duration = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;
const size = /^\d[\d.,]*\s*([kmgtpeKMGTPE][iI]?)?[bB]?$/;

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isMapping = (value: unknown): value is object => {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};
/** A block may be written as a list of mappings as well. */
const isBlock = (value: unknown) => {
  return isMapping(value) || (Array.isArray(value) && value.length > 0 && value.every(isMapping));
};
const isMap = (value: unknown) => {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isMapping(only) && Object.values(only).every(isScalar);
};
/** Nothing at all is a text, too: it says that the setting is not given. */
const isTextOf = (form: RegExp) => (value: unknown) => typeof value === 'string' && (value === '' || form.test(value));

const mapping = 'write `key: value` pairs, indented below the key';

export const valueForms: Readonly<Record<KeyType, ValueForm>> = {
  flag: {
    expected: 'true or false',
    mend: 'write true or false, without quotes',
    isRight: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  },
  whole: {
    expected: 'a whole number',
    mend: 'write a whole number, without quotes',
    isRight: (value) =>
      Number.isSafeInteger(typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value),
  },
  number: {
    expected: 'a number',
    mend: 'write a number, without quotes',
    isRight: (value) => typeof value === 'number',
  },
  text: { expected: 'a text', mend: 'write one value, neither a list nor a mapping', isRight: isScalar },
  duration: {
    expected: 'a duration, such as 90s, 5m or 1h30m',
    mend: 'give each number a unit: ms, s, m or h; a day is 24h',
    isRight: (value) => value === 0 || isTextOf(duration)(value),
  },
  size: {
    expected: 'a size, such as 512KB or 2GB',
    mend: 'write a number and its unit: B, KB, MB, GB',
    isRight: (value) => typeof value === 'number' || isTextOf(size)(value),
  },
  list: {
    expected: 'a list of texts',
    mend: 'write it as a list: [a, b]',
    isRight: (value) => Array.isArray(value) && value.every(isScalar),
  },
  map: { expected: 'a mapping of words to texts', mend: mapping, isRight: isMap },
  anything: { expected: 'a mapping', mend: mapping, isRight: isBlock },
  block: { expected: 'a mapping of settings', mend: mapping, isRight: isBlock },
  labelled: {
    expected: 'a mapping of names to blocks',
    mend: 'write a name, and the block indented below it: `NAME: { … }`',
    isRight: isBlock,
  },
};
