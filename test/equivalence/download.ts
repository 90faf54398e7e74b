/** Ignition at work on what a machine fetches itself, from a server of the test's own. */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { MachinePlan, PlannedDownload } from '../../lib/machine/machine-plan.ts';
import { renderIgnition } from '../../lib/render/ignition.ts';
import { chroot, runIgnition } from '../boot/rehearsal/ignition.ts';
import type { Image } from './image.ts';

const program = Buffer.from('#!/bin/sh\necho fetched\n');

/** A compressed program arrives decompressed, verified and executable. */
export async function fetchesProgram(image: Image, plan: MachinePlan): Promise<void> {
  const disk = await image.newDisk('download');
  await fetchFrom(plan, disk, join(image.folder, 'download-state'), sha512(program));
  const file = join(disk, '/opt/bin/program');
  if (!readFileSync(file).equals(program)) throw new Error('the program has other bytes');
  if ((statSync(file).mode & 0o7777) !== 0o755) throw new Error('the program has another mode');
  if ((await chroot(disk, ['/opt/bin/program'])) !== 'fetched\n') throw new Error('the program does not run');
}

/** A file with another hash than the planned one ends the first boot. */
export async function refusesAnother(image: Image, plan: MachinePlan): Promise<void> {
  const disk = await image.newDisk('forged');
  const refusal = fetchFrom(plan, disk, join(image.folder, 'forged-state'), sha512(Buffer.from('another')));
  const error = await refusal.then(() => undefined, String);
  if (!error?.includes('verification')) throw new Error(`not refused for its hash: ${error}`);
}

async function fetchFrom(plan: MachinePlan, disk: string, folder: string, hash: PlannedDownload['hash']) {
  const server = createServer((_, response) => response.end(gzipSync(program)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/program.gz`;
    const download = { path: '/opt/bin/program', mode: '0755', url, hash, compression: 'gzip' } as const;
    const shared = Object.freeze({ ...plan.shared, downloads: [download] });
    const config = renderIgnition({ ...plan, shared }, { spec: '3.3.0', network: 'networkd' });
    await runIgnition(disk, config, folder);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function sha512(bytes: Buffer): PlannedDownload['hash'] {
  return `sha512-${createHash('sha512').update(bytes).digest('hex')}`;
}
