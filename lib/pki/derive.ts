/** Derives leaf keys from the secrets file's seed by HKDF-SHA256 (RFC 5869), so that no leaf key is ever stored. */

import { hkdfSync } from 'node:crypto';
import { scalarFromExtraBits } from './p256.ts';

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
 * Private scalar on P-256 of one leaf: HKDF-SHA256 over the use, then FIPS 186-5 A.2.1.
 * @param seed 32 octets
 * @returns 32 octets in [1, n-1]
 */
export function deriveLeafScalar(seed: Uint8Array, use: LeafKeyUse): Buffer {
  // JSON quotes and escapes the strings: two different uses never have the same text.
  const info = JSON.stringify([use.cluster, use.machine, use.role, use.generation, use.machineGeneration]);
  return scalarFromExtraBits(new Uint8Array(hkdfSync('sha256', seed, SALT, info, 48)));
}
