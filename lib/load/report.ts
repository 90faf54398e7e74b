/** What every check is given: where to put a problem, and what the shape check has already complained about. */

import {
  type DescriptionPath,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  type FactsOf,
  isError,
  repeated,
} from '../diagnostics.ts';

/** How many errors are kept of each check, and listed in all; whoever has more will mend these first. */
export const maximumProblems = 1000;

/** The collector that checks write to. */
export interface Report {
  /**
   * Adds a problem; `first` is the other place of one that has two. What is said of one machine of a range and is true
   * of others as well, at the same place of the entry that they are written as, is one problem that counts them.
   */
  readonly add: <Code extends DiagnosticCode>(
    code: Code,
    path: DescriptionPath,
    facts: FactsOf<Code>,
    first?: DescriptionPath,
  ) => void;
  /** Whether something at this path or below it was taken out of the draft, so that nothing follows from its absence. */
  readonly isDamaged: (path: DescriptionPath) => boolean;
  /** Whether a member right below this path was taken out or doubted, so that nothing follows from how many there are. */
  readonly lacksMember: (path: DescriptionPath) => boolean;
  /** Whether a machine is one of a range. */
  readonly isOfRange: (machine: string) => boolean;
  readonly diagnostics: () => readonly Diagnostic[];
  /** How many problems were added so far, each machine of a range counted. */
  readonly count: () => number;
  /** How many errors came after `maximumProblems`. */
  readonly omitted: () => number;
}

/** How many more machines of a range have a problem. */
interface Repetition {
  others: number;
}

const noOrigins: ReadonlyMap<string, string> = new Map();

/**
 * A collector that knows the paths which were taken out of the draft.
 * @param origins the key of `machines` that a machine is written as, by its name, for machines of ranges
 */
export function newReport(damaged: readonly DescriptionPath[], origins = noOrigins): Report {
  const found: { readonly problem: Diagnostic; readonly repetition: Repetition }[] = [];
  const repetitions = new Map<string, Repetition>();
  let count = 0;
  let errors = 0;
  const { touched, incomplete } = namesOfDamage(damaged);
  const isTouched = (path: DescriptionPath | undefined) => path !== undefined && touched.has(JSON.stringify(path));
  return {
    add: (code, path, facts, first) => {
      count += 1;
      const written = writtenPath(path, origins);
      const place = written && JSON.stringify([code, written]);
      const earlier = place === undefined ? undefined : repetitions.get(place);
      if (earlier) {
        earlier.others += 1;
        return;
      }
      const repetition = { others: 0 };
      if (place !== undefined) repetitions.set(place, repetition);
      const problem = diagnostic(code, path, facts, first);
      if (isError(problem)) errors += 1;
      if (!isError(problem) || errors <= maximumProblems)
        found.push({ problem: placed(problem, written, first, origins), repetition });
    },
    isDamaged: (path) => touched.size > 0 && (isTouched(path) || isTouched(writtenPath(path, origins))),
    lacksMember: (path) => incomplete.has(JSON.stringify(path)),
    isOfRange: (machine) => origins.has(machine),
    diagnostics: () =>
      found.map(({ problem, repetition: { others } }) => (others > 0 ? repeated(problem, others) : problem)),
    count: () => count,
    omitted: () => Math.max(0, errors - maximumProblems),
  };
}

/** Every path that leads to damage, and every one right above damage. */
function namesOfDamage(damaged: readonly DescriptionPath[]): Record<'touched' | 'incomplete', ReadonlySet<string>> {
  const touched = new Set<string>();
  for (const path of damaged) {
    for (let length = 0; length <= path.length; length += 1) touched.add(JSON.stringify(path.slice(0, length)));
  }
  return { touched, incomplete: new Set(damaged.map((path) => JSON.stringify(path.slice(0, -1)))) };
}

/** The path in the description as it is written; `undefined` where that is the same. */
function writtenPath(path: DescriptionPath, origins: ReadonlyMap<string, string>): DescriptionPath | undefined {
  const [top, name, ...below] = path;
  const origin = top === 'machines' && typeof name === 'string' ? origins.get(name) : undefined;
  return origin === undefined ? undefined : ['machines', origin, ...below];
}

/** A problem of one machine with the place where its range is written, for one that was found after loading. */
export function asWritten(problem: Diagnostic, origins: ReadonlyMap<string, string>): Diagnostic {
  return placed(problem, writtenPath(problem.path, origins), undefined, origins);
}

function placed(
  problem: Diagnostic,
  written: DescriptionPath | undefined,
  first: DescriptionPath | undefined,
  origins: ReadonlyMap<string, string>,
): Diagnostic {
  const firstWritten = first && writtenPath(first, origins);
  if (!written && !firstWritten) return problem;
  return Object.freeze({
    ...problem,
    ...(written && { writtenPath: written }),
    ...(first && firstWritten && { first: Object.freeze({ path: first, writtenPath: firstWritten }) }),
  });
}
