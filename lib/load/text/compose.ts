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
import { type DescriptionPath, type Diagnostic, diagnostic } from '../../diagnostics.ts';
import { maximumProblems } from '../report.ts';
import { type LineStarts, lineStartsOf } from './line-counter.ts';
import { type MemberSpan, positionAt, type Source, type SourceTree, type Spans } from './positions.ts';

/**
 * How many values aliases may repeat, aliases inside the repeated ones included. This bounds what a "billion laughs"
 * can cost; a bound on the number of aliases would not, and would refuse thousands of machines that share one.
 */
const maximumExpansion = 100_000;

/** What a text gave. */
export interface Parsed {
  /** Absent if the text has no value that could be checked. */
  readonly source?: Source;
  readonly diagnostics: readonly Diagnostic[];
}

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
  /** Absent in a walk that keeps no places. */
  readonly spans: Spans | undefined;
  readonly diagnostics: Diagnostic[];
  lineStarts: LineStarts | undefined;
}

/** The way to a node, from its own step upwards; a path is made of it only if there is something to say. */
interface Way {
  readonly above: Way | undefined;
  readonly step: string | number;
}

function pathOf(way: Way | undefined): DescriptionPath {
  const path: (string | number)[] = [];
  for (let at = way; at !== undefined; at = at.above) path.unshift(at.step);
  return path;
}

/**
 * Composes the one document of a text. Places take as much time and memory as the values, and serve only if there is
 * something to say: then a second walk finds them.
 * @param readEvents gives the text's events, the same each time
 */
export function compose(text: string, readEvents: () => readonly Event[]): Parsed {
  const { root, diagnostics } = walk(text, readEvents(), undefined);
  if (diagnostics.length === 0) {
    let tree: SourceTree | undefined;
    const treeOfText = () => {
      tree ??= treeWithPlaces(text, readEvents());
      return tree;
    };
    return { source: { text, root, tree: treeOfText }, diagnostics };
  }
  const { diagnostics: located, ...tree } = treeWithPlaces(text, readEvents());
  return {
    ...(tree.root !== undefined && { source: { text, root: tree.root, tree: () => tree } }),
    diagnostics: located,
  };
}

function treeWithPlaces(text: string, events: readonly Event[]): SourceTree & Composed {
  const spans: Spans = new Map();
  return { spans, ...walk(text, events, spans) };
}

interface Composed {
  /** Absent if the text has no value that could be checked. */
  readonly root?: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

function walk(text: string, events: readonly Event[], spans: Spans | undefined): Composed {
  const [first] = events;
  if (first === undefined) return { diagnostics: [diagnostic('empty-description', [], {})] };
  const diagnostics: Diagnostic[] = [];
  const state: Walk = {
    text,
    events,
    next: 1,
    expansion: 0,
    anchors: new Map(),
    spans,
    diagnostics,
    lineStarts: undefined,
  };
  const { value, start } = composeNode(state, undefined);
  const second = events.findIndex(({ type }, index) => index > 0 && type === EVENT_ID.DOCUMENT);
  if (second > 0) report(state, startOf(events[second + 1]), diagnostic('yaml-several-documents', [], {}));
  else if (value === null) report(state, start, diagnostic('empty-description', [], {}));
  else return { root: value, diagnostics };
  return { diagnostics };
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

function composeNode(walk: Walk, way: Way | undefined): Node {
  const event = walk.events[walk.next];
  walk.next += 1;
  if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
    return { value: null, start: 0, end: 0, size: 1 };
  }
  if (event.type === EVENT_ID.ALIAS) return composeAlias(walk, way, event.anchorStart, event.anchorEnd);
  const node = composeContent(walk, way, event);
  if (event.anchorStart >= 0) walk.anchors.set(walk.text.slice(event.anchorStart, event.anchorEnd), node);
  return node;
}

type ContentEvent = Exclude<Event, { type: 1 } | { type: 5 } | { type: 6 }>;

function composeContent(walk: Walk, way: Way | undefined, event: ContentEvent): Node {
  const tag = event.tagStart < 0 ? '' : walk.text.slice(event.tagStart, event.tagEnd);
  if (tag !== '' && !(tag === '!!str' && event.type === EVENT_ID.SCALAR)) {
    report(walk, event.tagStart, diagnostic('yaml-tag', pathOf(way), { tag }));
  }
  if (event.type === EVENT_ID.SCALAR) return composeScalar(walk, way, event, tag);
  return event.type === EVENT_ID.SEQUENCE
    ? composeList(walk, way, event.start)
    : composeMapping(walk, way, event.start);
}

/** An anchor is known once its value has ended, so a value never holds itself. */
function composeAlias(walk: Walk, way: Way | undefined, nameStart: number, nameEnd: number): Node {
  const name = walk.text.slice(nameStart, nameEnd);
  const place = { start: nameStart - 1, end: nameEnd };
  const target = walk.anchors.get(name);
  if (target === undefined) {
    report(walk, place.start, diagnostic('yaml-unknown-alias', pathOf(way), { name }));
    return { value: null, size: 1, ...place };
  }
  const withinBound = walk.expansion <= maximumExpansion;
  walk.expansion += target.size;
  if (walk.expansion <= maximumExpansion) return { ...target, ...place };
  if (withinBound) {
    report(walk, place.start, diagnostic('yaml-alias-expansion', pathOf(way), { limit: maximumExpansion }));
  }
  return { value: null, size: 1, ...place };
}

/** The places of a list's or mapping's members, in a walk that keeps them. */
function membersOf({ spans }: Walk, container: object): Map<string | number, MemberSpan> | undefined {
  const members = spans && new Map<string | number, MemberSpan>();
  if (members) spans.set(container, members);
  return members;
}

function composeList(walk: Walk, way: Way | undefined, start: number): Node {
  const list: unknown[] = [];
  const members = membersOf(walk, list);
  let size = 1;
  while (walk.events[walk.next]?.type !== EVENT_ID.POP) {
    const item = composeNode(walk, { above: way, step: list.length });
    members?.set(list.length, { keyStart: item.start, valueStart: item.start, valueEnd: item.end });
    list.push(item.value);
    size += item.size;
  }
  walk.next += 1;
  return { value: list, start, end: start, size };
}

function composeMapping(walk: Walk, way: Way | undefined, start: number): Node {
  const mapping: Record<string, unknown> = {};
  const members = membersOf(walk, mapping);
  let size = 1;
  while (walk.events[walk.next]?.type !== EVENT_ID.POP) {
    const key = composeKey(walk, way);
    const here = key.name === undefined ? way : { above: way, step: key.name };
    const value = composeNode(walk, here);
    size += value.size;
    const { name, start: keyStart } = key;
    if (name === undefined || !mayAdd(walk, here, name, keyStart, mapping)) continue;
    // A value that was left out has no place of its own.
    members?.set(name, { keyStart, valueStart: value.start < 0 ? keyStart : value.start, valueEnd: value.end });
    mapping[name] = value.value;
  }
  walk.next += 1;
  return { value: mapping, start, end: start, size };
}

/** A key is a scalar, and counts as it was written: `1:` is the key "1". */
function composeKey(walk: Walk, way: Way | undefined): { readonly name: string | undefined; readonly start: number } {
  const event = walk.events[walk.next];
  if (event?.type === EVENT_ID.SCALAR && event.tagStart < 0 && event.anchorStart < 0) {
    walk.next += 1;
    return { name: getScalarValue(walk.text, event), start: quotedStart(event) };
  }
  const start = startOf(event);
  report(walk, start, diagnostic('yaml-key', pathOf(way), {}));
  composeNode(walk, way);
  return { name: undefined, start };
}

function mayAdd(walk: Walk, here: Way | undefined, key: string, start: number, mapping: object): boolean {
  if (Object.hasOwn(mapping, key)) {
    const code = here?.above?.step === 'machines' && !here.above.above ? 'duplicate-machine' : 'duplicate-key';
    const first = walk.spans?.get(mapping)?.get(key);
    report(walk, start, diagnostic(code, pathOf(here), { key }), first?.keyStart);
    return false;
  }
  if (key === '__proto__') report(walk, start, diagnostic('reserved-key', pathOf(here), { key }));
  if (key === '<<') report(walk, start, diagnostic('yaml-merge-key', pathOf(here), {}));
  return key !== '__proto__' && key !== '<<';
}

/** The value of a quoted scalar begins after its quote; a caret belongs under the quote. */
function quotedStart({ style, valueStart }: ScalarEvent): number {
  const quoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? valueStart - 1 : valueStart;
}

function composeScalar(walk: Walk, way: Way | undefined, event: ScalarEvent, tag: string): Node {
  const text = getScalarValue(walk.text, event);
  const value = event.style === SCALAR_STYLE.PLAIN && tag !== '!!str' ? resolvePlain(text) : text;
  const start = quotedStart(event);
  if (typeof value === 'number' && !isExact(value)) {
    report(walk, start, diagnostic('number-not-exact', pathOf(way), { source: text.slice(0, 60) }));
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
