/**
 * A process with a network namespace of its own, the cloud's, in which virtual machines of one row boot at the same time.
 * Started by ../lanes.ts.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../boot/rehearsal/wait.ts';
import type { Disk } from '../../qemu/disk.ts';
import { start, type VirtualMachine } from '../../qemu/machine.ts';
import { createCloud } from '../cloud.ts';
import type { Order } from '../emulation.ts';
import { answerCells } from '../lanes.ts';
import { layTaps } from '../wires.ts';
import { firmware } from './firmware.ts';
import { type RowName, rows } from './rows.ts';

/** A row's machines that are to boot twice. */
export interface Cell {
  readonly row: RowName;
  readonly disk: Disk;
  /** For machine 1, machine 2 and so on. */
  readonly orders: readonly Order[];
  /** An empty folder. */
  readonly folder: string;
}

/** What a machine's console said, and why there was no second boot. */
export interface Boots {
  readonly console: string;
  readonly error?: string;
}

export interface Outcome {
  /** In the order of the machines. */
  readonly machines: readonly Boots[];
  /** What the metadata service was asked for. */
  readonly requests: readonly string[];
}

/** For both boots of a machine together; without hardware help they take minutes each. */
const limitMs = 1_500_000;

await answerCells(async ({ row, disk, orders, folder }: Cell): Promise<Outcome> => {
  const guests = orders.map((order, index) => ({ order, emulation: rows[row].machine(index + 1) }));
  const cards = await layTaps(guests.map(({ emulation }) => emulation.cards));
  const cloud = await createCloud(guests);
  const deadline = performance.now() + limitMs * orders.length;
  const machines = guests.map(async ({ order: { hostname }, emulation }, index) => {
    const own = join(folder, hostname);
    mkdirSync(own);
    const machine = await start(own, disk, [...firmware(emulation), ...(cards[index] ?? [])], 1);
    return bootTwice(machine, deadline);
  });
  const boots = await Promise.all(machines);
  await cloud.stop();
  return { machines: boots, requests: cloud.requests() };
});

async function bootTwice(machine: VirtualMachine, deadline: number): Promise<Boots> {
  try {
    await machine.says(/FACT end (?!first)[^\n]*\n/, deadline);
    return { console: machine.console() };
  } catch (error) {
    return { console: machine.console(), error: messageOf(error) };
  } finally {
    machine.powerOff();
  }
}
