/**
 * Compresses to gzip (RFC 1952) with the same bytes everywhere: zlib's deflate in JavaScript, whose version is pinned, for
 * the output of Node's own differs between builds, and a header that knows neither time nor system.
 */

import { crc32 } from 'node:zlib';
import { deflateRaw } from 'pako';

/**
 * RFC 1952 section 2.3: ID1, ID2, CM 8 (deflate), no flags, MTIME 0 (none), XFL 2 (slowest and smallest), OS 255
 * (unknown).
 */
const HEADER = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255);

/**
 * Level 9 is the smallest. Memory level 6 begins a new block, with codes of its own, after 4096 symbols: what bundles hold,
 * programs, certificates and settings, becomes smaller by that than in blocks of 32,768 symbols.
 */
const OPTIONS = { level: 9, memLevel: 6 } as const;

/**
 * Compresses bytes, or text as UTF-8, into one gzip member with nothing after it: cloud-init does not recognise a
 * gzip that a line feed follows.
 */
export function gzip(data: Uint8Array | string): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([HEADER, deflateRaw(bytes, OPTIONS), trailer]);
}
