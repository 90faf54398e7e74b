/** Copies what a program hands over into plain data, so that later stages meet neither cycles nor surprises. */

import { type DescriptionPath, type Diagnostic, diagnostic } from '../../diagnostics.ts';

const maximumDepth = 100;
const maximumSize = 4_000_000;

interface Copy {
  readonly diagnostics: Diagnostic[];
  size: number;
}

/**
 * A copy of a value as JSON would keep it: strings, numbers, booleans, null, lists and objects; properties that are
 * undefined are left out. Whatever else there is becomes a problem and null in the copy. Never throws.
 */
export function toPlainData(value: unknown): { readonly value: unknown; readonly diagnostics: readonly Diagnostic[] } {
  const copy: Copy = { diagnostics: [], size: 0 };
  try {
    return { value: copied(copy, value, []), diagnostics: copy.diagnostics };
  } catch {
    return { value: null, diagnostics: [notPlain([], 'an object that throws when it is read')] };
  }
}

function copied(copy: Copy, value: unknown, path: DescriptionPath): unknown {
  copy.size += 1;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object')
    return refuse(copy, path, typeof value === 'number' ? String(value) : `a ${typeof value}`);
  if (path.length >= maximumDepth) return refuse(copy, path, 'values nested too deep, or inside themselves');
  if (copy.size > maximumSize) return refuse(copy, path, 'too many values');
  if (Array.isArray(value)) return Array.from(value, (item, index) => copied(copy, item, [...path, index]));
  if (!isPlainObject(value)) return refuse(copy, path, 'an object that is not plain');
  return copiedObject(copy, value, path);
}

function copiedObject(copy: Copy, value: object, path: DescriptionPath): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (key === '__proto__') copy.diagnostics.push(diagnostic('reserved-key', [...path, key], { key }));
    else result[key] = copied(copy, member, [...path, key]);
  }
  return result;
}

/** Made by a literal, by JSON.parse or by Object.create(null), also in another realm. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refuse(copy: Copy, path: DescriptionPath, what: string): null {
  if (copy.diagnostics.length < 100) copy.diagnostics.push(notPlain(path, what));
  return null;
}

function notPlain(path: DescriptionPath, what: string): Diagnostic {
  return diagnostic('not-plain-data', path, { what });
}
