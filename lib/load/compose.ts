/** Composes the value of a YAML document from js-yaml's events, and keeps the place of each member. */

import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';
import { type DescriptionPath, type Diagnostic, diagnostic } from '../diagnostics.ts';
import { type LineStarts, lineStartsOf } from './line-counter.ts';
import type { Parsed } from './parse.ts';
import { type MemberSpan, positionAt, type Spans } from './positions.ts';
import { maximumProblems } from './report.ts';

/**
 * How many values aliases may repeat, aliases inside the repeated ones included. This bounds what a "billion laughs"
 * can cost; a bound on the number of aliases would not, and would refuse thousands of machines that share one.
 */
const maximumExpansion = 100_000;

interface Node {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  /** Number of values in it, aliases followed. */
  readonly size: number;
}

/** Where the walk stands. */
interface Walk {
  readonly text: string;
  readonly events: readonly Event[];
  next: number;
  expansion: number;
  readonly anchors: Map<string, Node>;
  readonly spans: Spans;
  readonly diagnostics: Diagnostic[];
  lineStarts: LineStarts | undefined;
}

/** Composes the one document of the events. */
export function compose(text: string, events: readonly Event[]): Parsed {
  const [first] = events;
  if (first === undefined) return { diagnostics: [diagnostic('empty-description', [], {})] };
  const walk: Walk = {
    text,
    events,
    next: 1,
    expansion: 0,
    anchors: new Map(),
    spans: new Map(),
    diagnostics: [],
    lineStarts: undefined,
  };
  const root = composeNode(walk, []);
  const second = events.findIndex(({ type }, index) => index > 0 && type === EVENT_ID.DOCUMENT);
  if (second > 0) report(walk, startOf(events[second + 1]), diagnostic('yaml-several-documents', [], {}));
  else if (root.value === null) report(walk, root.start, diagnostic('empty-description', [], {}));
  else return { source: { text, root: root.value, spans: walk.spans }, diagnostics: walk.diagnostics };
  return { diagnostics: walk.diagnostics };
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ('valueStart' in event) return event.valueStart;
  return 'start' in event ? event.start : 0;
}

function report(walk: Walk, offset: number, problem: Diagnostic, firstOffset?: number): void {
  // One more than is listed, so that the list says that there are more.
  if (walk.diagnostics.length > maximumProblems) return;
  walk.lineStarts ??= lineStartsOf(walk.text);
  const place = (at: number) => positionAt(walk.text, walk.lineStarts ?? [0], Math.max(0, at));
  const first = firstOffset === undefined ? {} : { first: { path: problem.path, position: place(firstOffset) } };
  walk.diagnostics.push(Object.freeze({ ...problem, ...first, position: place(offset) }));
}

function composeNode(walk: Walk, path: DescriptionPath): Node {
  const event = walk.events[walk.next];
  walk.next += 1;
  if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
    return { value: null, start: 0, end: 0, size: 1 };
  }
  if (event.type === EVENT_ID.ALIAS) return composeAlias(walk, path, event.anchorStart, event.anchorEnd);
  const node = composeContent(walk, path, event);
  if (event.anchorStart >= 0) walk.anchors.set(walk.text.slice(event.anchorStart, event.anchorEnd), node);
  return node;
}

type ContentEvent = Exclude<Event, { type: 1 } | { type: 5 } | { type: 6 }>;

function composeContent(walk: Walk, path: DescriptionPath, event: ContentEvent): Node {
  const tag = event.tagStart < 0 ? '' : walk.text.slice(event.tagStart, event.tagEnd);
  if (tag !== '' && !(tag === '!!str' && event.type === EVENT_ID.SCALAR)) {
    report(walk, event.tagStart, diagnostic('yaml-tag', path, { tag }));
  }
  if (event.type === EVENT_ID.SCALAR) return composeScalar(walk, path, event, tag);
  return event.type === EVENT_ID.SEQUENCE
    ? composeList(walk, path, event.start)
    : composeMapping(walk, path, event.start);
}

/** An anchor is known once its value has ended, so a value never holds itself. */
function composeAlias(walk: Walk, path: DescriptionPath, nameStart: number, nameEnd: number): Node {
  const name = walk.text.slice(nameStart, nameEnd);
  const place = { start: nameStart - 1, end: nameEnd };
  const target = walk.anchors.get(name);
  if (target === undefined) {
    report(walk, place.start, diagnostic('yaml-unknown-alias', path, { name }));
    return { value: null, size: 1, ...place };
  }
  const withinBound = walk.expansion <= maximumExpansion;
  walk.expansion += target.size;
  if (walk.expansion <= maximumExpansion) return { ...target, ...place };
  if (withinBound) {
    report(walk, place.start, diagnostic('yaml-alias-expansion', path, { limit: maximumExpansion }));
  }
  return { value: null, size: 1, ...place };
}

function composeList(walk: Walk, path: DescriptionPath, start: number): Node {
  const list: unknown[] = [];
  const members = new Map<string | number, MemberSpan>();
  let size = 1;
  while (walk.events[walk.next]?.type !== EVENT_ID.POP) {
    const item = composeNode(walk, [...path, list.length]);
    members.set(list.length, { keyStart: item.start, valueStart: item.start, valueEnd: item.end });
    list.push(item.value);
    size += item.size;
  }
  walk.next += 1;
  walk.spans.set(list, members);
  return { value: list, start, end: start, size };
}

function composeMapping(walk: Walk, path: DescriptionPath, start: number): Node {
  const mapping: Record<string, unknown> = {};
  const members = new Map<string | number, MemberSpan>();
  let size = 1;
  while (walk.events[walk.next]?.type !== EVENT_ID.POP) {
    const key = composeKey(walk, path);
    const value = composeNode(walk, key.name === undefined ? path : [...path, key.name]);
    size += value.size;
    if (key.name === undefined || !mayAdd(walk, path, key.name, key.start, members)) continue;
    // A value that was left out has no place of its own.
    const valueStart = value.start < 0 ? key.start : value.start;
    members.set(key.name, { keyStart: key.start, valueStart, valueEnd: value.end });
    mapping[key.name] = value.value;
  }
  walk.next += 1;
  walk.spans.set(mapping, members);
  return { value: mapping, start, end: start, size };
}

/** A key is a scalar, and counts as it was written: `1:` is the key "1". */
function composeKey(walk: Walk, path: DescriptionPath): { readonly name: string | undefined; readonly start: number } {
  const event = walk.events[walk.next];
  if (event?.type === EVENT_ID.SCALAR && event.tagStart < 0 && event.anchorStart < 0) {
    walk.next += 1;
    return { name: getScalarValue(walk.text, event), start: quotedStart(event) };
  }
  const start = startOf(event);
  report(walk, start, diagnostic('yaml-key', path, {}));
  composeNode(walk, path);
  return { name: undefined, start };
}

function mayAdd(
  walk: Walk,
  path: DescriptionPath,
  key: string,
  start: number,
  members: ReadonlyMap<string | number, MemberSpan>,
): boolean {
  const here = [...path, key];
  const earlier = members.get(key);
  if (earlier) {
    const code = path.length === 1 && path[0] === 'machines' ? 'duplicate-machine' : 'duplicate-key';
    report(walk, start, diagnostic(code, here, { key }), earlier.keyStart);
    return false;
  }
  if (key === '__proto__') report(walk, start, diagnostic('reserved-key', here, { key }));
  if (key === '<<') report(walk, start, diagnostic('yaml-merge-key', here, {}));
  return key !== '__proto__' && key !== '<<';
}

/** The value of a quoted scalar begins after its quote; a caret belongs under the quote. */
function quotedStart({ style, valueStart }: ScalarEvent): number {
  const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? valueStart - 1 : valueStart;
}

function composeScalar(walk: Walk, path: DescriptionPath, event: ScalarEvent, tag: string): Node {
  const text = getScalarValue(walk.text, event);
  const value = event.style === SCALAR_STYLE.PLAIN && tag !== '!!str' ? resolvePlain(text) : text;
  const start = quotedStart(event);
  if (typeof value === 'number' && !isExact(value)) {
    report(walk, start, diagnostic('number-not-exact', path, { source: text.slice(0, 60) }));
  }
  return { value, start, end: event.valueEnd, size: 1 };
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** YAML 1.2.2, 10.3.2 "Tag Resolution" of the core schema. */
function resolvePlain(text: string): unknown {
  for (const tag of [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}
