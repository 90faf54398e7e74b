/**
 * Boots a real virtual machine of each emulated platform of rows.ts, twice, all at the same time, and judges it by its
 * console: its user-data comes from the metadata service, its addresses by DHCP, its identity from its firmware, and no
 * seed is attached. `node --import tsx test/platforms/vm/main.ts [PLATFORM...] [--three]`, as root; with `--three` a
 * cluster of three machines of each platform boots, once, one platform after the other, and a log is kept.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatSecrets } from '../../../lib/secrets/secrets.ts';
import { testSecrets } from '../../../lib/secrets/test-secrets.ts';
import { createReport } from '../../boot/promises/report.ts';
import { nomadBinary } from '../../boot/rehearsal/nomad.ts';
import { enterSandbox } from '../../boot/rehearsal/sandbox.ts';
import { buildUserdata } from '../../boot/stage.ts';
import { filesBelow } from '../../fixtures.ts';
import { cloudMachines, hashOfBundles, writeLog } from '../../kept-logs.ts';
import { makeDisk } from '../../qemu/disk.ts';
import type { Order } from '../emulation.ts';
import { playAll } from '../lanes.ts';
import { clusterName, describe, machineName } from './description.ts';
import type { Cell, Outcome } from './lane.ts';
import { type RowName, rows } from './rows.ts';
import { firstBootVerdicts, secondBootVerdicts } from './verdicts.ts';

const named = process.argv.slice(2).filter((word) => word !== '--three');
const count = process.argv.includes('--three') ? 3 : 1;
const all = Object.keys(rows) as RowName[];
const chosen = all.filter((name) => named.length === 0 || named.includes(name));

await nomadBinary();
const { folder } = await enterSandbox();
const report = createReport();
const disk = await makeDisk(folder);
const secrets = join(folder, 'secrets.json');
writeFileSync(secrets, formatSecrets(await testSecrets({ name: clusterName })));
const cells = await Promise.all(chosen.map(cellOf));
const judged = hashOfBundles(new Map(chosen.flatMap(bundlesOf)));
report.note(`switching on ${count} of ${chosen.join(' and ')}`);
const lanes = count === 1 ? cells.length : 1;
await playAll<Cell, Outcome>(new URL('lane.ts', import.meta.url), cells, lanes, judge);
const status = report.close();
if (status === 0 && count === 3 && chosen.length === all.length) writeLog(cloudMachines, judged, all, report.lines);
process.exit(status);

async function judge({ row, restart }: Cell, { machines, requests }: Outcome): Promise<void> {
  for (const [index, boots] of machines.entries()) {
    report.heading(`${row} ${machineName(index + 1)}`);
    const before = report.failed;
    for (const boot of [firstBootVerdicts, ...(restart ? [secondBootVerdicts] : [])]) {
      for (const [promise, judgement] of boot(rows[row], index + 1, boots, requests))
        await report.check(promise, async () => judgement());
    }
    if (report.failed > before) report.note([boots.error, ...requests, boots.console.slice(-5000)].join('\n'));
  }
}

/** Builds the row's description with the command itself. */
async function cellOf(row: RowName): Promise<Cell> {
  const own = join(folder, row);
  mkdirSync(own);
  const [description, out] = [join(own, 'cluster.yaml'), join(folder, 'bundles', row)];
  writeFileSync(description, describe(rows[row].machine(1), count));
  await buildUserdata(description, secrets, out);
  const names = Array.from({ length: count }, (_, index) => machineName(index + 1));
  const orders = names.map((name) => orderOf(join(out, 'machines', name), name));
  return { row, disk, folder: own, orders, restart: count === 1 };
}

/** As `cloudMachines` builds them again. */
function bundlesOf(row: RowName): (readonly [path: string, content: Buffer])[] {
  const files = filesBelow(join(folder, 'bundles', row, 'machines'));
  return [...files].map(([path, content]) => [`${row}/${path}`, content]);
}

/** Both platforms are given nothing but user-data. */
function orderOf(bundle: string, hostname: string): Order {
  const userData = readFileSync(join(bundle, 'user-data'));
  return { hostname, userData, metadata: {}, metaData: Buffer.of(), networkConfig: Buffer.of() };
}
