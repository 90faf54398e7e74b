/** Several machines at a time, each in the network of its own lane. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { run } from '../boot/rehearsal/command.ts';

/**
 * Plays cells on as many lanes; `ended` gets each outcome as it comes.
 * @param program what runs in each lane and answers by `answerCells`
 */
export async function playAll<Cell extends object, Outcome>(
  program: URL,
  cells: readonly Cell[],
  lanes: number,
  ended: (cell: Cell, outcome: Outcome) => Promise<void>,
): Promise<void> {
  const waiting = [...cells];
  const drive = async (): Promise<void> => {
    const lane = await openLane(program);
    for (let cell = waiting.shift(); cell; cell = waiting.shift())
      await ended(cell, (await play(lane, cell)) as Outcome);
    lane.disconnect();
  };
  await Promise.all(Array.from({ length: lanes }, drive));
}

async function openLane(program: URL): Promise<ChildProcess> {
  const itself = [process.execPath, ...process.execArgv, fileURLToPath(program)];
  const lane = spawn('unshare', ['--net', '--mount', ...itself], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  await message(lane);
  return lane;
}

/** In a lane: plays each cell that comes, as long as somebody sends some. */
export async function answerCells<Cell, Outcome>(play: (cell: Cell) => Promise<Outcome>): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  await run(['mount', '-t', 'tmpfs', 'nomad-firstboot', '/run/netns']);
  process.on('message', (cell: Cell) => void play(cell).then((outcome) => process.send?.(outcome)));
  process.send?.('ready');
}

async function play(lane: ChildProcess, cell: object): Promise<unknown> {
  lane.send(cell);
  return message(lane);
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
