/** How the problems of a secrets file are reported: none of their sentences holds anything that was read from it. */

import { type DescriptionPath, type Diagnostic, type DiagnosticCode, diagnostic } from '../diagnostics.ts';

/** The problems of a secrets file that need no facts but, at most, what belongs at the place. */
export type SecretsProblem = Exclude<
  Extract<DiagnosticCode, `secrets-${string}` | `authority-${string}`>,
  'secrets-of-another-cluster'
>;

/**
 * A problem at a place in the secrets file.
 * @param path known keys and indexes alone
 * @param expected what belongs there: words of this program, never of the file
 */
export function secretsProblem(code: SecretsProblem, path: DescriptionPath = [], expected?: string): Diagnostic {
  return diagnostic(code, path, expected === undefined ? {} : { expected });
}
