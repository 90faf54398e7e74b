/**
 * YAML for readers of YAML 1.1 (PyYAML) and 1.2 alike: one-line strings always in double quotes, so that no reader
 * takes one for a number, a time or a boolean; texts of several lines as literal blocks, so that people can read them.
 */

import { dump, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';

/**
 * Encodes a plain value.
 * @returns ASCII text that ends in a line feed
 * @throws RangeError where a string holds anything but printable ASCII, tabs and line feeds
 */
export function encodeYaml(value: object): string {
  const text = dump(value, { lineWidth: -1, noRefs: true, quoteStyle: 'double', scalarStyleRules: [readableScalar] });
  if (/[^\t\n\x20-\x7e]/.test(text)) throw new RangeError('a document for cloud-init must be ASCII');
  return text;
}

/** Plain are keys that are words, and none of the words that YAML 1.1 reads as a boolean or null. */
function isPlainKey(key: string): boolean {
  return /^[a-z][\w-]*$/i.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
}

function readableScalar(layout: ScalarLayout): void {
  const { value, tag } = layout.node;
  if (tag !== 'tag:yaml.org,2002:str') return;
  if (layout.isKey) layout.style = isPlainKey(value) ? SCALAR_STYLE.PLAIN : SCALAR_STYLE.DOUBLE_QUOTED;
  else layout.style = isReadableBlock(value) ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.DOUBLE_QUOTED;
}

/** A literal block keeps such a text to the byte: it ends in one line feed and starts with no white space. */
function isReadableBlock(text: string): boolean {
  return /^[!-~][\t\n\x20-\x7e]*[!-~]\n$/.test(text) && !/[ \t]\n/.test(text);
}
