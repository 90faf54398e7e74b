/** Interfaces of an entry of `machines`, made for each machine of its range: what counts up becomes that machine's. */

import type { InterfaceDescription, MachineDescription } from '../../cluster/description.generated.ts';
import type { Draft } from '../draft.ts';
import type { Place } from '../place.ts';
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
  readonly at: Place;
  /** A host name, or a range of them. */
  readonly key: string;
  /** Its place in the order of the description. */
  readonly index: number;
  readonly machine: MachineDraft;
  /** Absent if the entry is one machine, or a range that was refused. */
  readonly range: MachineRange | undefined;
  /** Whether it is a range that was refused: which machines it gives is not known. */
  readonly isRefused: boolean;
}

/** Gives the draft of the machine with a number; what all machines of a range have alike is one object. */
export function machineMaker(entry: Entry): (number: number) => MachineDraft {
  const { at, machine, range } = entry;
  if (!range && !machine.interfaces?.some(isCounting)) return () => machine;
  const makers = machine.interfaces?.map((draft, index) => {
    return draft && interfaceMaker(draft, at.key('interfaces').key(index), entry);
  });
  return makers ? (number) => ({ ...machine, interfaces: makers.map((make) => make?.(number)) }) : () => machine;
}

function isCounting(draft: InterfaceDraft | undefined): boolean {
  const texts = [draft?.mac, draft?.address, ...(draft?.addresses ?? [])];
  return texts.some((text) => text !== undefined && countsUp(text));
}

function interfaceMaker(draft: InterfaceDraft, at: Place, entry: Entry): (number: number) => InterfaceDraft {
  const read = (text: string | undefined, kind: Countable, place: Place) => {
    return text === undefined ? undefined : fieldOf(text, kind, place, entry);
  };
  const mac = read(draft.mac, macAddresses, at.key('mac'));
  const address = read(draft.address, ipAddresses, at.key('address'));
  const addresses = draft.addresses?.map((text, index) => read(text, ipAddresses, at.key('addresses').key(index)));
  return (number) => ({
    ...draft,
    mac: mac?.(number),
    address: address?.(number),
    addresses: addresses?.map((field) => field?.(number)),
  });
}

function fieldOf(text: string, kind: Countable, at: Place, entry: Entry): Field | undefined {
  const { range } = entry;
  const field = range ? resolveField(text, kind, range, at) : fieldOfOne(text, kind, at, entry);
  if (!field) at.refuse();
  return field;
}

/** Of a range that was refused nothing is said but that. */
function fieldOfOne(text: string, kind: Countable, at: Place, { key, isRefused }: Entry): Field | undefined {
  if (!countsUp(text)) return () => text;
  if (!isRefused) reportCountOutsideRange(text, kind, key, at);
  return undefined;
}
