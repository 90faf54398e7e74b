/**
 * YAML for readers of YAML 1.1 (PyYAML) and 1.2 alike (yaml.org/spec/1.2.2): one-line strings always in double quotes,
 * so that no reader takes one for a number, a time or a boolean; texts of several lines as literal blocks, so that
 * people can read them. Thousands of machines are written this way, so it does this one style alone; js-yaml, told to
 * write the same style, is its judge in the tests.
 */

import { requireAscii } from './ascii.ts';

/** What a document may hold. `undefined` is no value: leave the key out. */
export type YamlValue = boolean | number | string | readonly YamlValue[] | YamlMapping;
export interface YamlMapping {
  readonly [key: string]: YamlValue;
}

/**
 * Encodes a document.
 * @returns ASCII text that ends in a line feed
 * @throws RangeError where a string holds anything but printable ASCII, tabs and line feeds
 */
export function encodeYaml(document: YamlMapping): string {
  return requireAscii(encodeCollection(document, ''));
}

/**
 * Encodes one mapping or list of the list that a document has under one of its keys, so that a document can be put together
 * from parts: `encodeYaml` of what comes before, the key with its colon and a line feed, such items, and `encodeYaml` of
 * what comes after. Gives and throws what `encodeYaml` does.
 */
export function encodeYamlItem(item: YamlMapping | readonly YamlValue[]): string {
  return requireAscii(`  - ${encodeCollection(item, '    ')}`);
}

/** The first line of a collection stands where its parent left off; the others begin with the indentation. */
function encodeCollection(value: readonly YamlValue[] | YamlMapping, indentation: string): string {
  const deeper = `${indentation}  `;
  let text = '';
  if (isSequence(value)) {
    for (const item of value) text += `${text && indentation}-${encodeItem(item, deeper)}`;
  } else {
    for (const key of Object.keys(value)) {
      text += `${text && indentation}${encodeKey(key)}:${encodeChild(value[key] as YamlValue, deeper)}`;
    }
  }
  return text;
}

/** What follows the dash of a list: a collection begins on the same line. */
function encodeItem(value: YamlValue, indentation: string): string {
  return isFilled(value) ? ` ${encodeCollection(value, indentation)}` : ` ${encodeLeaf(value, indentation)}`;
}

/** What follows the colon of a mapping: a collection begins on the next line. */
function encodeChild(value: YamlValue, indentation: string): string {
  if (isFilled(value)) return `\n${indentation}${encodeCollection(value, indentation)}`;
  return ` ${encodeLeaf(value, indentation)}`;
}

function encodeLeaf(value: YamlValue, indentation: string): string {
  if (typeof value !== 'string') return `${typeof value === 'object' ? (isSequence(value) ? '[]' : '{}') : value}\n`;
  if (!isReadableBlock(value)) return `${JSON.stringify(value)}\n`;
  // A blank line of a block carries no indentation.
  return `|\n${indentation}${value.slice(0, -1).replace(/\n(?=[^\n])/g, `\n${indentation}`)}\n`;
}

/** Plain are keys that are words, and none of the words that YAML 1.1 reads as a boolean or null. */
function encodeKey(key: string): string {
  return /^[A-Za-z][\w-]*$/.test(key) && !ambiguousWords.has(key.toLowerCase()) ? key : JSON.stringify(key);
}

const ambiguousWords = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

/** A literal block keeps such a text to the byte: no white space before its first word, after a line, or at its end. */
function isReadableBlock(text: string): boolean {
  const isClosed = text.endsWith('\n') && !text.endsWith('\n\n');
  return isClosed && /^[!-~]/.test(text) && !text.includes(' \n') && !text.includes('\t\n');
}

function isSequence(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isFilled(value: YamlValue): value is readonly YamlValue[] | YamlMapping {
  return typeof value === 'object' && Object.keys(value).length > 0;
}
