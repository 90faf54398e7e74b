/** Collects the problems of a description: those of one range are one, and of very many errors the first are kept. */

import {
  type DescriptionPath,
  type Diagnostic,
  type DiagnosticCode,
  diagnostic,
  isError,
  repeated,
} from '../diagnostics.ts';
import { type Collector, Place } from './place.ts';

/** How many errors are kept of each step, and listed in all: these are mended first. */
export const maximumProblems = 1000;

/** What the checks of one step have said. */
export interface Report {
  /** The top of the description, from which checks reach every other place. */
  readonly top: Place;
  readonly diagnostics: () => readonly Diagnostic[];
  /** How many errors came after `maximumProblems`. */
  readonly omitted: () => number;
  /** The paths of what the checks refused. */
  readonly refused: () => readonly DescriptionPath[];
}

/** A problem, and how many more machines of its range have it. */
interface Found {
  readonly problem: Diagnostic;
  others: number;
}

const noOrigins: ReadonlyMap<string, string> = new Map();

/**
 * A report of a step that is given a draft.
 * @param damaged the paths that were taken out of the draft
 * @param origins the key of `machines` that a machine is written as, by its name, for machines of ranges
 */
export function newReport(damaged: readonly DescriptionPath[], origins = noOrigins): Report {
  const found: Found[] = [];
  const foundInRanges = new Map<string, Found>();
  const timesSaid = new Map<string, number>();
  const said = new Set<string>();
  const refused: DescriptionPath[] = [];
  let count = 0;
  let errors = 0;
  const keep = (one: Found) => {
    if (isError(one.problem)) errors += 1;
    if (!isError(one.problem) || errors <= maximumProblems) found.push(one);
  };
  const add: Collector['add'] = (code, path, facts, first) => {
    count += 1;
    const written = writtenPath(path, origins);
    if (path[0] !== 'machines') said.add(JSON.stringify([code, path, facts]));
    const name = written && JSON.stringify([code, written, nthOf(code, path, timesSaid)]);
    const earlier = name === undefined ? undefined : foundInRanges.get(name);
    if (earlier) {
      earlier.others += 1;
      return;
    }
    const one = { problem: placed(diagnostic(code, path, facts, first), written, first, origins), others: 0 };
    if (name !== undefined) foundInRanges.set(name, one);
    keep(one);
  };
  return {
    top: new Place({
      add,
      hasSaid: (code, path, facts) => said.has(JSON.stringify([code, path, facts])),
      refuse: (path) => refused.push(path),
      isOfRange: (machine) => origins.has(machine),
      problemCount: () => count,
      ...knowledgeOf(damaged, origins),
    }),
    diagnostics: () => found.map(({ problem, others }) => (others > 0 ? repeated(problem, others) : problem)),
    omitted: () => Math.max(0, errors - maximumProblems),
    refused: () => refused,
  };
}

/** How often a problem was said of one place before: a range has as many as each of its machines. */
function nthOf(code: DiagnosticCode, path: DescriptionPath, times: Map<string, number>): number {
  const name = JSON.stringify([code, path]);
  const before = times.get(name) ?? 0;
  times.set(name, before + 1);
  return before;
}

/** What is known of damage: every path that leads to some, and every one right above some. */
function knowledgeOf(
  damaged: readonly DescriptionPath[],
  origins: ReadonlyMap<string, string>,
): Pick<Collector, 'hasDamage' | 'isDamaged' | 'lacksMember'> {
  const touched = new Set<string>();
  for (const path of damaged) {
    for (let length = 0; length <= path.length; length += 1) touched.add(JSON.stringify(path.slice(0, length)));
  }
  const incomplete = new Set(damaged.map((path) => JSON.stringify(path.slice(0, -1))));
  const isTouched = (path: DescriptionPath | undefined) => path !== undefined && touched.has(JSON.stringify(path));
  return {
    hasDamage: damaged.length > 0,
    isDamaged: (path) => isTouched(path) || isTouched(writtenPath(path, origins)),
    lacksMember: (path) => incomplete.has(JSON.stringify(path)),
  };
}

/** The path in the description as it is written; `undefined` if that is the same. */
export function writtenPath(path: DescriptionPath, origins: ReadonlyMap<string, string>): DescriptionPath | undefined {
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
