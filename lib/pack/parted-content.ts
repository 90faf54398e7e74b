/** A content that is never in memory as a whole. */
export interface PartedContent {
  /** Bytes of all parts together. */
  readonly length: number;
  readonly parts: Iterable<Uint8Array>;
}
