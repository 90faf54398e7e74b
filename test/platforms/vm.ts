/**
 * Boots one real virtual machine of an emulated EC2, twice, and judges it by its console: its user-data comes from the
 * metadata service, its addresses by DHCP, its identity from its firmware, and no seed is attached.
 * `node --import tsx test/platforms/vm.ts`, as root.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createReport } from '../boot/promises/report.ts';
import { nomadBinary } from '../boot/rehearsal/nomad.ts';
import { enterSandbox } from '../boot/rehearsal/sandbox.ts';
import { buildUserdata } from '../boot/stage.ts';
import { makeDisk } from '../qemu/disk.ts';
import { start, type VirtualMachine } from '../qemu/machine.ts';
import { type Cloud, createCloud } from './cloud.ts';
import type { Emulation, Order } from './emulation.ts';
import { emulations } from './emulations/all.ts';
import { layTaps } from './wires.ts';

const description = fileURLToPath(new URL('vm.yaml', import.meta.url));
/** For both boots together; without hardware help they take five to ten minutes. */
const limitMs = 1_500_000;

await nomadBinary();
const { folder } = await enterSandbox();
const report = createReport();
const emulation = emulations.ec2;
try {
  const devices = [...firmware(emulation), ...(await layTaps(emulation.cards))];
  const cloud = await createCloud(emulation, await order());
  const machine = await start(folder, await makeDisk(folder), devices);
  await judge(machine, cloud);
} catch (error) {
  await report.check('the test runs to its end', () => Promise.reject(error));
}
process.exit(report.close());

async function order(): Promise<Order> {
  const out = join(folder, 'out');
  await buildUserdata(description, join(folder, 'secrets.json'), out);
  const read = (name: string) => readFileSync(join(out, 'machines/n1', name));
  const documents = { userData: read('user-data'), metaData: read('meta-data'), networkConfig: read('network-config') };
  return { hostname: 'n1', metadata: {}, ...documents };
}

/** QEMU's options for the tables that Linux shows as /sys/class/dmi/id. */
function firmware({ dmi }: Emulation): string[] {
  const { sys_vendor: vendor, product_name: product, product_uuid: uuid, product_serial: serial } = dmi;
  const system = Object.entries({ manufacturer: vendor, product, uuid, serial }).filter(([, value]) => value);
  const asset = dmi['chassis_asset_tag'];
  return [
    ...['-smbios', ['type=1', ...system.map(([key, value]) => `${key}=${value}`)].join(',')],
    ...(asset === undefined ? [] : ['-smbios', `type=3,asset=${asset}`]),
  ];
}

async function judge(vm: VirtualMachine, cloud: Cloud): Promise<void> {
  const deadline = performance.now() + limitMs;
  await vm.says(/FACT end first/, deadline);
  await judgeFacts('first boot', vm.console());
  await report.check('the user-data came from the metadata service', async () => {
    assert.ok(cloud.requests().some((line) => /^200 GET .*user-data$/.test(line)));
  });
  await vm.says(/FACT end second/, deadline);
  await judgeFacts('second boot', vm.console().split('FACT end first')[1] ?? '');
}

async function judgeFacts(boot: string, console: string): Promise<void> {
  const facts = new Map(
    [...console.matchAll(/FACT (link \S+|\S+) ([^\r\n]*)/g)].map(([, subject = '', said = '']) => [
      subject,
      said.trim(),
    ]),
  );
  const check = (promise: string, judgement: () => void) =>
    report.check(`${boot}: ${promise}`, async () => judgement());
  await check('the machine is ready', () => assert.match(console, /nomad-firstboot: ready/));
  await check('cloud-init found the metadata service', () => {
    assert.match(facts.get('datasource') ?? '', /^metadata \(http:\/\/169\.254\.169\.254\)$/);
    assert.equal(facts.get('instance'), emulation.instanceId);
  });
  await check('cloud-init ended done, without a warning', () => {
    const { status, extended_status, errors, recoverable_errors } = JSON.parse(facts.get('status') ?? '{}');
    assert.deepEqual([status, extended_status, errors, recoverable_errors], ['done', 'done', [], {}]);
  });
  await check('no unit failed', () => assert.equal(facts.get('failed'), '0'));
  await check('the guard refuses user-data to a shell', () => {
    assert.match(facts.get('asked') ?? '', /Connection refused/);
  });
  for (const { mac, address } of emulation.cards) {
    await check(`the card ${mac} has its address by DHCP`, () => {
      assert.match(facts.get(`link ${mac}`) ?? 'no such card', new RegExp(` ${address.replaceAll('.', '[.]')}( |$)`));
    });
  }
}
