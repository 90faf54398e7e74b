/**
 * Lets the real cloud-init of three Debian releases find what the command wrote on an emulation of each platform, and
 * judges what it made of it. `node --import tsx test/platforms/main.ts [PLATFORM...] [debian-12|debian-13|debian-sid...]`,
 * as root.
 */

import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createReport } from '../boot/promises/report.ts';
import { run } from '../boot/rehearsal/command.ts';
import { type RootName, rootImage } from '../boot/rehearsal/root-image.ts';
import { enterSandbox } from '../boot/rehearsal/sandbox.ts';
import { type EmulationName, emulations } from './emulations/all.ts';
import { expectations } from './expectations.ts';
import { lastLines } from './first-boot.ts';
import { verdicts } from './judge.ts';
import type { Cell, Outcome } from './lane.ts';
import { playAll } from './lanes.ts';
import { type Built, buildOrders } from './orders.ts';

const ROOTS: readonly RootName[] = ['debian-12', 'debian-13', 'debian-sid'];
const LANES = 2;

const named = process.argv.slice(2);
const chosen = <Name extends string>(all: readonly Name[]): readonly Name[] => {
  const some = all.filter((name) => named.includes(name));
  return some.length > 0 ? some : all;
};
const roots = chosen(ROOTS);
const platforms = chosen(Object.keys(emulations) as EmulationName[]);
const tars = await Promise.all(roots.map((root) => rootImage(root)));

const { folder } = await enterSandbox();
const report = createReport();
const unpacked = await Promise.all(tars.map((tar, index) => unpack(tar, roots[index] ?? '')));
const cells = (await Promise.all(platforms.map(cellsOf))).flat();
await playAll<Cell & Built, Outcome>(new URL('lane.ts', import.meta.url), cells, LANES, async (cell, outcome) => {
  const subject = `${cell.emulation} on ${roots[unpacked.indexOf(cell.root)]}, user-data ${cell.encoding}`;
  if ('error' in outcome) {
    await report.check(subject, () => Promise.reject(new Error(`${outcome.error}\n${outcome.requests.join('\n')}`)));
    return;
  }
  report.heading(`${subject}, cloud-init ${outcome.boot.version}`);
  const [emulation, expected] = [emulations[cell.emulation], expectations[cell.emulation]];
  const before = report.failed;
  for (const [promise, judge] of verdicts(emulation, expected, cell.meant, outcome.boot))
    await report.check(promise, async () => judge());
  if (report.failed > before) report.note([lastLines(outcome.boot.log), ...outcome.requests].join('\n'));
});
process.exit(report.close());

async function unpack(tar: string, name: string): Promise<string> {
  const root = join(folder, 'roots', name);
  mkdirSync(root, { recursive: true });
  const unneeded = ['./dev/*', './boot/*', './usr/share/doc/*', './usr/share/man/*', './usr/share/locale/*'];
  const without = unneeded.map((pattern) => `--exclude=${pattern}`);
  await run(['tar', '--extract', '--file', tar, '--directory', root, '--numeric-owner', ...without]);
  return root;
}

async function cellsOf(name: EmulationName): Promise<readonly (Cell & Built)[]> {
  const { platform } = emulations[name];
  const orders = await buildOrders(join(folder, 'orders', name), platform, name === 'config-drive');
  return unpacked.flatMap((root) =>
    orders.map((built) => ({ emulation: name, root, folder: mkdtempSync(join(folder, 'cell-')), ...built })),
  );
}
