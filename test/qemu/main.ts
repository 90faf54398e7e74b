/**
 * Boots one real virtual machine from the image that the command writes, twice, and judges it by what its console says:
 * what containers cannot show, that cloud-init finds the image by its label and interfaces by their MAC.
 */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createReport, type Report } from '../boot/promises/report.ts';
import { run } from '../boot/rehearsal/command.ts';
import { makeDisk } from './disk.ts';
import { powerOn, type VirtualMachine } from './machine.ts';

const description = fileURLToPath(new URL('cluster.yaml', import.meta.url));
const command = fileURLToPath(new URL('../../bin/build-userdata', import.meta.url));
const macs = { '52:54:00:20:00:01': '10.20.0.11/24', '52:54:00:10:00:01': '10.10.0.11/24' };
/** For both boots together; without hardware help they take two to five minutes. */
const limitMs = 600_000;

const report = createReport();
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-vm-'));
let machine: VirtualMachine | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(1));

try {
  const secrets = join(folder, 'secrets.json');
  const out = join(folder, 'out');
  await run([process.execPath, command, description, '--secrets', secrets, '--out', out, '--iso']);
  const disk = await makeDisk(folder);
  report.note('switching on');
  machine = await powerOn(folder, disk, join(out, 'machines/solo1/seed.iso'), Object.keys(macs));
  await judge(machine, report);
} catch (error) {
  await report.check('the test runs to its end', () => Promise.reject(error));
}
leave(report.close());

function leave(status: number): never {
  machine?.powerOff();
  rmSync(folder, { recursive: true, force: true });
  process.exit(status);
}

async function judge(vm: VirtualMachine, { check, note, skip }: Report): Promise<void> {
  const deadline = performance.now() + limitMs;
  const isReady = await check('the console says that the machine is ready', async () => {
    const [line] = await vm.says(/nomad-firstboot: (ready|failed)[^\r\n]*/, deadline);
    assert.match(line, /ready/);
    return line;
  });
  if (!isReady) return skip('all that follows', 'the machine is not ready');
  note('waiting for its own report');
  await vm.says(/FACT end first/, deadline);
  await judgeFacts('first boot', factsOf(vm.console()), report);
  await check('it is ready again after a restart', () =>
    vm.says(/FACT end first[\s\S]*nomad-firstboot: ready/, deadline),
  );
  await vm.says(/FACT end second/, deadline);
  await judgeFacts('second boot', factsOf(vm.console().split('FACT end first')[1] ?? ''), report);
}

/** The last word of the console on each subject; a link's subject holds its MAC. */
function factsOf(console: string): ReadonlyMap<string, string> {
  const facts = [...console.matchAll(/FACT (link \S+|\S+) ([^\r\n]*)/g)];
  return new Map(facts.map(([, subject = '', said = '']) => [subject, said.trim()]));
}

async function judgeFacts(boot: string, facts: ReadonlyMap<string, string>, report: Report): Promise<void> {
  const check = (promise: string, judgement: () => Promise<unknown>) => report.check(`${boot}: ${promise}`, judgement);
  await check('cloud-init found the image by its label, as a disk', async () => {
    assert.match(facts.get('datasource') ?? '', /^config-disk \(\/dev\/vdb\)$/);
  });
  await check('cloud-init ended done, without a warning', async () => {
    const { status, extended_status, errors, recoverable_errors } = JSON.parse(facts.get('status') ?? '{}');
    assert.deepEqual([status, extended_status, errors, recoverable_errors], ['done', 'done', [], {}]);
  });
  await check('no unit failed', async () => assert.equal(facts.get('failed'), '0'));
  for (const [mac, address] of Object.entries(macs)) {
    await check(`the card ${mac} has the address ${address}`, async () => {
      assert.match(facts.get(`link ${mac}`) ?? 'no such card', new RegExp(` ${address.replaceAll('.', '[.]')}( |$)`));
    });
  }
  await check('the kernel holds the server agent to its memory limit', async () => {
    assert.equal(facts.get('memory.max'), String(512 * 1024 * 1024));
  });
}
