/** Which entry of `machines` gives which name: two that give the same are named, with the way to divide the range. */

import type { Entry } from './interfaces.ts';
import { type MachineRange, machinesOf, sizeOf, withoutNumbers } from './names.ts';
import { shortForm } from './problems.ts';

/** A machine that an entry gives, and its number if the entry is a range. */
export interface Member {
  readonly name: string;
  readonly number: number;
}

/**
 * The machines that each entry gives. A name that two give belongs to the one with fewer machines, which was most
 * likely meant to be taken out of the other; so nothing else is said twice, and what is said of it is said.
 */
export function claimNames(entries: readonly Entry[]): ReadonlyMap<Entry, readonly Member[]> {
  const owners = new Map<string, Entry>();
  const claims = new Map<Entry, readonly Member[]>();
  for (const entry of [...entries].sort((a, b) => machineCount(a) - machineCount(b))) {
    const { key, range } = entry;
    if (range) {
      claims.set(entry, claimRange(entry, range, owners));
    } else {
      owners.set(key, entry);
      claims.set(entry, [{ name: key, number: 0 }]);
    }
  }
  return claims;
}

function machineCount({ range }: Entry): number {
  return range ? sizeOf(range) : 0;
}

/** A name that a range gives, and another entry as well. */
interface Shared extends Member {
  readonly owner: Entry;
}

function claimRange(entry: Entry, range: MachineRange, owners: Map<string, Entry>): readonly Member[] {
  const members: Member[] = [];
  const shared: Shared[] = [];
  for (const member of machinesOf(range)) {
    const owner = owners.get(member.name);
    if (owner) shared.push({ ...member, owner });
    else {
      owners.set(member.name, entry);
      members.push(member);
    }
  }
  if (shared.length > 0) reportShared(entry, range, shared);
  return members;
}

/** A problem stands at the later of two entries, once for each, and counts the names. */
function reportShared(entry: Entry, range: MachineRange, shared: readonly Shared[]): void {
  const numbers = new Set(shared.map(({ number }) => number));
  const rest = withoutNumbers(range, (number) => numbers.has(number));
  const facts = { range: entry.key, rest: rest.spans.length === 0 ? '' : shortForm(rest) };
  const isLater = ({ index }: Entry) => index > entry.index;
  for (const [later, [first, ...others]] of groupedBy(shared, ({ owner }) => (isLater(owner) ? owner : entry))) {
    const earlier = later === entry ? first.owner : entry;
    const counted = { key: first.name, others: others.length, of: later.key };
    later.at.add('duplicate-machine', { ...counted, ...facts }, earlier.at);
  }
  for (const { name } of shared) entry.at.beside(name).refuse();
}

/** The items of each key, in their order. */
function groupedBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
