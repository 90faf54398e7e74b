/**
 * Names of machines that differ by a number alone, written as one: `worker-[001-016,018-500]`. The form is that of host
 * lists (Slurm, pdsh, ClusterShell; Flux RFC 29), with one pair of brackets, so that a name has one number. Where those
 * tools read a list differently, as they do with zeros in front of some numbers alone, it is refused.
 */

/** Numbers in a row, each written with as many digits as the first at least, by zeros in front. */
interface NumberSpan {
  readonly first: number;
  readonly last: number;
  readonly digits: number;
}

/** A range of names; no number is in two spans. */
export interface MachineRange {
  readonly prefix: string;
  /** In the order of the description. */
  readonly spans: readonly NumberSpan[];
  readonly suffix: string;
}

/** The two ends of a span as they were written; a single number is both. */
export type WrittenSpan = readonly [first: string, last: string];

/** A name in the form of a range, of which the numbers may still be wrong. */
export interface WrittenRange {
  readonly prefix: string;
  readonly spans: readonly WrittenSpan[];
  readonly suffix: string;
}

/** Whether a range is meant, well written or not: no host name has brackets, braces, or dots between numbers. */
export function isRangeName(name: string): boolean {
  return /[[\]{}]|\d\.\.\d/.test(name);
}

/** Reads a range; `undefined` if the name is none, or one that could be read in two ways. */
export function parseRange(name: string): MachineRange | undefined {
  const written = readForm(name);
  if (!written || !agreesInDigits(written) || reversedSpan(written)) return undefined;
  const range = rangeOf(written);
  return numberGivenTwice(range) === undefined ? range : undefined;
}

/** YAML 1.2.2, 7.4.2: a key that is not marked by `?` has at most 1024 characters. It bounds the cost of long lists. */
export const longestRangeName = 1024;

/** Takes a name apart: numbers of one to nine digits and spans of them, in one pair of brackets. */
export function readForm(name: string): WrittenRange | undefined {
  if (name.length > longestRangeName) return undefined;
  const [, prefix = '', list, suffix = ''] = /^([^[\]{}]*)\[([^[\]{}]*)\]([^[\]{}]*)$/.exec(name) ?? [];
  const spans: WrittenSpan[] = [];
  for (const part of list?.split(',') ?? []) {
    const [, first, last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(part) ?? [];
    if (first === undefined || last === undefined) return undefined;
    spans.push([first, last]);
  }
  return spans.length > 0 ? { prefix, spans, suffix } : undefined;
}

const hasZeroInFront = (number: string): boolean => /^0\d/.test(number);

/**
 * Whether it is clear which names have zeros in front. Where any has, all such numbers have as many digits, both ends of
 * their spans too, and no other number has fewer: `[001-016,18-500]` may have been meant to hold 018.
 */
export function agreesInDigits({ spans }: WrittenRange): boolean {
  const numbers = spans.flat();
  const digits = numbers.find(hasZeroInFront)?.length;
  if (digits === undefined) return true;
  return (
    numbers.every((number) => (hasZeroInFront(number) ? number.length === digits : number.length >= digits)) &&
    spans.every(([first, last]) => first.length === last.length || !hasZeroInFront(first))
  );
}

/** The first span whose greater number is in front. */
export function reversedSpan({ spans }: WrittenRange): WrittenSpan | undefined {
  return spans.find(([first, last]) => Number(first) > Number(last));
}

/** The range with its numbers as numbers. */
export function rangeOf({ prefix, spans, suffix }: WrittenRange): MachineRange {
  const numbers = spans.map(([first, last]) => {
    return { first: Number(first), last: Number(last), digits: first.length };
  });
  return { prefix, spans: numbers, suffix };
}

/** A number that two spans hold; `undefined` if there is none. */
export function numberGivenTwice({ spans }: MachineRange): number | undefined {
  let highest = -1;
  for (const { first, last } of [...spans].sort((a, b) => a.first - b.first)) {
    if (first <= highest) return first;
    highest = last;
  }
  return undefined;
}

/** How many machines a range is. */
export function sizeOf({ spans }: MachineRange): number {
  return spans.reduce((size, { first, last }) => size + last - first + 1, 0);
}

/** The greatest number of a range. */
export function greatestOf({ spans }: MachineRange): number {
  return spans.reduce((greatest, { last }) => Math.max(greatest, last), 0);
}

/** Each machine of a range with its number, in the order of the description. */
export function* machinesOf({
  prefix,
  spans,
  suffix,
}: MachineRange): Iterable<{ readonly name: string; readonly number: number }> {
  for (const { first, last, digits } of spans) {
    for (let number = first; number <= last; number += 1) {
      yield { name: `${prefix}${String(number).padStart(digits, '0')}${suffix}`, number };
    }
  }
}

/** The range without some of its numbers; its cost grows with the size of the range. */
export function withoutNumbers(range: MachineRange, isLeftOut: (number: number) => boolean): MachineRange {
  const spans: NumberSpan[] = [];
  for (const { first, last, digits } of range.spans) {
    let start: number | undefined;
    for (let number = first; number <= last + 1; number += 1) {
      if (number <= last && !isLeftOut(number)) {
        start ??= number;
      } else if (start !== undefined) {
        spans.push({ first: start, last: number - 1, digits });
        start = undefined;
      }
    }
  }
  return { ...range, spans };
}

/** A range as the description writes it. */
export function formatRange({ prefix, spans, suffix }: MachineRange): string {
  const parts = spans.map(({ first, last, digits }) => {
    const [low, high] = [first, last].map((number) => String(number).padStart(digits, '0'));
    return first === last ? low : `${low}-${high}`;
  });
  return `${prefix}[${parts.join(',')}]${suffix}`;
}
