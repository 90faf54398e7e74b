/**
 * A process with a network namespace of its own, the cloud's, in which virtual machines boot. Started by ../lanes.ts.
 */

import { run } from '../../boot/rehearsal/command.ts';
import { messageOf } from '../../boot/rehearsal/wait.ts';
import type { Disk } from '../../qemu/disk.ts';
import { start } from '../../qemu/machine.ts';
import { createCloud } from '../cloud.ts';
import type { Order } from '../emulation.ts';
import { answerCells } from '../lanes.ts';
import { layTaps } from '../wires.ts';
import { firmware } from './firmware.ts';
import { type RowName, rows } from './rows.ts';

/** A machine that is to boot twice. */
export interface Cell {
  readonly row: RowName;
  readonly disk: Disk;
  readonly order: Order;
  /** A new folder. */
  readonly folder: string;
}

/** What the machine's console said, what the metadata service was asked for, and why there was no second boot. */
export interface Outcome {
  readonly console: string;
  readonly requests: readonly string[];
  readonly error?: string;
}

/** For both boots together; without hardware help they take minutes each. */
const limitMs = 1_500_000;

await answerCells(async ({ row, disk, order, folder }: Cell): Promise<Outcome> => {
  const deadline = performance.now() + limitMs;
  const { emulation } = rows[row];
  await run(['ip', 'link', 'set', 'lo', 'up']);
  const devices = [...firmware(emulation), ...(await layTaps(emulation.cards))];
  const cloud = await createCloud(emulation, order);
  const machine = await start(folder, disk, devices, 1);
  const known = () => ({ console: machine.console(), requests: cloud.requests() });
  try {
    await machine.says(/FACT end second/, deadline);
    return known();
  } catch (error) {
    return { ...known(), error: messageOf(error) };
  } finally {
    machine.powerOff();
    await cloud.stop();
  }
});
