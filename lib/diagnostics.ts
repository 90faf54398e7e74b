/** The one catalogue of problems: every code, its severity, what it says and how to mend it. */

/** How grave a problem is: an error stops the build, a warning and a notice do not. */
export type Severity = 'error' | 'warning' | 'notice';

/** Where a value stands in the description: keys and list indexes from the top. */
export type DescriptionPath = readonly (string | number)[];

/** A place in the source text, both counted from 1, and the line itself. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly sourceLine: string;
}

/** One problem of a description or of a secrets file. It never holds a secret. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly path: DescriptionPath;
  /** What is wrong, in one sentence that names what was expected and what was found. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly mend: string;
  /** Absent where the description is a value and has no text. */
  readonly position?: SourcePosition;
}
