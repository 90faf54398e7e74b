/**
 * Addresses that count up over a range of machines: `10.20.4.0 + n`, where n is the number in a machine's name. The sum
 * carries over octets and groups, in IPv6 and in MAC addresses too.
 */

import { addressPlus, formatAddress, parseAddress } from '../../net/ip.ts';
import { macPlus, normaliseMac } from '../../net/mac.ts';
import { show } from '../../quote.ts';
import { resolveAddress } from '../networks/addresses.ts';
import type { Place } from '../place.ts';
import { greatestOf, type MachineRange, machinesOf, sizeOf } from './names.ts';

/** What a field is on the machine with a number; `undefined` beyond the last address. */
export type Field = (number: number) => string | undefined;

/** What there is to count. */
export interface Countable {
  readonly words: { readonly what: string; readonly example: string };
  /** Counts on from an address; `undefined` if the text is none. */
  readonly from: (text: string) => Field | undefined;
  /** Says why a text is no address. */
  readonly reportNone: (text: string, at: Place) => void;
}

export const ipAddresses: Countable = {
  words: { what: 'an address', example: '10.20.4.0 + n' },
  from: (text) => {
    const start = parseAddress(text);
    return start && ((number) => addressText(addressPlus(start, number)));
  },
  reportNone: (text, at) => void resolveAddress(text, at),
};

export const macAddresses: Countable = {
  words: { what: 'a MAC address', example: '52:54:00:40:00:00 + n' },
  from: (text) => {
    const start = normaliseMac(text);
    return start === undefined ? undefined : (number) => macPlus(start, number);
  },
  reportNone: (text, at) => at.add('mac-form', { received: show(text) }),
};

function addressText(address: ReturnType<typeof addressPlus>): string | undefined {
  return address && formatAddress(address);
}

/** Whether a field is meant to count: no address has a plus. */
export function countsUp(text: string): boolean {
  return text.includes('+');
}

/** Reads a field of a range, for all of its machines; `undefined` if it was refused. */
export function resolveField(text: string, kind: Countable, range: MachineRange, at: Place): Field | undefined {
  if (!countsUp(text)) return fixedField(text, kind, range, at);
  const plus = text.lastIndexOf('+');
  const base = text.slice(0, plus).trim();
  const field = kind.from(base);
  const greatest = greatestOf(range);
  const facts = { ...kind.words, received: show(text) };
  if (text.slice(plus + 1).trim() !== 'n') at.add('count-form', facts);
  else if (!field) kind.reportNone(base, at);
  else if (field(greatest) === undefined) at.add('count-beyond', { ...facts, number: greatest });
  else return field;
  return undefined;
}

/** One machine may have a fixed address, several cannot have the same. */
function fixedField(text: string, kind: Countable, range: MachineRange, at: Place): Field | undefined {
  const count = sizeOf(range);
  if (count === 1) return () => text;
  const [first] = machinesOf(range);
  const { name: machine = '', number = 0 } = first ?? {};
  const start = startOf(text, kind, number);
  const next = kind.from(start)?.(number);
  const facts = { ...kind.words, received: show(text), count };
  if (next === undefined) at.add('count-form', facts);
  else at.add('count-missing', { ...facts, text: start, machine, next });
  return undefined;
}

/** An address that ends in zero is most likely where the counting was meant to start, any other the first machine's. */
function startOf(text: string, kind: Countable, first: number): string {
  return /(?:\.0|:0*|-00)$/.test(text) ? text : (kind.from(text)?.(-first) ?? text);
}

/** Says so if a field of a machine that is no range is meant to count. */
export function reportCountOutsideRange(text: string, kind: Countable, machine: string, at: Place): void {
  const [, prefix = '', number, suffix = ''] = /^([a-z0-9-]{0,62}?)(\d{1,9})([a-z-]{0,62})$/.exec(machine) ?? [];
  const range = number === undefined ? 'worker-[001-500]' : `${prefix}[${number}]${suffix}`;
  at.add('count-outside-range', { what: kind.words.what, received: show(text), machine, range });
}
