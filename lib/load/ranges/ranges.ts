/**
 * Ranges of machines: a draft in which an entry may stand for many machines becomes one in which each machine has its
 * own, with its name and its addresses. Everything after this step sees ordinary machines.
 */

import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';
import { type Entry, type MachineDraft, machineMaker } from './interfaces.ts';
import { isRangeName, sizeOf } from './names.ts';
import { claimNames } from './owners.ts';
import { maximumRangeMachines, maximumRangeValues, resolveRange } from './problems.ts';

/** A draft without ranges, and what is known of where its machines come from. */
export interface Expansion {
  /** Machines in the order of the description, a range in its place. One that was refused stays as it is written. */
  readonly draft: ClusterDraft;
  /** The range that a machine is written as, by the machine's name; others have none. */
  readonly origins: ReadonlyMap<string, string>;
}

/**
 * Expands the ranges of a draft. Problems stand at the entries as they are written; refused are members of such entries,
 * and machines that two entries give.
 */
export function expandRanges(draft: ClusterDraft, top: Place): Expansion {
  const entries = readEntries(draft, top.key('machines'));
  const claims = claimNames(entries);
  const machines: Record<string, MachineDraft> = {};
  const origins = new Map<string, string>();
  for (const entry of entries) {
    const make = machineMaker(entry);
    for (const { name, number } of claims.get(entry) ?? []) {
      machines[name] = make(number);
      if (entry.range) origins.set(name, entry.key);
    }
  }
  return { draft: { ...draft, ...(draft.machines && { machines }) }, origins };
}

/** Reads the names of all entries. A range that would be one too many is refused before it costs anything. */
function readEntries(draft: ClusterDraft, machines: Place): readonly Entry[] {
  let total = 0;
  let values = 0;
  return Object.entries(draft.machines ?? {}).map(([key, machine = {}], index) => {
    const at = machines.key(key);
    if (!isRangeName(key)) return { at, key, index, machine, range: undefined, isRefused: false };
    const range = resolveRange(key, at);
    const size = range ? sizeOf(range) : 0;
    const [count, cost] = [total + size, values + size * valuesOf(machine)];
    const isTooMany = count > maximumRangeMachines;
    const isTooMuch = cost > maximumRangeValues;
    if (isTooMany) at.add('range-too-large', { count, limit: maximumRangeMachines });
    else if (isTooMuch) at.add('range-too-costly', { count: cost, limit: maximumRangeValues });
    else [total, values] = [count, cost];
    if (range && !isTooMany && !isTooMuch) return { at, key, index, machine, range, isRefused: false };
    at.refuse();
    return { at, key, index, machine, range: undefined, isRefused: true };
  });
}

/** Interfaces and addresses of one machine: what a range makes anew, and checks, for each. */
function valuesOf({ interfaces = [] }: MachineDraft): number {
  return interfaces.reduce((sum, draft) => sum + 1 + (draft?.addresses?.length ?? 1), 0);
}
