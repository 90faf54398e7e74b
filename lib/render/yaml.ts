/**
 * YAML for readers of YAML 1.1 (PyYAML) and 1.2 alike (yaml.org/spec/1.2.2): one-line strings always in double quotes,
 * so that no reader takes one for a number, a time or a boolean; texts of several lines as literal blocks, so that
 * people can read them. Thousands of machines are written this way, so it does this one style alone; js-yaml, told to
 * write the same style, is its judge in the tests.
 */

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
  const text = encodeCollection(document, '');
  if (/[^\t\n\x20-\x7e]/.test(text)) throw new RangeError('a document for cloud-init must be ASCII');
  return text;
}

/** The first line of a collection stands where its parent left off; the others begin with the indentation. */
function encodeCollection(value: readonly YamlValue[] | YamlMapping, indentation: string): string {
  const deeper = `${indentation}  `;
  const entries = isSequence(value)
    ? value.map((item) => `-${encodeItem(item, deeper)}`)
    : Object.entries(value).map(([key, child]) => `${encodeKey(key)}:${encodeChild(child, deeper)}`);
  return entries.join(indentation);
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
  return `|\n${value.replace(/^(?=.)/gm, indentation)}`;
}

/** Plain are keys that are words, and none of the words that YAML 1.1 reads as a boolean or null. */
function encodeKey(key: string): string {
  const isPlain = /^[a-z][\w-]*$/i.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
  return isPlain ? key : JSON.stringify(key);
}

/** A literal block keeps such a text to the byte: it ends in one line feed and starts with no white space. */
function isReadableBlock(text: string): boolean {
  return text.endsWith('\n') && /^[!-~]/.test(text) && /[!-~]\n$/.test(text) && !/[ \t]\n/.test(text);
}

function isSequence(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isFilled(value: YamlValue): value is readonly YamlValue[] | YamlMapping {
  return typeof value === 'object' && Object.keys(value).length > 0;
}
