/**
 * Proves that both readers of a plan build the same machine: on two disks over one image, one with the real cloud-init,
 * the other with the real Ignition, and compares all that they left.
 * `node --import tsx test/equivalence/main.ts`, as root, with Debian's package `ignition`.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { MachinePlan } from '../../lib/machine/machine-plan.ts';
import { compressIgnition } from '../../lib/pack/compressed-ignition.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderCloudInit } from '../../lib/render/cloud-init.ts';
import { renderIgnition } from '../../lib/render/ignition.ts';
import { createReport, type Report } from '../boot/promises/report.ts';
import { chroot, ignitionEngine, runIgnition } from '../boot/rehearsal/ignition.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { runCloudInit } from './cloud-init.ts';
import { allowances, compareDisks, compareText } from './compare.ts';
import { fetchesProgram, refusesAnother } from './download.ts';
import { type Image, prepareImage } from './image.ts';
import { runNetworkd } from './networkd.ts';

const richFile = fileURLToPath(new URL('rich.yaml', import.meta.url));

if (!existsSync(ignitionEngine)) {
  const report = createReport();
  const judgesAreRequired = process.env['REQUIRE_JUDGES'] === '1';
  const why = `${ignitionEngine} is not installed`;
  if (judgesAreRequired)
    await report.check('both readers build the same machine', () => Promise.reject(new Error(why)));
  else report.skip('both readers build the same machine', why);
  report.close();
  process.exit(judgesAreRequired ? 1 : 0);
}

const image = await prepareImage();
const report = createReport();
const { cluster, secrets } = threeMachines();
const clusters: readonly (readonly [string, Cluster])[] = [
  ['the fixture', cluster],
  ['a rich cluster', clusterFrom(readFileSync(richFile, 'utf8'))],
];
await allowancesAreNarrow(report);
const [plan] = planMachines(cluster, secrets);
if (!plan) throw new Error('the fixture has no machine');
await report.check('Ignition fetches, decompresses and verifies a program', () => fetchesProgram(image, plan));
await report.check('Ignition refuses a program with another hash', () => refusesAnother(image, plan));
for (const [name, of] of clusters) {
  for (const plan of planMachines(of, secrets)) await sameMachine(report, image, `${name}, ${plan.machine}`, plan);
}
process.exit(report.close());

async function sameMachine(report: Report, image: Image, subject: string, plan: MachinePlan): Promise<void> {
  const id = `${plan.cluster}-${plan.machine}`;
  const one = await image.newDisk(`${id}-cloud-init`);
  const other = await image.newDisk(`${id}-ignition`);
  const both = await Promise.all([
    report.check(`${subject}: cloud-init does all without a complaint`, () => runCloudInit(one, renderCloudInit(plan))),
    report.check(`${subject}: Ignition does all without a complaint`, () => {
      const config = compressIgnition(renderIgnition(plan, { spec: '3.3.0', network: 'networkd' }));
      return runIgnition(other, config, join(image.folder, id));
    }),
  ]);
  if (both.includes(false)) return report.skip(`${subject}: the machines are the same`, 'one of them is not whole');
  await report.check(`${subject}: same files, owners, modes, links, accounts`, async () => {
    requireNone(compareDisks(one, other));
  });
  await report.check(`${subject}: each unit is as enabled or masked on the one as on the other`, async () => {
    requireNone(await compareEnablement(one, other));
  });
  await report.check(`${subject}: what shall be enabled or masked is`, () => enablementIsAsPlanned(other, plan));
  await report.check(`${subject}: networkd takes Ignition’s files as they were meant`, () => runNetworkd(other, plan));
}

/** Each difference is a line: what cloud-init left, then what Ignition left. */
function requireNone(differences: readonly string[]): void {
  if (differences.length > 0) throw new Error(`cloud-init | Ignition\n${differences.join('\n')}`);
}

async function compareEnablement(one: string, other: string): Promise<string[]> {
  const [left, right] = [await unitStates(one), await unitStates(other)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((unit) =>
    compareText(unit, left.get(unit) ?? '', right.get(unit) ?? ''),
  );
}

/** By unit file: enabled, disabled, masked, static, alias … as systemctl(1), `list-unit-files`, has it. */
async function unitStates(disk: string): Promise<ReadonlyMap<string, string>> {
  const table = await chroot(disk, ['systemctl', 'list-unit-files', '--no-legend', '--no-pager']);
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  return new Map(rows.map(([unit = '', state = '']) => [unit, state]));
}

async function enablementIsAsPlanned(disk: string, plan: MachinePlan): Promise<void> {
  const states = await unitStates(disk);
  for (const { name, enable, mask } of plan.shared.units) {
    const state = states.get(name) ?? 'not there';
    const expected = mask ? 'masked' : enable ? 'enabled' : undefined;
    if (expected !== undefined && state !== expected) throw new Error(`${name} is ${state} instead of ${expected}`);
  }
}

/** What a machine must never have different: the build's own folders, programs and units. */
async function allowancesAreNarrow(report: Report): Promise<void> {
  const folders = ['/etc/nomad', '/opt/nomad', '/usr/local', '/etc/systemd/system', '/usr/lib/systemd/system'];
  const paths = [...folders, '/var/lib/nomad'].flatMap((folder) =>
    ['', '-server.d/agent.json', '-firstboot/x', '/ssh.service', '/x.d/y.conf', '.service'].map((end) => folder + end),
  );
  await report.check('what may differ is none of the build’s folders, programs and units', async () => {
    requireNone(paths.filter((path) => allowances.some(([pattern]) => pattern.test(path))));
  });
}
