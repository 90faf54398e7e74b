/**
 * A process with a network namespace of its own, the cloud's, in which one machine after the other boots for the first
 * time. Started by lanes.ts; messages go to and fro.
 */

import { mkdirSync } from 'node:fs';
import { messageOf } from '../boot/rehearsal/wait.ts';
import { createCloud } from './cloud.ts';
import type { Emulation, Order } from './emulation.ts';
import { type EmulationName, emulations } from './emulations/all.ts';
import { bootOnce, type FirstBoot } from './first-boot.ts';
import { withGuest } from './guest.ts';
import { answerCells } from './lanes.ts';
import { layIntoNamespace, pullFromNamespace } from './wires.ts';

/** A machine that is to boot. */
export interface Cell {
  readonly emulation: EmulationName;
  /** The unpacked image. */
  readonly root: string;
  readonly order: Order;
  /** A new folder. */
  readonly folder: string;
}

/** How it went: the first boot, or why there is none, and what the metadata service was asked for. */
export type Outcome = { readonly requests: readonly string[] } & (
  | { readonly boot: FirstBoot }
  | { readonly error: string }
);

await answerCells(play);

async function play({ emulation: name, root, order, folder }: Cell): Promise<Outcome> {
  const emulation: Emulation = emulations[name];
  mkdirSync(folder, { recursive: true });
  const network = await layIntoNamespace(emulation.cards);
  const cloud = await createCloud([{ emulation, order }]);
  try {
    const boot = await withGuest({ folder, root, network, emulation, order }, bootOnce);
    return { boot, requests: cloud.requests() };
  } catch (error) {
    return { error: messageOf(error), requests: cloud.requests() };
  } finally {
    await cloud.stop();
    await pullFromNamespace(emulation.cards);
  }
}
