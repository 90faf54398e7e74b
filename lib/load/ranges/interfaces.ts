/** Interfaces of an entry of `machines`, made for each machine of its range: what counts up becomes that machine's. */

import type { InterfaceDescription, MachineDescription } from '../../cluster/description.generated.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
import type { Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import {
  type Countable,
  countsUp,
  type Field,
  ipAddresses,
  macAddresses,
  reportCountOutsideRange,
  resolveField,
} from './counting.ts';
import type { MachineRange } from './names.ts';

export type MachineDraft = Draft<MachineDescription>;
type InterfaceDraft = Draft<InterfaceDescription>;

/** An entry of `machines` as it is written. */
export interface Entry {
  /** A host name, or a range of them. */
  readonly key: string;
  /** Its place in the order of the description. */
  readonly index: number;
  readonly machine: MachineDraft;
  /** Absent where the entry is one machine, or a range that was refused. */
  readonly range: MachineRange | undefined;
  /** Whether it is a range that was refused: which machines it gives is not known. */
  readonly isRefused: boolean;
}

/** Where problems go, and the paths of what was refused. */
export interface Findings {
  readonly report: Report;
  readonly refused: DescriptionPath[];
}

/** Gives the draft of the machine with a number; what all machines of a range have alike is one object. */
export function machineMaker(entry: Entry, findings: Findings): (number: number) => MachineDraft {
  const { key, machine, range } = entry;
  if (!range && !machine.interfaces?.some(isCounting)) return () => machine;
  const makers = machine.interfaces?.map((draft, index) => {
    return draft && interfaceMaker(draft, ['machines', key, 'interfaces', index], entry, findings);
  });
  return makers ? (number) => ({ ...machine, interfaces: makers.map((make) => make?.(number)) }) : () => machine;
}

function isCounting(draft: InterfaceDraft | undefined): boolean {
  const texts = [draft?.mac, draft?.address, ...(draft?.addresses ?? [])];
  return texts.some((text) => text !== undefined && countsUp(text));
}

function interfaceMaker(
  draft: InterfaceDraft,
  path: DescriptionPath,
  entry: Entry,
  findings: Findings,
): (number: number) => InterfaceDraft {
  const read = (text: string | undefined, kind: Countable, ...at: DescriptionPath) => {
    return text === undefined ? undefined : fieldOf(text, kind, [...path, ...at], entry, findings);
  };
  const mac = read(draft.mac, macAddresses, 'mac');
  const address = read(draft.address, ipAddresses, 'address');
  const addresses = draft.addresses?.map((text, index) => read(text, ipAddresses, 'addresses', index));
  return (number) => ({
    ...draft,
    mac: mac?.(number),
    address: address?.(number),
    addresses: addresses?.map((field) => field?.(number)),
  });
}

function fieldOf(
  text: string,
  kind: Countable,
  path: DescriptionPath,
  entry: Entry,
  { report, refused }: Findings,
): Field | undefined {
  const { range } = entry;
  const field = range ? resolveField(text, kind, range, path, report) : fieldOfOne(text, kind, path, entry, report);
  if (!field) refused.push(path);
  return field;
}

/** Of a range that was refused nothing is said but that. */
function fieldOfOne(
  text: string,
  kind: Countable,
  path: DescriptionPath,
  { key, isRefused }: Entry,
  report: Report,
): Field | undefined {
  if (!countsUp(text)) return () => text;
  if (!isRefused) reportCountOutsideRange(text, kind, key, path, report);
  return undefined;
}
