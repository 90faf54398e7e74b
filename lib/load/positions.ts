/** Where keys and values stand in the source text, by their path in the description. */

import {
  type DescriptionPath,
  type Diagnostic,
  marksOf,
  type RelatedPlace,
  type SourcePosition,
} from '../diagnostics.ts';
import { type LineStarts, lineAndColumn, lineStartsOf, lineText } from './line-counter.ts';

/** Offsets of a mapping's or list's members: four numbers a member, so that large descriptions stay small. */
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
  readonly spans: Spans;
}

/** The span of the member that a path ends with; `undefined` where the text has no such member. */
function spanAt({ root, spans }: Source, path: DescriptionPath): MemberSpan | undefined {
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

/** The text of a value as it was written, without quotes; `undefined` where there is none. */
export function writtenText(source: Source | undefined, path: DescriptionPath): string | undefined {
  const span = source && spanAt(source, path);
  return span && source.text.slice(span.valueStart, span.valueEnd);
}

/** Gives each problem that has none its place: at the value, at the key, or, where a key is missing, at its parent. */
export function locate(source: Source, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const starts = lineStartsOf(source.text);
  return diagnostics.map((diagnostic) => {
    const { caret, hidesSource } = marksOf(diagnostic.code);
    const place = (path: DescriptionPath, at: 'key' | 'value') =>
      positionAt(source.text, starts, offsetOf(source, path, at), hidesSource);
    const { first } = diagnostic;
    return Object.freeze({
      ...diagnostic,
      position: diagnostic.position ?? place(diagnostic.path, caret),
      ...(first && {
        first: first.position ? first : ({ ...first, position: place(first.path, caret) } as RelatedPlace),
      }),
    });
  });
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

/** The position of an offset; `hidesLine` keeps the line itself back. */
export function positionAt(text: string, starts: LineStarts, offset: number, hidesLine = false): SourcePosition {
  const { line, column } = lineAndColumn(starts, offset);
  return Object.freeze({ line, column, sourceLine: hidesLine ? '' : lineText(text, starts, line) });
}
