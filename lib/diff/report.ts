/** A comparison for people and for programs. */

import { count, fewOf } from '../output/words.ts';
import type { MachineDifference, Verdict } from './compare.ts';

/** Machines that one sentence speaks of. */
interface Group extends Omit<MachineDifference, 'machine'> {
  readonly machines: string[];
}

/** Those with the same verdict for the same reasons stand together, in the order of the first of them. */
function grouped(found: Iterable<MachineDifference>): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { machine, ...shared } of found) {
    const key = JSON.stringify(shared);
    const group = groups.get(key);
    if (group) group.machines.push(machine);
    else groups.set(key, { ...shared, machines: [machine] });
  }
  return [...groups.values()];
}

/** What follows for machines, as the summary's words. */
const followings: Readonly<Record<Verdict, string>> = {
  replace: 'to replace',
  'may wait': 'may wait',
  new: 'new',
  remove: 'to remove',
  nothing: 'unchanged',
};

const verdicts = Object.keys(followings) as readonly Verdict[];

/** Lines for people, those of unchanged machines left out; the last one sums up. */
export function* comparisonText(found: Iterable<MachineDifference>): Iterable<string> {
  const groups = grouped(found);
  for (const { machines, verdict, findings } of groups) {
    if (verdict === 'nothing') continue;
    yield `${fewOf(machines)}: ${verdict}\n`;
    for (const { what, urgency, reason } of findings) {
      yield `  ${what} (${urgency === verdict ? '' : `${urgency}, for `}${reason})\n`;
    }
  }
  const sums = verdicts.flatMap((verdict) => {
    const machines = groups.filter((group) => group.verdict === verdict).flatMap((group) => group.machines);
    return machines.length > 0 ? [`${count(machines.length, 'machine')} ${followings[verdict]}`] : [];
  });
  yield `${sums.join(', ')}.\n`;
}

/** JSON, a machine a line. */
export function* comparisonJson(cluster: string, found: Iterable<MachineDifference>): Iterable<string> {
  yield `{"format": 1, "cluster": ${JSON.stringify(cluster)}, "machines": {`;
  let separator = '\n';
  for (const { machine, verdict, findings } of found) {
    yield `${separator}  ${JSON.stringify(machine)}: ${JSON.stringify({ verdict, changes: findings })}`;
    separator = ',\n';
  }
  yield '\n}}\n';
}
