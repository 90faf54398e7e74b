/** What a machine's console says of its first boot: the words that end it, badly or well, and the last one counts. */

import type { Machine } from './machine.ts';

/** The line with which the proof unit of a bundle ends, well or badly. */
const VERDICT = /nomad-firstboot: (ready|failed at) ?(.*)/;
const READY = /nomad-firstboot: (ready) ?(.*)/;

export interface Verdict {
  readonly machine: string;
  readonly isReady: boolean;
  /** What the console said, or that it said nothing. */
  readonly line: string;
  /** From power-on to the line. */
  readonly seconds: number;
  /** performance.now() of the line. */
  readonly at: number;
}

/** Waits for a machine's own verdict about its boot since its latest power-on. */
export function awaitVerdict(machine: Machine, timeoutMs: number): Promise<Verdict> {
  return awaitLine(machine, VERDICT, timeoutMs);
}

/** Waits until a machine says that it is ready, whatever it said before: a machine whose cause of failure goes, heals. */
export function awaitReady(machine: Machine, timeoutMs: number): Promise<Verdict> {
  return awaitLine(machine, READY, timeoutMs);
}

/** All that a machine has said of its boot since its latest power-on, in order. */
export function verdictsOf(machine: Machine): Verdict[] {
  return machine.console.lines
    .filter(({ text, at }) => at >= machine.poweredOnAt && VERDICT.test(text))
    .map(({ text, at }) => toVerdict(machine, text, at));
}

async function awaitLine(machine: Machine, pattern: RegExp, timeoutMs: number): Promise<Verdict> {
  const found = await machine.console.find(pattern, machine.poweredOnAt, timeoutMs);
  if (found) return toVerdict(machine, found.text, found.at);
  const last = verdictsOf(machine).at(-1)?.line;
  return { ...toVerdict(machine, '', performance.now()), line: last ?? 'no verdict on the console' };
}

function toVerdict(machine: Machine, text: string, at: number): Verdict {
  const [line = '', word] = VERDICT.exec(text) ?? [];
  const seconds = (at - machine.poweredOnAt) / 1000;
  return { machine: machine.name, isReady: word === 'ready', line, seconds, at };
}
