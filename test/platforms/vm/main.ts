/**
 * Boots a real virtual machine of each emulated platform of rows.ts, twice, all at the same time, and judges it by its
 * console: its user-data comes from the metadata service, its addresses by DHCP, its identity from its firmware, and no
 * seed is attached. `node --import tsx test/platforms/vm/main.ts [PLATFORM...]`, as root.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { createReport } from '../../boot/promises/report.ts';
import { nomadBinary } from '../../boot/rehearsal/nomad.ts';
import { enterSandbox } from '../../boot/rehearsal/sandbox.ts';
import { buildUserdata } from '../../boot/stage.ts';
import { makeDisk } from '../../qemu/disk.ts';
import type { Order } from '../emulation.ts';
import { playAll } from '../lanes.ts';
import type { Cell, Outcome } from './lane.ts';
import { type Row, type RowName, rows } from './rows.ts';
import { verdicts } from './verdicts.ts';

const named = process.argv.slice(2);
const all = Object.keys(rows) as RowName[];
const chosen = all.filter((name) => named.length === 0 || named.includes(name));

await nomadBinary();
const { folder } = await enterSandbox();
const report = createReport();
const disk = await makeDisk(folder);
const cells = await Promise.all(chosen.map(cellOf));
report.note(`switching on ${chosen.join(' and ')}`);
await playAll<Cell, Outcome>(new URL('lane.ts', import.meta.url), cells, cells.length, async ({ row }, outcome) => {
  report.heading(row);
  const before = report.failed;
  for (const [promise, judge] of verdicts(rows[row].emulation, outcome))
    await report.check(promise, async () => judge());
  const { error, requests, console } = outcome;
  if (report.failed > before) report.note([error, ...requests, console.slice(-5000)].join('\n'));
});
process.exit(report.close());

async function cellOf(row: RowName): Promise<Cell> {
  const own = join(folder, row);
  mkdirSync(own);
  return { row, disk, folder: own, order: await order(own, rows[row]) };
}

/** Builds the row's description with the command itself. */
async function order(own: string, row: Row): Promise<Order> {
  const [description, out] = [join(own, 'cluster.json'), join(own, 'out')];
  writeFileSync(description, JSON.stringify(described(row)));
  await buildUserdata(description, join(own, 'secrets.json'), out);
  const read = (name: string) => readFileSync(join(out, 'machines/n1', name));
  const documents = { userData: read('user-data'), metaData: Buffer.of(), networkConfig: Buffer.of() };
  return { hostname: 'n1', metadata: {}, ...documents };
}

/** The row's description whole, with the program that reports, which is told where the metadata service is. */
function described({ emulation, description }: Row): object {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const services = emulation.service?.addresses.join(' ') ?? '';
  const { extra, ...shared } = load(read('cluster.yaml').replace('/opt/facts/report', `$& ${services}`)) as {
    extra: object;
  };
  const program = { path: '/opt/facts/report', mode: '0755', content: read('report.py') };
  return { ...shared, ...description, extra: { ...extra, files: [program] } };
}
