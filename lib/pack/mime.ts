/**
 * Joins parts of user-data into one MIME multi-part message (RFC 2045, RFC 2046) as cloud-init reads it: ASCII only,
 * line feeds alone, `MIME-Version` at the top, where cloud-init looks for it in the first 4,096 bytes.
 */

import { partProblem, type UserDataPart } from '../cluster/user-data-part.ts';

/**
 * Whether cloud-init would take a text for a MIME message though it is none, and lose it: the words stand in its first
 * 4,096 bytes, here characters, of which none is shorter (cloudinit.user_data.convert_string).
 */
export function isMistakenForMime(userData: string): boolean {
  const head = userData.slice(0, 4096);
  return /mime-version:/i.test(head) && !/^content-type: multipart\//i.test(head);
}

/**
 * Writes a multi-part message of user-data. The same parts give the same bytes.
 * @returns ASCII text that ends in one line feed
 * @throws RangeError for a part with a problem, or if there is no part
 */
export function multipartUserData(parts: readonly UserDataPart[]): string {
  if (parts.length === 0) throw new RangeError('a multi-part message has at least one part');
  for (const part of parts) {
    const problem = partProblem(part);
    if (problem !== undefined) throw new RangeError(`the part ${JSON.stringify(part.name)} has a problem: ${problem}`);
  }
  const encoded = parts.map(encodePart);
  const boundary = freeBoundary(encoded);
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n`,
    ...encoded.map((part) => `--${boundary}\n${part}\n`),
    `--${boundary}--\n`,
  ].join('');
}

/** RFC 2046 section 5.1.1: a boundary must not occur in any part. */
function freeBoundary(parts: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const boundary = `nomad-firstboot-${number}`;
    if (!parts.some((part) => part.includes(boundary))) return boundary;
  }
}

function encodePart({ contentType, name, content, mergeType }: UserDataPart): string {
  const isPlain = isSevenBit(content);
  const headers = [
    `Content-Type: ${contentType}; charset="${isPlain ? 'us-ascii' : 'utf-8'}"`,
    'MIME-Version: 1.0',
    `Content-Transfer-Encoding: ${isPlain ? '7bit' : 'base64'}`,
    `Content-Disposition: attachment; filename="${name}"`,
    ...(mergeType === undefined ? [] : [`Merge-Type: ${mergeType}`]),
  ];
  return `${headers.join('\n')}\n\n${isPlain ? content : base64Lines(content)}`;
}

/**
 * RFC 2045 section 2.7: ASCII in lines of at most 998. A carriage return before the boundary would be taken for a part
 * of it, and other controls for a line's end.
 */
function isSevenBit(content: string): boolean {
  return /^[\t\n -~]*$/.test(content) && !/[^\n]{999}/.test(content);
}

/** RFC 2045 section 6.8: lines of at most 76. */
function base64Lines(content: string): string {
  return Buffer.from(content, 'utf8')
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\n');
}
