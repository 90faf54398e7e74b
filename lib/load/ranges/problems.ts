/** Ranges that cannot be read, or not in one way alone: what is wrong with each, and how it was most likely meant. */

import type { Place } from '../place.ts';
import {
  agreesInDigits,
  formatRange,
  longestRangeName,
  type MachineRange,
  numberGivenTwice,
  parseRange,
  rangeOf,
  readForm,
  reversedSpan,
  sizeOf,
  type WrittenRange,
  type WrittenSpan,
  withoutNumbers,
} from './names.ts';

/** How many machines all ranges of a description are together at most. */
export const maximumRangeMachines = 100_000;

/** Interfaces and addresses in all ranges together: each is made, checked against all others and kept. */
export const maximumRangeValues = 500_000;

/** A longer name is not written out again: nobody would read it. */
const longestMended = 200;

/** Reads a range, or says why it is none. */
export function resolveRange(name: string, at: Place): MachineRange | undefined {
  const range = parseRange(name);
  if (!range) reportRange(name, at);
  return range;
}

function reportRange(name: string, at: Place): void {
  const written = readForm(name);
  const reversed = written && reversedSpan(written);
  if (!written) at.add('range-form', { name, why: whyNoRange(name), mend: mendOfForm(name) });
  else if (!agreesInDigits(written)) at.add('range-digits', { name, ...digitsAlike(written) });
  else if (reversed) at.add('range-reversed', { ends: reversed, ...inOrder(written) });
  else {
    const range = rangeOf(written);
    at.add('range-number-twice', { number: numberGivenTwice(range) ?? 0, ...eachOnce(range) });
  }
}

/** A range as a mend writes it out; `undefined` if it is too long to be of use. */
export function shortForm(range: MachineRange): string | undefined {
  const text = formatRange(range);
  return text.length <= longestMended ? text : undefined;
}

interface Suggestion {
  readonly suggestion?: string | undefined;
}

function digitsAlike(written: WrittenRange): {
  readonly padded?: string | undefined;
  readonly plain?: string | undefined;
} {
  const longest = written.spans.flat().reduce((most, { length }) => Math.max(most, length), 0);
  const withDigits = (digits: number) => {
    const range = rangeOf(written);
    return shortForm({ ...range, spans: range.spans.map((span) => ({ ...span, digits })) });
  };
  return { padded: withDigits(longest), plain: withDigits(1) };
}

function inOrder(written: WrittenRange): Suggestion {
  const spans = written.spans.map(([first, last]): WrittenSpan => {
    return Number(first) > Number(last) ? [last, first] : [first, last];
  });
  return { suggestion: shortForm(rangeOf({ ...written, spans })) };
}

/** Whoever asks for millions of machines has another problem first. */
function eachOnce(range: MachineRange): Suggestion {
  if (sizeOf(range) > maximumRangeMachines) return {};
  const seen = new Set<number>();
  const once = withoutNumbers(range, (number) => {
    const isSeen = seen.has(number);
    seen.add(number);
    return isSeen;
  });
  return { suggestion: shortForm(once) };
}

/** What stands in the way of reading a name as a range. */
function whyNoRange(name: string): string {
  if (name.length > longestRangeName)
    return `it has ${name.length} characters, and a range at most ${longestRangeName}`;
  const [opened, closed] = [name.split('[').length - 1, name.split(']').length - 1];
  const list = name.slice(name.indexOf('[') + 1, name.indexOf(']'));
  if (/[{}]/.test(name)) return 'a range has square brackets';
  if (opened > 1 && opened === closed) return 'a range has one pair of brackets, because a name has one number';
  if (opened === 0 && closed === 0) return 'a range has brackets, and a dash between its ends';
  if (opened !== 1 || closed !== 1 || name.indexOf(']') < name.indexOf('[')) return 'a bracket is missing';
  if (list.trim() === '') return 'the brackets are empty';
  if (/\s/.test(list)) return 'there are no blanks in the brackets';
  if (/:|\.\./.test(list)) return 'a dash stands between the ends';
  if (/\d{10}/.test(list)) return 'a number has at most nine digits';
  return 'numbers stand in the brackets, and nothing else';
}

function mendOfForm(name: string): string {
  if (name.length > longestRangeName) return 'divide it into several ranges';
  const meant = likelyMeant(name);
  if (meant !== undefined) return `write ${JSON.stringify(meant)}`;
  const one = withOnePair(name);
  if (one !== undefined) return `write an entry for each number of the first pair, such as ${JSON.stringify(one)}`;
  return 'put numbers and spans of numbers into one pair of brackets: "worker-[001-500]", "worker-[1-3,7,10-12]"';
}

/** The range that another tool's form says: Ansible's `[001:500]`, a shell's `{001..500}`, a list with blanks. */
function likelyMeant(name: string): string | undefined {
  const bracketed = /[[\]{}]/.test(name) ? name : name.replace(/(\d+)\.\.(\d+)/, '[$1-$2]');
  const squared = bracketed
    .replaceAll('{', '[')
    .replaceAll('}', ']')
    .replace(/\s/g, '')
    .replace(/\.\.|[:\u2013\u2014]/g, '-');
  const closed = squared.includes('[') && !squared.includes(']') ? `${squared}]` : squared;
  return parseRange(closed) ? closed : undefined;
}

/** A name of two pairs, the first replaced by its first number. */
function withOnePair(name: string): string | undefined {
  const one = name.replace(/\[(\d+)[^[\]]*\]/, '$1');
  return parseRange(one) ? one : undefined;
}
