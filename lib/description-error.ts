/** The one exception of this library. */

import { formatPath } from './diagnostic-text.ts';
import type { Diagnostic } from './diagnostics.ts';

/** Carries the problems of a description; its message lists them. */
export class DescriptionError extends Error {
  override readonly name = 'DescriptionError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const lines = diagnostics.map(({ code, severity, path, message, mend }) => {
      return `${severity}[${code}]: ${path.length > 0 ? `${formatPath(path)}: ` : ''}${message}; ${mend}`;
    });
    super(['the description of the cluster is wrong', ...lines].join('\n  '));
    this.diagnostics = diagnostics;
  }
}
