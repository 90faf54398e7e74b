/**
 * Boots one real virtual machine of a cloud that serves user-data, and judges by its console whom the metadata guard lets
 * in: what containers on a host with cgroup v1 cannot show. `node --import tsx test/qemu/metadata.ts`
 */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatSecrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { createReport } from '../boot/promises/report.ts';
import { playPlatform } from '../boot/rehearsal/cloud-network.ts';
import { run } from '../boot/rehearsal/command.ts';
import { filesBelow } from '../fixtures.ts';
import { hashOfBundles, metadataMachine, writeLog } from '../kept-logs.ts';
import { makeDisk } from './disk.ts';
import { powerOn, type VirtualMachine } from './machine.ts';

const description = fileURLToPath(new URL('metadata.yaml', import.meta.url));
const command = fileURLToPath(new URL('../../bin/build-userdata', import.meta.url));
const macs = ['52:54:00:10:00:01', '52:54:00:20:00:01'];
/** Without hardware help it takes two to five minutes. */
const limitMs = 600_000;

const report = createReport();
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-vm-'));
let machine: VirtualMachine | undefined;
let judged = '';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(1));

try {
  const out = join(folder, 'out');
  const secrets = join(folder, 'secrets.json');
  writeFileSync(secrets, formatSecrets(await testSecrets({ name: 'readers' })));
  await run([process.execPath, command, description, '--secrets', secrets, '--out', out]);
  judged = hashOfBundles(filesBelow(join(out, 'machines')));
  await playPlatform(description, out);
  const seed = join(folder, 'seed.iso');
  // The machine has no service to ask before it is up, so its bundle comes on a disk.
  await run(['genisoimage', '-quiet', '-volid', 'cidata', '-rock', '-output', seed, join(out, 'machines/vm1')]);
  machine = await powerOn(folder, await makeDisk(folder), seed, macs);
  await judge(machine);
} catch (error) {
  await report.check('the test runs to its end', () => Promise.reject(error));
}
const status = report.close();
if (status === 0) writeLog(metadataMachine, judged, ['metadata-vm'], report.lines);
leave(status);

function leave(status: number): never {
  machine?.powerOff();
  rmSync(folder, { recursive: true, force: true });
  process.exit(status);
}

async function judge(vm: VirtualMachine): Promise<void> {
  const deadline = performance.now() + limitMs;
  const ready = await vm.says(/nomad-firstboot: (ready|failed)[^\r\n]*/, deadline);
  await report.check('the console says that the machine is ready', async () => assert.match(ready[0], /ready/));
  await vm.says(/FACT end/, deadline);
  const facts = new Map(
    [...vm.console().matchAll(/FACT (\S+) ([^\r\n]*)/g)].map(([, subject = '', said = '']) => [subject, said.trim()]),
  );
  const isLetIn = (subject: string, promise: string) =>
    report.check(promise, async () => assert.equal(facts.get(subject), 'sesame'));
  const isRefused = (subject: string, promise: string) =>
    report.check(promise, async () => assert.match(facts.get(subject) ?? 'nothing', /Connection refused/));
  await isLetIn('first', 'a platform’s agent is let in behind the guard');
  await isRefused('shell', 'root in a shell is not');
  await isLetIn('restarted', 'the agent is let in after a restart, in another group of the same name');
  await isLetIn('flushed', 'it is let in after the host’s rules were flushed and loaded');
  await isLetIn('guard-restarted', 'it is let in when it was there before the guard');
  await isRefused('left-over', 'a rule that is left over lets nobody in, not even the same unit without its drop-in');
  await isRefused('shell-again', 'root in a shell is still not let in');
}
