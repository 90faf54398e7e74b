/** Two outputs compared machine by machine: what differs, and what follows for those that run. */

import { bundleEntry, type Manifest } from '../output/manifest.ts';
import { contentsOf, type NamedDocument } from './contents/contents.ts';
import type { Contents } from './contents/item.ts';
import { differences } from './facts.ts';
import { type Circumstances, type Finding, findingOf } from './rules.ts';

/** An output, be it of a description that was just built, of a folder or of an archive. */
export interface ComparedOutput {
  readonly manifest: Manifest;
  /** The documents of one machine that the manifest names. */
  readonly documents: (machine: string) => Iterable<NamedDocument>;
}

/**
 * - `nothing`: the machine has what it would be given.
 * - `may wait`: it loses nothing until it is replaced for another reason.
 * - `replace`: it has to be made anew to have what is described.
 */
export type Verdict = 'nothing' | 'may wait' | 'replace' | 'new' | 'remove';

/** What a comparison found of one machine. */
export interface MachineDifference {
  readonly machine: string;
  readonly verdict: Verdict;
  /** Without doubles, the urgent ones first. */
  readonly findings: readonly Finding[];
}

/** Compares every machine: those of now in their order, then those that are no more. */
export function* compareOutputs(before: ComparedOutput, after: ComparedOutput): Iterable<MachineDifference> {
  const circumstances = circumstancesOf(before.manifest, after.manifest);
  for (const machine of after.manifest.machines.keys()) {
    yield before.manifest.machines.has(machine)
      ? compareMachine(machine, before, after, circumstances)
      : { machine, verdict: 'new', findings: [] };
  }
  for (const machine of before.manifest.machines.keys()) {
    if (!after.manifest.machines.has(machine)) yield { machine, verdict: 'remove', findings: [] };
  }
}

function circumstancesOf({ servers: earlier = [] }: Manifest, { servers: later = [] }: Manifest): Circumstances {
  const known = new Set(earlier.map(({ name, address }) => `${name} ${address}`));
  return { keepsAServer: later.some(({ name, address }) => known.has(`${name} ${address}`)) };
}

function compareMachine(
  machine: string,
  before: ComparedOutput,
  after: ComparedOutput,
  circumstances: Circumstances,
): MachineDifference {
  const [was, is] = [before.manifest.machines.get(machine), after.manifest.machines.get(machine)];
  if (was && is && bundleEntry(was) === bundleEntry(is)) return { machine, verdict: 'nothing', findings: [] };
  const contents = ({ documents }: ComparedOutput): Contents => contentsOf(documents(machine));
  const found = differences(contents(before), contents(after)).map((one) => findingOf(one, circumstances));
  const findings = found.length > 0 ? distinct(found) : [packedOtherwise];
  return { machine, verdict: findings[0]?.urgency ?? 'nothing', findings };
}

/** The documents differ, and what they put on the machine does not. */
const packedOtherwise: Finding = {
  rule: 'packing',
  what: 'the same contents, packed in another way',
  urgency: 'may wait',
  reason: 'the machine has what it would be given',
};

function distinct(findings: readonly Finding[]): readonly Finding[] {
  const byWords = [...new Map(findings.map((finding) => [finding.what, finding])).values()];
  return byWords.sort((a, b) => Number(a.urgency === 'may wait') - Number(b.urgency === 'may wait'));
}
