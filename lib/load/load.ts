/** The entrance of the load stage: a text or a value to a checked cluster, with all problems together. */

import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterDescription } from '../cluster/description.generated.ts';
import { DescriptionError } from '../description-error.ts';
import { type DescriptionPath, type Diagnostic, diagnostic, isError } from '../diagnostics.ts';
import { resolveDraft } from './cluster/resolve.ts';
import { type ClusterDraft, without } from './draft.ts';
import { expandRanges } from './ranges/ranges.ts';
import { asWritten, maximumProblems, newReport } from './report.ts';
import { toPlainData } from './shape/plain-data.ts';
import { checkShape } from './shape/schema-check.ts';
import { parseDescription } from './text/parse.ts';
import { locate, type Source } from './text/positions.ts';

/** What loading gives: a cluster if no problem is an error. */
export interface Loaded {
  readonly cluster?: Cluster;
  /** In the order of the text, or of the description if there is no text. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  /** Named in each problem, for tools that read several files. */
  readonly fileName?: string;
}

/**
 * Reads a description in YAML or JSON and checks all of it. Never throws on a text: whatever is wrong stands in
 * `diagnostics`, with line and column.
 */
export function loadCluster(text: string, { fileName }: LoadOptions = {}): Loaded {
  const { source, diagnostics } = parseDescription(text);
  const loaded = source ? judge(source.root, diagnostics, source) : { diagnostics };
  if (fileName === undefined) return loaded;
  return { ...loaded, diagnostics: loaded.diagnostics.map((problem) => Object.freeze({ ...problem, fileName })) };
}

/**
 * Gives problems that a build found, of a description that loaded, their places in its text.
 * @param text the description's
 */
export function placeProblems(text: string, problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const { source } = problems.length > 0 ? parseDescription(text) : {};
  if (!source) return problems;
  const { origins } = expandRanges(source.root as ClusterDraft, newReport([]).top);
  return locate(
    source,
    problems.map((problem) => asWritten(problem, origins)),
  );
}

/** Checks a description that is a value already, of whatever type. Never throws; problems have no positions. */
export function resolveCluster(description: unknown): Loaded {
  const { value, diagnostics } = toPlainData(description);
  return judge(value, diagnostics, undefined);
}

/**
 * Checks a description written in TypeScript, with completion, and gives the cluster.
 * @throws DescriptionError if a problem is an error
 */
export function defineCluster(description: ClusterDescription): Cluster {
  const { cluster, diagnostics } = resolveCluster(description);
  if (!cluster) throw new DescriptionError(diagnostics);
  return cluster;
}

function judge(value: unknown, earlier: readonly Diagnostic[], source: Source | undefined): Loaded {
  const shape = checkShape(value, source);
  const damaged = shape.damaged ?? [];
  const draft = damaged.length > 0 ? without(value, damaged) : value;
  const isWorthALook = shape.damaged !== undefined && typeof draft === 'object' && draft !== null;
  const { cluster, found, omitted } = isWorthALook
    ? resolve(draft as ClusterDraft, [...damaged, ...earlier.map(({ path }) => path)])
    : { cluster: undefined, found: [], omitted: 0 };
  const mistaken = shape.diagnostics.filter(isNoEcho(earlier));
  const all = [...earlier, ...mistaken, ...found];
  const ordered = source ? inOrder(locate(source, all)) : all;
  const diagnostics = listed(ordered, omitted + shape.omitted);
  return cluster && !diagnostics.some(isError) ? { cluster, diagnostics } : { diagnostics };
}

/** A value that could not be read is null, and what a merge key would have brought is missing: neither says more. */
function isNoEcho(earlier: readonly Diagnostic[]): (problem: Diagnostic) => boolean {
  const unread = new Set(earlier.map(({ path }) => JSON.stringify(path)));
  const merging = earlier.filter(({ code }) => code === 'yaml-merge-key');
  const incomplete = new Set(merging.map(({ path }) => JSON.stringify(path.slice(0, -1))));
  return ({ code, path }) => {
    if (code === 'missing-key') return !incomplete.has(JSON.stringify(path.slice(0, -1)));
    return code !== 'wrong-type' || !unread.has(JSON.stringify(path));
  };
}

/** Ranges of machines are judged as they are written, and everything else machine by machine. */
function resolve(
  draft: ClusterDraft,
  damaged: readonly DescriptionPath[],
): { readonly cluster: Cluster; readonly found: readonly Diagnostic[]; readonly omitted: number } {
  const written = newReport(damaged);
  const expansion = expandRanges(draft, written.top);
  const report = newReport([...damaged, ...written.refused()], expansion.origins);
  const cluster = resolveDraft(expansion.draft, report.top);
  const found = [...written.diagnostics(), ...report.diagnostics()];
  return { cluster, found, omitted: written.omitted() + report.omitted() };
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(({ position: a }, { position: b }) => {
    return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
  });
}

/** As many errors as are listed, and all else: of each kind of warning there is one. */
function listed(diagnostics: readonly Diagnostic[], omitted: number): readonly Diagnostic[] {
  let room = maximumProblems;
  const kept = diagnostics.filter((problem) => {
    if (isError(problem)) room -= 1;
    return !isError(problem) || room >= 0;
  });
  const count = omitted - Math.min(0, room);
  if (count > 0) kept.push(diagnostic('more-problems', [], { count }));
  return Object.freeze(kept);
}
