/** What every check is given: where to put a problem, and what the shape check has already complained about. */

import {
  type DescriptionPath,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type FactsOf,
} from '../diagnostics.ts';

/** How many problems are kept of each check and listed in all; whoever has more will mend these first. */
export const maximumProblems = 1000;

/** The collector that checks write to. */
export interface Report {
  /** Adds a problem; `first` is the other place of one that has two. */
  readonly add: <Code extends DiagnosticCode>(
    code: Code,
    path: DescriptionPath,
    facts: FactsOf<Code>,
    first?: DescriptionPath,
  ) => void;
  /** Whether something at this path or below it was taken out of the draft, so that nothing follows from its absence. */
  readonly isDamaged: (path: DescriptionPath) => boolean;
  /** Whether the value at this very path was taken out or doubted. */
  readonly isRefused: (path: DescriptionPath) => boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** How many problems came after `diagnostics` was full. */
  readonly omitted: () => number;
}

/** A collector that knows the paths which were taken out of the draft. */
export function newReport(damaged: readonly DescriptionPath[]): Report {
  const diagnostics: Diagnostic[] = [];
  let omitted = 0;
  const refused = new Set(damaged.map((path) => JSON.stringify(path)));
  const touched = new Set(refused);
  for (const path of damaged) {
    for (let length = 0; length < path.length; length += 1) touched.add(JSON.stringify(path.slice(0, length)));
  }
  return {
    add: (code, path, facts, first) => {
      if (diagnostics.length < maximumProblems) diagnostics.push(diagnostic(code, path, facts, first));
      else omitted += 1;
    },
    isDamaged: (path) => touched.size > 0 && touched.has(JSON.stringify(path)),
    isRefused: (path) => refused.size > 0 && refused.has(JSON.stringify(path)),
    diagnostics,
    omitted: () => omitted,
  };
}
