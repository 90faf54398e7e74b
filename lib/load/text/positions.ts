/** Where keys and values stand in the source text, by their path in the description. */

import {
  type DescriptionPath,
  type Diagnostic,
  marksOf,
  type RelatedPlace,
  type SourcePosition,
} from '../../diagnostics.ts';
import { holdsPrivateKey } from '../../quote.ts';
import { type LineStarts, lineAndColumn, lineStartsOf, lineText } from './line-counter.ts';

/** Offsets of a mapping's or list's members. */
export interface MemberSpan {
  /** Equal to `valueStart` in a list. */
  readonly keyStart: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** The members of each mapping and list; an aliased one is one object, and has one place. */
export type Spans = Map<object, Map<string | number, MemberSpan>>;

/** A text with the places of its values. */
export interface Source {
  readonly text: string;
  readonly root: unknown;
  /** The same value once more, with its places; found when they are asked for. */
  readonly tree: () => SourceTree;
}

/** A value with the places of all that it holds. */
export interface SourceTree {
  readonly root?: unknown;
  readonly spans: Spans;
}

/** The span of the member that a path ends with; `undefined` if the text has no such member. */
function spanAt({ tree }: Source, path: DescriptionPath): MemberSpan | undefined {
  const { root, spans } = tree();
  let container: unknown = root;
  let span: MemberSpan | undefined;
  for (const step of path) {
    if (typeof container !== 'object' || container === null) return undefined;
    span = spans.get(container)?.get(step);
    if (!span) return undefined;
    container = (container as Record<string | number, unknown>)[step];
  }
  return span;
}

/** The line of the member that a path ends with, counted from 1, or of what it is a member of. */
export function lineOf(source: Source, path: DescriptionPath): number {
  return lineAndColumn(lineStartsOf(source.text), offsetOf(source, path, 'key')).line;
}

/** The text of a value as it was written, without quotes; `undefined` if there is none. */
export function writtenText(source: Source | undefined, path: DescriptionPath): string | undefined {
  const span = source && spanAt(source, path);
  return span && source.text.slice(span.valueStart, span.valueEnd);
}

/**
 * Gives each problem that has none its place: at the value, at the key, or, if a key is missing, at its parent. A
 * line that may hold a secret is kept back from every problem, not only from the one that says so.
 */
export function locate(source: Source, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const starts = lineStartsOf(source.text);
  const withheld = withheldLines(source, starts, diagnostics);
  const shown = (position: SourcePosition) => {
    return withheld.has(position.line) ? Object.freeze({ ...position, sourceLine: '' }) : position;
  };
  return diagnostics.map((diagnostic) => {
    const { caret } = marksOf(diagnostic.code);
    const place = (path: DescriptionPath) => positionAt(source.text, starts, offsetOf(source, path, caret));
    const at = ({ position, path, writtenPath = path }: RelatedPlace) => shown(position ?? place(writtenPath));
    const { first } = diagnostic;
    return Object.freeze({
      ...diagnostic,
      position: at(diagnostic),
      ...(first && { first: Object.freeze({ ...first, position: at(first) }) }),
    });
  });
}

function withheldLines(source: Source, starts: LineStarts, diagnostics: readonly Diagnostic[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { code, path, writtenPath = path } of diagnostics) {
    const span = marksOf(code).hidesSource ? spanAt(source, writtenPath) : undefined;
    if (!span) continue;
    const last = lineAndColumn(starts, Math.max(span.keyStart, span.valueEnd)).line;
    for (let { line } = lineAndColumn(starts, span.keyStart); line <= last; line += 1) lines.add(line);
  }
  return lines;
}

function offsetOf(source: Source, path: DescriptionPath, caret: 'key' | 'value'): number {
  const span = spanAt(source, path);
  if (span) return caret === 'key' ? span.keyStart : span.valueStart;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const parent = spanAt(source, path.slice(0, length));
    if (parent) return parent.keyStart;
  }
  return Math.max(0, source.text.search(/[^\s\uFEFF]/));
}

/** The position of an offset; a line with a private key is kept back. */
export function positionAt(text: string, starts: LineStarts, offset: number): SourcePosition {
  const { line, column } = lineAndColumn(starts, offset);
  const sourceLine = lineText(text, starts, line);
  return Object.freeze({ line, column, sourceLine: holdsPrivateKey(sourceLine) ? '' : sourceLine });
}
