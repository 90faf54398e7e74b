/** Undoes what packing did to a document: base64 around it, gzip, and the parts of a MIME message. */

import { ungzip } from 'pako';

/** A document as text, whatever it was packed in: base64 (RFC 4648 section 4) is taken off first, then gzip (RFC 1952). */
export function unpackedText(packed: Uint8Array): string {
  const octets = withoutBase64(packed);
  return textOf(isGzip(octets) ? ungzip(octets) : octets);
}

/** User-data of several parts begins with the head of a MIME message (RFC 2046 section 5.1). */
export function isMultipart(text: string): boolean {
  return text.startsWith('Content-Type: multipart/');
}

/** One part of a MIME message. */
export interface MessagePart {
  readonly name: string;
  readonly contentType: string;
  readonly content: string;
}

/** The parts of a message in their order, as `multipartUserData` writes them. */
export function messageParts(message: string): readonly MessagePart[] {
  const boundary = /boundary="([^"]+)"/.exec(message)?.[1];
  if (boundary === undefined) return [];
  return message
    .split(`--${boundary}\n`)
    .slice(1)
    .map((part) => readPart(part.replace(`\n--${boundary}--\n`, '').replace(/\n$/, '')));
}

function readPart(part: string): MessagePart {
  const end = part.indexOf('\n\n');
  const [head, body] = [part.slice(0, end), part.slice(end + 2)];
  return {
    name: /filename="([^"]*)"/.exec(head)?.[1] ?? '',
    contentType: /^Content-Type: ([^;\s]+)/m.exec(head)?.[1] ?? '',
    content: /^Content-Transfer-Encoding: base64$/m.test(head) ? textOf(fromBase64(body)) : body,
  };
}

/** What a `data:` URL holds (RFC 2397); `undefined` for every other URL. */
export function dataUrlText(url: string, compression: string | undefined): string | undefined {
  const comma = url.indexOf(',');
  if (!url.startsWith('data:') || comma < 0) return undefined;
  const content = url.slice(comma + 1);
  const octets = url.slice(0, comma).endsWith(';base64')
    ? fromBase64(content)
    : Buffer.from(decodeURIComponent(content));
  return textOf(compression === 'gzip' ? ungzip(octets) : octets);
}

const isGzip = (octets: Uint8Array) => octets[0] === 0x1f && octets[1] === 0x8b;
const textOf = (octets: Uint8Array) => Buffer.from(octets).toString('utf8');
const fromBase64 = (text: string) => Buffer.from(text, 'base64');

/** No plain document consists of such letters alone. */
function withoutBase64(octets: Uint8Array): Uint8Array {
  const text = Buffer.from(octets).toString('latin1').trim();
  return /^[A-Za-z0-9+/\s]+=*$/.test(text) ? fromBase64(text) : octets;
}
