/** What is known of a key of an agent's configuration: how its value is written, and which releases of Nomad have it. */

/** How a value is written. A block is a mapping of keys; of a labelled one there are several, each by a name of its own. */
export type KeyType =
  | 'flag'
  | 'whole'
  | 'number'
  | 'text'
  | 'duration'
  | 'size'
  | 'list'
  | 'map'
  | 'anything'
  | 'block'
  | 'labelled';

export interface KeyRow {
  readonly is: KeyType;
  /**
   * The first release that has it; without it the oldest that is understood does. If it was brought into older lines as
   * well, the first of each line, oldest first, with spaces between: `1.3.10 1.4.5`.
   */
  readonly since?: string;
  /** The first release that no longer has it. */
  readonly until?: string;
}

/** Rows by the words that lead to the key, with dots between; `*` stands for any name. */
export type KeyRows = Readonly<Record<string, KeyRow>>;
