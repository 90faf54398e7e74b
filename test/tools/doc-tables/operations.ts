/** The tables of running a cluster: how much memory servers get, and what reboots a machine after updates. */

import { serverMemoryRows } from '../../../lib/nomad/server-memory.ts';
import { systems } from '../../../lib/targets/systems.ts';
import { code, type DocTable } from '../markdown-table.ts';

export const serverMemoryTable: DocTable = {
  name: 'server-memory',
  header: ['clients', '`memoryMaxMiB`', 'machine of a server'],
  rows: () =>
    serverMemoryRows.map(({ from, memoryMaxMiB, machine }, index) => {
      const next = serverMemoryRows[index + 1];
      const clients = next ? `up to ${next.from - 1}` : `${from} and more`;
      return [clients, String(memoryMaxMiB), machine];
    }),
};

export const updatesTable: DocTable = {
  name: 'updates',
  header: ['`os`', 'what reboots', 'as the image has it', 'without a word'],
  rows: () =>
    Object.entries(systems).map(([os, { updater, rebootsByItself }]) => [
      code(os),
      updater ?? 'nothing: `dnf-automatic`, if it is installed, reboots as its own file says',
      rebootsByItself ? 'soon after an update, or in a window that all machines share' : 'never by itself',
      code(rebootsByItself ? 'staggered' : 'image'),
    ]),
};
