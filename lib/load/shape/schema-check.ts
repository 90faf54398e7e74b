/** What the JSON Schema (2020-12) says about a description: the validator's errors as problems of the catalogue. */

import {
  type ClusterDescription,
  descriptionExpectations,
  descriptionKeys,
} from '../../cluster/description.generated.ts';
import type { Role } from '../../cluster/vocabulary.ts';
import { type DescriptionPath, type Diagnostic, diagnostic } from '../../diagnostics.ts';
import { insteadOfSecret, isSecretName, isSecretText } from '../../nomad/secret-settings.ts';
import { show } from '../../quote.ts';
import { nearestWord } from '../../suggest.ts';
import { otherNames } from '../../targets/other-names.ts';
import { maximumProblems } from '../report.ts';
import { type Source, writtenText } from '../text/positions.ts';
import { validate } from './description-validator.generated.ts';

/** One error of an ajv validator. */
interface SchemaError {
  /** JSON Pointer (RFC 6901) */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const validator = validate as unknown as {
  (value: unknown): value is ClusterDescription;
  readonly errors?: readonly SchemaError[] | null;
};

/** What the schema found. */
export interface ShapeCheck {
  /** At most `maximumProblems`. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many more there are. */
  readonly omitted: number;
  /**
   * Every member that must be left out before anything else looks at the description; absent if so much is wrong
   * that the rest is not worth a look.
   */
  readonly damaged?: readonly DescriptionPath[];
}

/** Compares a plain value with the schema. The source gives messages the numbers as they were written. */
export function checkShape(value: unknown, source?: Source): ShapeCheck {
  const errors = validator(value) ? [] : (validator.errors ?? []);
  const listed = errors.filter(isNotMistyped(errors, value)).slice(0, maximumProblems);
  return {
    diagnostics: listed.map((error) => shapeProblem(error, value, source)),
    omitted: Math.max(0, errors.length - maximumProblems),
    ...(errors.length <= 10 * maximumProblems && { damaged: damagedPaths(errors, value) }),
  };
}

/** A key is not missing if an unknown one beside it was most likely meant to be it. */
function isNotMistyped(errors: readonly SchemaError[], value: unknown): (error: SchemaError) => boolean {
  const meant = new Set<string>();
  for (const { keyword, instancePath, params } of errors.slice(0, maximumProblems)) {
    if (keyword !== 'additionalProperties') continue;
    const known = descriptionKeys[tableEntry(pathOf(instancePath, value))] ?? [];
    meant.add(`${instancePath}/${nearestWord(String(params['additionalProperty']), known)}`);
  }
  return ({ keyword, instancePath, params }) => {
    return keyword !== 'required' || !meant.has(`${instancePath}/${String(params['missingProperty'])}`);
  };
}

function damagedPaths(errors: readonly SchemaError[], value: unknown): readonly DescriptionPath[] {
  return errors.filter(({ keyword }) => keyword !== 'required').map((error) => damagedPath(error, value));
}

function damagedPath({ instancePath, keyword, params }: SchemaError, root: unknown): DescriptionPath {
  const path = pathOf(instancePath, root);
  return keyword === 'additionalProperties' ? [...path, String(params['additionalProperty'])] : path;
}

function shapeProblem(error: SchemaError, root: unknown, source: Source | undefined): Diagnostic {
  const path = pathOf(error.instancePath, root);
  const value = valueAt(root, path);
  const { params } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(params['additionalProperty']));
    case 'required':
      return missingKey(path, String(params['missingProperty']));
    case 'type':
      return wrongType(path, String(params['type']), value, source);
    case 'enum':
      return notOneOf(path, params['allowedValues'] as readonly string[], value);
    case 'pattern':
      return wrongForm(path, String(params['pattern']), value);
    case 'minItems':
      return diagnostic('nothing-given', path, { what: 'list' });
    case 'minProperties':
      return diagnostic('nothing-given', path, { what: 'mapping' });
    default:
      return outOfRange(path, String(params['comparison']), Number(params['limit']), value);
  }
}

function outOfRange(path: DescriptionPath, comparison: string, limit: number, value: unknown): Diagnostic {
  const words = comparison === '>=' ? 'of at least' : 'of at most';
  return diagnostic('out-of-range', path, { comparison: words, limit, received: show(value) });
}

/** Digits are an index in a list and a key in a mapping, so the value itself decides. */
function pathOf(pointer: string, root: unknown): DescriptionPath {
  let container = root;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(container) ? Number(name) : name;
      container = (container as Record<string | number, unknown>)[key];
      return key;
    });
}

function valueAt(root: unknown, path: DescriptionPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], root);
}

/** The words under which the tables know a place: names and indexes that are free become `*`. */
function tableEntry(path: DescriptionPath): string {
  let entry = '';
  for (const step of path) {
    const named = entry === '' ? String(step) : `${entry}.${step}`;
    const known = typeof step === 'string' && descriptionKeys[entry]?.includes(step);
    entry = known ? named : entry === '' ? '*' : `${entry}.*`;
  }
  return entry;
}

function unknownKey(path: DescriptionPath, key: string): Diagnostic {
  const secret = secretOfAgent(path, key);
  if (secret) return diagnostic('config-secret', [...path, key], secret);
  const known = descriptionKeys[tableEntry(path)] ?? [];
  const suggestion = nearestWord(key, known);
  const places = Object.keys(descriptionKeys)
    .filter((entry) => descriptionKeys[entry]?.includes(key))
    .map((entry) => (entry === '' ? 'the top level' : `\`${placeName(entry)}\``));
  const facts = { key, known, places, ...(suggestion !== undefined && { suggestion }) };
  return diagnostic('unknown-key', [...path, key], facts);
}

/** A secret among the settings of an agent, which no word of the description takes. */
function secretOfAgent(
  path: DescriptionPath,
  key: string,
): { readonly setting: string; readonly instead: string } | undefined {
  const { start, setting } = settingAt([...path, key]);
  if (start < 0 || !isSecretName(setting, key)) return undefined;
  return { setting, instead: insteadOfSecret(setting, path[start] as Role) };
}

/** Where the words of an agent begin in a path, and those that follow. */
function settingAt(path: DescriptionPath): { readonly start: number; readonly setting: string } {
  const start = path.findIndex((step) => step === 'server' || step === 'client');
  return { start, setting: path.slice(start + 1).join('.') };
}

/** An entry of the tables as a message names it. */
function placeName(entry: string): string {
  return entry.replace(/\b(users|files|interfaces)\.\*/g, '$1[]').replaceAll('*', 'NAME');
}

const examplesOfKeys: Readonly<Record<string, string>> = {
  version: 'such as 1.11.3',
  network: 'the name of a network',
  interfaces: 'a list of interfaces',
};

function missingKey(path: DescriptionPath, key: string): Diagnostic {
  return diagnostic('missing-key', [...path, key], { key, expects: examplesOfKeys[key] ?? '' });
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping of keys to values',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function wrongType(path: DescriptionPath, type: string, value: unknown, source: Source | undefined): Diagnostic {
  const last = path.at(-1);
  if (type === 'string' && typeof value === 'number') {
    const written = writtenText(source, path) ?? String(value);
    if (last === 'mac') return diagnostic('mac-number', path, { source: written, quoted: quotedMac(written) });
    if (last === 'mode') return diagnostic('octal-number', path, { source: written, quoted: quotedMode(written) });
    if (last === 'version') return diagnostic('version-number', path, { source: written });
  }
  return diagnostic('wrong-type', path, {
    expected: typeNames[type] ?? type,
    received: describe(value),
    mend: mendOfType(type, value, writtenText(source, path)),
  });
}

/** The digits as they were written, in pairs if they are six octets. */
function quotedMac(written: string): string {
  const octets = /^[0-9A-Fa-f]{12}$/.test(written) ? written.match(/../g) : null;
  return octets ? `"${octets.join(':').toLowerCase()}"` : 'twelve hexadecimal digits, for example "52:54:00:10:00:01"';
}

function quotedMode(written: string): string {
  const digits = /^(?:0o?)?([0-7]{3})$/.exec(written)?.[1];
  return digits ? `"0${digits}"` : 'four octal digits, for example "0640"';
}

/** A value as a message names it: by its kind, and a single one as it is. */
export function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return `the ${typeof value} ${show(value)}`;
}

function mendOfType(type: string, value: unknown, written: string | undefined): string {
  if (value === null) return 'give a value after the colon, or remove the key';
  if (type === 'string' && typeof value !== 'object')
    return `quote it: ${JSON.stringify((written ?? String(value)).slice(0, 60))}`;
  if (type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value))
    return `remove the quotes: ${value}`;
  if (type === 'boolean' && typeof value === 'string') return 'write true or false, without quotes';
  if (type === 'array' && typeof value === 'string') return `write it as a list: [${show(value)}]`;
  if (type === 'array') return 'write each entry on a line of its own that begins with `- `, or all in [ ]';
  if (type === 'object') return 'write `key: value` pairs, indented below the key';
  return `write ${typeNames[type] ?? type}`;
}

function notOneOf(path: DescriptionPath, allowed: readonly string[], value: unknown): Diagnostic {
  const suggestion = typeof value === 'string' ? nearestWord(value, allowed, otherNames) : undefined;
  const facts = { allowed, received: show(value), ...(suggestion !== undefined && { suggestion }) };
  return diagnostic('not-one-of', path, facts);
}

function wrongForm(path: DescriptionPath, pattern: string, value: unknown): Diagnostic {
  const { start, setting } = settingAt(path);
  if (start >= 0 && isSecretText(value))
    return diagnostic('config-secret', path, { setting, instead: insteadOfSecret(setting, path[start] as Role) });
  return diagnostic('wrong-form', path, {
    expected: descriptionExpectations[pattern] ?? `a string that matches ${pattern}`,
    received: show(value),
  });
}
