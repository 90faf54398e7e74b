/** Files that a machine fetches: where each is, and what it has to be. */

import type { Architecture } from './vocabulary.ts';

/** One file for all machines, or one for each architecture. */
export type Downloads = Readonly<Partial<Record<Architecture | 'any', Download>>>;

export interface Download {
  /** Mirrors in the order in which they are tried; at least one. */
  readonly urls: readonly string[];
  /** Of a zip itself, of anything else after decompression; in hexadecimal digits. */
  readonly hash: `sha256-${string}` | `sha512-${string}`;
}
