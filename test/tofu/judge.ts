/** What is promised of each example: from an empty state to a changed description. */

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../boot/promises/report.ts';
import { buildUserdata } from '../tools/golden.ts';
import { type Example, examplesFolder } from './examples.ts';
import type { Tofu } from './opentofu.ts';
import { argumentsOf, changesOf, type Planned, plan, said, variables } from './plan.ts';
import { standIns } from './stand-ins.ts';

/** An example with stand-ins, and its output, in a folder of its own. */
interface Bench {
  readonly example: Example;
  readonly tofu: Tofu;
  readonly report: Report;
  readonly folder: string;
  readonly build: () => void;
}

const machines = ['server-1', 'server-2', 'server-3', 'client-1', 'client-2'];

/** Judges an example in a new folder. @param secrets a file */
export async function judgeExample(
  example: Example,
  { folder, secrets, tofu, report }: { folder: string; secrets: string; tofu: Tofu; report: Report },
): Promise<void> {
  const [source, place] = [join(examplesFolder, example.name), join(folder, example.name)];
  mkdirSync(place);
  cpSync(join(source, 'cluster.yaml'), join(place, 'cluster.yaml'));
  writeFileSync(join(place, 'main.tf'), standIns(readFileSync(join(source, 'main.tf'), 'utf8')));
  const options = ['--secrets', secrets, '--out', join(place, 'out'), '--locked'];
  const build = () => buildUserdata(join(place, 'cluster.yaml'), ...options);
  build();
  const bench = { example, tofu, report, folder: place, build };
  await report.require('it is valid, and nothing has to be fetched', async () => {
    await said(tofu, place, 'init', '-input=false', '-no-color');
    await said(tofu, place, 'validate', '-no-color');
  });
  await judgeFirstPlan(bench);
  await report.check('applied, a second plan changes nothing', async () => {
    await said(tofu, place, 'apply', '-input=false', '-no-color', 'plan');
    await said(tofu, place, 'plan', ...variables, '-detailed-exitcode');
  });
  await judgeChange(bench);
}

async function judgeFirstPlan({ example, tofu, report, folder }: Bench): Promise<void> {
  const { carrier, userData, isBase64, machine, places } = example;
  const { shown, changes } = await plan(tofu, folder);
  await report.check('each machine is created with its own user-data, to the byte', async () => {
    assert.equal(changesOf(changes, carrier).length, machines.length);
    for (const name of machines) assert.deepEqual(attached(example, changes, name), built(folder, name), name);
  });
  await report.check('user-data is marked sensitive, and no plan shows it', async () => {
    for (const { change } of changesOf(changes, carrier)) assert.equal(change.after_sensitive.input?.[userData], true);
    assert.match(shown, /\(sensitive value\)/);
    for (const name of machines) {
      const text = built(folder, name).toString(isBase64 ? 'base64' : 'utf8');
      assert.ok(!shown.includes(text.slice(0, 60)), name);
    }
  });
  await report.check('each machine has the address or MAC of the description', async () => {
    for (const [name, word] of Object.entries(places)) {
      assert.ok(JSON.stringify(argumentsOf(changes, machine, name)).includes(`"${word}"`), name);
    }
  });
}

async function judgeChange({ example, tofu, report, folder, build }: Bench): Promise<void> {
  const [client1, client3] = [1, 3].map((n) => `terraform_data.${example.carrier}["client-${n}"]`);
  await report.check('with other user-data no machine that runs is touched, and a new one is added', async () => {
    const path = join(folder, 'cluster.yaml');
    const text = readFileSync(path, 'utf8').replace('client-[1-2]', 'client-[1-3]');
    writeFileSync(path, text.replace('drivers: [exec]', 'drivers: [exec, java]'));
    const before = built(folder, 'client-1');
    build();
    assert.notDeepEqual(built(folder, 'client-1'), before);
    const { changes } = await plan(tofu, folder);
    const touched = changes.filter(({ change }) => change.actions.join() !== 'no-op');
    assert.ok(touched.some(({ address }) => address === client3));
    const others = touched.filter(
      ({ address, change }) => !address.endsWith('["client-3"]') || change.actions.join() !== 'create',
    );
    assert.deepEqual(others, []);
  });
  await report.check('one machine alone is replaced on demand, with its new user-data', async () => {
    const { changes } = await plan(tofu, folder, `-replace=${client1}`);
    const replaced = changes.filter(({ change }) => change.actions.includes('delete'));
    assert.deepEqual(
      replaced.map(({ address }) => address),
      [client1],
    );
    assert.deepEqual(attached(example, changes, 'client-1'), built(folder, 'client-1'));
  });
}

/** User-data as the resource carries it. */
function attached({ carrier, userData, isBase64 }: Example, changes: readonly Planned[], machine: string): Buffer {
  return Buffer.from(String(argumentsOf(changes, carrier, machine)[userData]), isBase64 ? 'base64' : 'utf8');
}

/** User-data as the command wrote it. */
function built(folder: string, machine: string): Buffer {
  return readFileSync(join(folder, 'out/machines', machine, 'user-data'));
}
