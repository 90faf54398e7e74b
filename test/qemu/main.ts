/**
 * Boots one real virtual machine from the image that the command writes, twice, and judges it by what its console says:
 * what containers cannot show, that cloud-init finds the image by its label and interfaces by their MAC, and that the
 * agents are still there when the machine's memory is not.
 */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { createReport, type Report } from '../boot/promises/report.ts';
import { run } from '../boot/rehearsal/command.ts';
import { makeDisk } from './disk.ts';
import { powerOn, type VirtualMachine } from './machine.ts';
import { judgePressure } from './pressure.ts';

const command = fileURLToPath(new URL('../../bin/build-userdata', import.meta.url));
const macs = { '52:54:00:20:00:01': '10.20.0.11/24', '52:54:00:10:00:01': '10.10.0.11/24' };
/** For both boots together; without hardware help they take four to seven minutes. */
const limitMs = 1_200_000;

const report = createReport();
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-vm-'));
let machine: VirtualMachine | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(1));

try {
  const secrets = join(folder, 'secrets.json');
  const out = join(folder, 'out');
  await run([process.execPath, command, describe(), '--secrets', secrets, '--out', out, '--iso']);
  const disk = await makeDisk(folder);
  report.note('switching on');
  machine = await powerOn(folder, disk, join(out, 'machines/solo1/seed.iso'), Object.keys(macs));
  await judge(machine, report);
} catch (error) {
  await report.check('the test runs to its end', () => Promise.reject(error));
}
leave(report.close());

/** Writes the description with the program that takes the machine's memory among its files, and gives the path. */
function describe(): string {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const { extra, ...description } = load(read('cluster.yaml')) as { extra: { files: object[] } };
  const program = { path: '/opt/facts/pressure', mode: '0755', content: read('pressure.py') };
  const path = join(folder, 'cluster.json');
  writeFileSync(path, JSON.stringify({ ...description, extra: { ...extra, files: [...extra.files, program] } }));
  return path;
}

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
  await judgePressure(factsOf(vm.console()), report);
  await check('nothing is said of memory while tasks have enough', async () => {
    assert.doesNotMatch(vm.console(), /left for tasks/);
  });
  await check('it is ready again after a restart', () =>
    vm.says(/FACT end first[\s\S]*nomad-firstboot: ready/, deadline),
  );
  await vm.says(/FACT end second/, deadline);
  const [, second = ''] = vm.console().split('FACT end first');
  await judgeFacts('second boot', factsOf(second), report);
  await check('where too little memory is left for tasks the console says so, and the machine is ready', async () => {
    assert.match(second, /nomad-firstboot: \d+ MiB are left for tasks: of \d+ MiB 1900 are reserved/);
    assert.match(second, /nomad-firstboot: ready/);
  });
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
