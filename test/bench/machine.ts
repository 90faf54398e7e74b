/** The machine that the figures are of, for figures without their machine say little. */

import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** Load for each core above which ratios begin to move, too. */
const quietLoad = 0.5;

/** Lines about the machine; the last is a warning where it is busy. */
export function describeMachine(folder: string): readonly string[] {
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  const gibibytes = (totalmem() / 2 ** 30).toFixed(1);
  return [
    `${cores} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${gibibytes} GiB, ${type()} ${release()}`,
    `Node ${process.versions.node} with OpenSSL ${process.versions.openssl}, temporary folder on ${fileSystemOf(folder)}`,
    `load ${load.toFixed(2)} at the start`,
    ...(load / cores > quietLoad ? ['WARNING: this machine is busy with something else, and even ratios move'] : []),
  ];
}

/** The type of the file system that a path is on, as Linux names it. */
export function fileSystemOf(path: string): string {
  const mounts = mountTable().filter(({ point }) => path === point || path.startsWith(point.replace(/\/*$/, '/')));
  // Of two mounts on one point the later is seen.
  return mounts.toSorted((a, b) => a.point.length - b.point.length).at(-1)?.type ?? 'an unknown file system';
}

function mountTable(): readonly { readonly point: string; readonly type: string }[] {
  try {
    const lines = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
    return lines.map((line) => line.split(' ')).map(([, point = '', type = '']) => ({ point, type }));
  } catch {
    return [];
  }
}
