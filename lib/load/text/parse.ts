/**
 * Text to value with positions: YAML 1.2 (core schema) or JSON, read by js-yaml's events. The values are composed here
 * and not by js-yaml, because positions, every duplicate key and the bound on aliases come from the same walk.
 */

import { parseEvents, YAMLException } from 'js-yaml';
import { type DescriptionPath, type Diagnostic, diagnostic } from '../../diagnostics.ts';
import { compose, type Parsed } from './compose.ts';
import { lineStartsOf } from './line-counter.ts';
import { positionAt } from './positions.ts';

/** Four mebi-characters: ten thousand machines written out are about 3 million. */
export const maximumTextLength = 4 * 1024 * 1024;

/** js-yaml's own limit on nested collections. */
const maximumDepth = 100;

/** Reads a text; never throws. Line and column stand in each problem. */
export function parseDescription(text: string): Parsed {
  if (text.length > maximumTextLength) {
    return refused(diagnostic('too-large', [], { length: text.length, limit: maximumTextLength }));
  }
  const strange = /[\0\uFFFD]/.exec(text);
  if (strange) {
    const what = strange[0] === '\0' ? 'a NUL character: a binary file, or UTF-16' : 'bytes that are not UTF-8';
    return refused(at(text, strange.index, diagnostic('not-text', [], { what })));
  }
  try {
    return compose(text, () => parseEvents(text, { maxDepth: maximumDepth }));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return refused(at(text, error.mark?.position ?? 0, syntaxProblem(text, error.reason)));
  }
}

function refused(problem: Diagnostic): Parsed {
  return { diagnostics: [problem] };
}

function at(text: string, offset: number, problem: Diagnostic): Diagnostic {
  return Object.freeze({ ...problem, position: positionAt(text, lineStartsOf(text), offset) });
}

function syntaxProblem(text: string, reason: string): Diagnostic {
  const top: DescriptionPath = [];
  if (reason.includes('maxDepth')) return diagnostic('yaml-too-deep', top, { limit: maximumDepth });
  const mend = mends.find(([words]) => words.test(reason))?.[1];
  const otherwise = /^\s*\{/.test(text)
    ? 'correct the JSON here or just before: look for a missing comma, quote or bracket'
    : 'correct the YAML here or just before; quote strings that hold `: `, ` #`, or begin with one of { [ * & ! % @ `';
  return diagnostic('yaml-syntax', top, { reason, mend: mend ?? otherwise });
}

/** What to do about the mistakes that are made most. */
const mends: readonly (readonly [RegExp, string])[] = [
  [/tab characters/, 'indent with spaces: YAML allows no tabs there'],
  [/indentation/, 'align the key with its neighbours, and quote values that hold `: `'],
  [/valid JSON character|non-printable/, 'remove the control character, or write it as an escape in a quoted string'],
];
