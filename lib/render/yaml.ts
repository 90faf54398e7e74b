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

/** Keys are plain: the build writes no key that YAML 1.1 takes for anything but a string. */
function readableScalar(layout: ScalarLayout): void {
  if (layout.isKey || typeof layout.node.value !== 'string' || layout.node.tag !== 'tag:yaml.org,2002:str') return;
  layout.style = isReadableBlock(layout.node.value) ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.DOUBLE_QUOTED;
}

/** A literal block keeps such a text to the byte: it ends in one line feed and starts with no white space. */
function isReadableBlock(text: string): boolean {
  return /^[!-~][\t\n\x20-\x7e]*[!-~]\n$/.test(text) && !/[ \t]\n/.test(text);
}
