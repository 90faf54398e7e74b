/** Rows of peak memory: the largest resident set of the command while it builds many machines. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, command, type Row, require, worker } from '../bench.ts';
import { grouped } from '../figures.ts';
import type { Size } from '../line.ts';
import { run } from '../processes.ts';

/** MiB. */
const goal = 200;

export const memoryRow: Row = {
  name: 'memory',
  title: 'the largest resident set of the command, with many machines and with four times as many',
  async *measure(bench) {
    const { many, most } = bench.sizes;
    const builds = [[many, 2] as const, [most, 1] as const];
    for (const [machines, times] of builds) {
      yield await peaks(bench, machines, times, '--tar -', async (file) => {
        const { output } = await watched(bench, file, machines, ['--tar', '-']);
        require(Number(output) > 5000 * machines, `${output.trim()} bytes in the archive`);
      });
      yield await peaks(bench, machines, times, '--out DIR', async (file) => {
        const out = bench.fresh('out');
        await watched(bench, file, machines, ['--out', out]);
        require(readdirSync(join(out, 'machines')).length === machines, `${out} has not ${machines} machines`);
      });
    }
  },
};

async function peaks(
  bench: Bench,
  machines: number,
  times: number,
  output: string,
  build: (peakFile: string) => Promise<void>,
): Promise<Size> {
  const what = `${grouped(machines)} machines, ${output}, peak resident set`;
  const mebibytes: number[] = [];
  for (const _ of bench.rounds(`memory, ${output} of ${machines}`, times)) {
    const file = bench.fresh('peak');
    await build(file);
    mebibytes.push(Number(readFileSync(file, 'utf8')) / 1024);
  }
  return { kind: 'size', what, mebibytes, goal };
}

/** The command's output counted and dropped at the end of a pipe; its peak goes into the file. */
function watched(bench: Bench, peakFile: string, machines: number, args: readonly string[]) {
  const build = [process.execPath, '--import', worker('peak-memory'), command, bench.description(machines)];
  const line = ['-o', 'pipefail', '-c', '"$@" | wc -c', 'bash', ...build, '--secrets', bench.secrets, ...args];
  return run('bash', line, { env: { BENCH_PEAK_FILE: peakFile } });
}
