/**
 * Compresses to gzip (RFC 1952) with the same bytes everywhere: a deflate in JavaScript whose version is pinned, for
 * zlib's output differs between builds of Node, and a header that knows neither time nor system.
 */

import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';

/**
 * RFC 1952 section 2.3: ID1, ID2, CM 8 (deflate), no flags, MTIME 0 (none), XFL 2 (slowest and smallest), OS 255
 * (unknown).
 */
const HEADER = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255);

/** Bits of the match finder's hash above twelve; left to itself the deflate takes them from a logarithm. */
const HASH_BITS = 4;

/**
 * Compresses bytes, or text as UTF-8, into one gzip member with nothing after it: cloud-init does not recognise a
 * gzip that a line feed follows.
 */
export function gzip(data: Uint8Array | string): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([HEADER, deflateSync(bytes, { level: 9, mem: HASH_BITS }), trailer]);
}
