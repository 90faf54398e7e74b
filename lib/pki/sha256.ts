/**
 * SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104) over parts one after another. Made of `crypto.hash`, which leaves
 * nothing behind: the objects of `createHash` and `createHmac` are a burden on the garbage collector, and a leaf takes
 * ten of them.
 */

import { hash } from 'node:crypto';

/** Octets of SHA-256's block and of its value. */
const BLOCK_OCTETS = 64;
const HASH_OCTETS = 32;

/** RFC 2104 section 2: ipad and opad. */
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** Gives the 32 octets of the hash. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

/**
 * Gives the 32 octets of the code.
 * @param key at most 64 octets
 * @throws RangeError for a longer key, which would have to be hashed first
 */
export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  if (key.length > BLOCK_OCTETS) throw new RangeError('the key is longer than a block');
  const inner = Buffer.allocUnsafe(parts.reduce((length, part) => length + part.length, BLOCK_OCTETS));
  const outer = Buffer.allocUnsafe(BLOCK_OCTETS + HASH_OCTETS);
  for (let index = 0; index < BLOCK_OCTETS; index += 1) {
    const octet = key[index] ?? 0;
    inner[index] = octet ^ INNER_PAD;
    outer[index] = octet ^ OUTER_PAD;
  }
  let offset = BLOCK_OCTETS;
  for (const part of parts) {
    inner.set(part, offset);
    offset += part.length;
  }
  outer.set(hash('sha256', inner, 'buffer'), BLOCK_OCTETS);
  return hash('sha256', outer, 'buffer');
}
