/**
 * Lets the real cloud-init of three Debian releases find what the command wrote on an emulation of each platform, and
 * judges what it made of it. `node --import tsx test/platforms/main.ts [PLATFORM...] [debian-12|debian-13|debian-sid...]`,
 * as root.
 */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReport } from '../boot/promises/report.ts';
import { run } from '../boot/rehearsal/command.ts';
import { type RootName, rootImage } from '../boot/rehearsal/root-image.ts';
import { enterSandbox } from '../boot/rehearsal/sandbox.ts';
import { fixtures } from '../fixtures.ts';
import { type EmulationName, emulations } from './emulations/all.ts';
import { expectations } from './expectations.ts';
import { verdicts } from './judge.ts';
import type { Cell } from './lane.ts';
import { playAll } from './lanes.ts';
import { type Built, buildOrder } from './orders.ts';

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
const orders = new Map(await Promise.all(platforms.map(async (name) => [name, await order(name)] as const)));
await playAll(cells(), LANES, async (cell, outcome) => {
  const subject = `${cell.emulation} on ${roots[unpacked.indexOf(cell.root)]}`;
  if ('error' in outcome) {
    await report.check(subject, () => Promise.reject(new Error(`${outcome.error}\n${outcome.requests.join('\n')}`)));
    return;
  }
  const { meant, encoding } = orders.get(cell.emulation) as Built;
  const emulation = emulations[cell.emulation];
  const expected = expectations[emulation.platform];
  if (!expected) throw new Error(`nothing is expected of ${emulation.platform}`);
  const logs = process.env['LOGS'];
  if (logs)
    writeFileSync(`${logs}/${subject.replaceAll(' ', '-')}.log`, outcome.boot.log + outcome.requests.join('\n'));
  report.heading(`${subject}, cloud-init ${outcome.boot.version}, user-data ${encoding}`);
  for (const [promise, judge] of verdicts(emulation, expected, meant, outcome.boot))
    await report.check(promise, async () => judge());
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

function order(name: EmulationName): Promise<Built> {
  const [fixture] = fixtures().filter((one) => one.name === 'three-machines');
  return buildOrder(join(folder, 'orders', name), emulations[name].platform, fixture?.secretsFile ?? '');
}

function cells(): Cell[] {
  return platforms.flatMap((emulation) =>
    unpacked.map((root) => {
      const built = orders.get(emulation) as Built;
      return { emulation, root, order: built.order, folder: mkdtempSync(join(folder, 'cell-')) };
    }),
  );
}
