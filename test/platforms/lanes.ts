/** Several machines at a time, each in the network of its own lane. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Cell, Outcome } from './lane.ts';

const LANE = fileURLToPath(new URL('lane.ts', import.meta.url));

/** Plays cells on as many lanes; `ended` gets each outcome as it comes. */
export async function playAll<Played extends Cell>(
  cells: readonly Played[],
  lanes: number,
  ended: (cell: Played, outcome: Outcome) => Promise<void>,
): Promise<void> {
  const waiting = [...cells];
  const drive = async (): Promise<void> => {
    const lane = await openLane();
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) await ended(cell, await play(lane, cell));
    lane.disconnect();
  };
  await Promise.all(Array.from({ length: lanes }, drive));
}

async function openLane(): Promise<ChildProcess> {
  const itself = [process.execPath, ...process.execArgv, LANE];
  const lane = spawn('unshare', ['--net', '--mount', ...itself], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  await message(lane);
  return lane;
}

async function play(lane: ChildProcess, cell: Cell): Promise<Outcome> {
  lane.send(cell);
  return (await message(lane)) as Outcome;
}

async function message(lane: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  const gone = once(lane, 'exit', { signal }).then(() => Promise.reject(new Error('a lane ended')));
  try {
    const [said] = await Promise.race([once(lane, 'message', { signal }), gone]);
    return said;
  } finally {
    gone.catch(() => {});
    over.abort();
  }
}
