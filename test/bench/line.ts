/** What a row of the benchmark found out: one line of the table each. */

import type { Pair } from './measure.ts';

export type Line = Comparison | Size | Absence;

/** Two works in turns. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly what: string;
  /** What ours is compared with. */
  readonly against: string;
  /** Milliseconds. */
  readonly pairs: readonly Pair[];
  /** Limits are at most reached, so theirs is below; tools are to be far above. */
  readonly ratio: 'ours / limit' | 'theirs / ours';
  /** The ratio is to be at most this; absent where it is only told. */
  readonly goal?: number;
  /** Printed below the table. */
  readonly note?: string;
}

/** A peak of memory. */
export interface Size {
  readonly kind: 'size';
  readonly what: string;
  readonly mebibytes: readonly number[];
  readonly goal: number;
}

/** A comparison that could not be made, for the program is not installed here. */
interface Absence {
  readonly kind: 'absence';
  readonly what: string;
  readonly program: string;
}
