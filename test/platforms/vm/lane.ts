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

/** A row's machines that are to boot. */
export interface Cell {
  readonly row: RowName;
  readonly disk: Disk;
  /** For machine 1, machine 2 and so on. */
  readonly orders: readonly Order[];
  /** An empty folder. */
  readonly folder: string;
  /** Whether they are to boot once more. */
  readonly restart: boolean;
}

/** What a machine's console said, and why that is not all. */
export interface Boots {
  readonly console: string;
  readonly error?: string;
  /** How many requests the metadata service had when the first boot was over. */
  readonly requestsBefore: number;
}

export interface Outcome {
  /** In the order of the machines. */
  readonly machines: readonly Boots[];
  /** What the metadata service was asked for. */
  readonly requests: readonly string[];
}

/**
 * Each takes a minute of a boot where no hardware helps: a change of the page table at every system call, and the loading
 * of profiles for programs that are none of ours. The machine of test/qemu has both.
 */
const kernelOptions = ['mitigations=off', 'apparmor=0'];

/** For both boots of a machine together; without hardware help they take minutes each. */
const limitMs = 1_500_000;

await answerCells(async ({ row, disk, orders, folder, restart }: Cell): Promise<Outcome> => {
  const guests = orders.map((order, index) => ({ order, emulation: rows[row].machine(index + 1) }));
  const cards = await layTaps(guests.map(({ emulation }) => emulation.cards));
  const cloud = await createCloud(guests);
  const deadline = performance.now() + limitMs * orders.length;
  const machines: VirtualMachine[] = [];
  const boots = guests.map(async ({ order: { hostname }, emulation }, index) => {
    const own = join(folder, hostname);
    mkdirSync(own);
    const devices = [...firmware(emulation), ...(cards[index] ?? [])];
    const machine = await start(own, disk, devices, { processors: 1, kernelOptions });
    machines.push(machine);
    return watchBoots(machine, restart, deadline, () => cloud.requests().length);
  });
  // None is switched off before the last has said its word: servers need each other.
  const ended = await Promise.all(boots);
  for (const machine of machines) machine.powerOff();
  await cloud.stop();
  return { machines: ended, requests: cloud.requests() };
});

/** @param requests how many there were until now */
async function watchBoots(
  machine: VirtualMachine,
  restart: boolean,
  deadline: number,
  requests: () => number,
): Promise<Boots> {
  let requestsBefore = Number.POSITIVE_INFINITY;
  try {
    await machine.says(/FACT end [^\n]*\n/, deadline);
    requestsBefore = requests();
    if (restart) await machine.says(/FACT end (?!first)[^\n]*\n/, deadline);
    return { console: machine.console(), requestsBefore };
  } catch (error) {
    return { console: machine.console(), requestsBefore, error: messageOf(error) };
  }
}
