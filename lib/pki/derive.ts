/** Derives leaf keys from the secrets file's seed by HKDF-SHA256 (RFC 5869), so that no leaf key is ever stored. */

import { SCALAR_MATERIAL_OCTETS, scalarFromExtraBits } from './p256.ts';
import { hmacSha256 } from './sha256.ts';

/** What a leaf key belongs to. Two uses that differ anywhere have keys that have nothing to do with each other. */
export interface LeafKeyUse {
  readonly cluster: string;
  readonly machine: string;
  readonly role: string;
  /** The secrets file's `generation`. */
  readonly generation: number;
  /** The machine's `certificate.generation`. */
  readonly machineGeneration: number;
}

/** Separates these keys from whatever else may once be derived from the seed. */
const SALT = 'nomad-firstboot leaf key 1';

/**
 * HKDF-Extract (RFC 5869 2.2), which is the same for all leaves of a seed.
 * @param seed 32 octets
 * @returns the pseudorandom key: 32 octets, as secret as the seed
 */
export function extractLeafKey(seed: Uint8Array): Buffer {
  return hmacSha256(Buffer.from(SALT), seed);
}

/**
 * Private scalar on P-256 of one leaf: HKDF-Expand (RFC 5869 2.3) over the use, then FIPS 186-5 A.2.1. In two calls of
 * HMAC, because `hkdfSync` takes twice as long for both steps, and the first is the same each time.
 * @param pseudorandomKey of `extractLeafKey`
 * @returns 32 octets in [1, n-1]
 */
export function deriveLeafScalar(pseudorandomKey: Uint8Array, use: LeafKeyUse): Buffer {
  // JSON quotes and escapes the strings: two different uses never have the same text.
  const info = Buffer.from(
    JSON.stringify([use.cluster, use.machine, use.role, use.generation, use.machineGeneration]),
    'utf8',
  );
  const first = hmacSha256(pseudorandomKey, info, FIRST);
  const second = hmacSha256(pseudorandomKey, first, info, SECOND);
  return scalarFromExtraBits(Buffer.concat([first, second], SCALAR_MATERIAL_OCTETS));
}

/** The counters of HKDF-Expand's blocks. */
const FIRST = Uint8Array.of(1);
const SECOND = Uint8Array.of(2);
