/** Promises about `inventory`: a table for people, data for tools, with the cluster's secrets and without. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fixture, recorder, run } from './harness.ts';
import { builtWorkshop, workshop } from './workshop.ts';

test('the table has a line for each interface, the sizes, the documents and how they are attached', async () => {
  const { status, stdout } = await run(['inventory', fixture, '--out', 'out/']);
  assert.is(status, 0);
  const lines = stdout.split('\n');
  assert.match(lines[1] ?? '', /^n1 +server client +dc1 +servers +10\.10\.0\.11\/24 +52:54:00:10:00:01 +[\d,]+ +none$/);
  assert.match(lines[2] ?? '', /^ +clients +10\.20\.0\.11\/24 +52:54:00:20:00:01$/);
  assert.is(new Set(lines.slice(0, 2).map((line) => line.length)).size, 1);
  assert.is(lines.filter((line) => line.startsWith('Documents: out/machines/NAME/user-data (holds keys), ')).length, 1);
  assert.match(stdout, 'NoCloud: attach seed.iso');
});

test('paths lead to what a build into that folder has written', async () => {
  const shop = await builtWorkshop();
  const { stdout } = await run(['inventory', shop.description, '--out', shop.out, '--json', '--contents']);
  for (const { documents } of Object.values<{ documents: object }>(JSON.parse(stdout).machines)) {
    for (const { path, content, encoding } of Object.values(documents)) {
      assert.ok(readFileSync(path).equals(Buffer.from(content, encoding)));
    }
  }
});

test('without secrets sizes are told and hashes are not, nothing is written, and contents are refused', async () => {
  const { description, folder } = workshop();
  const before = readdirSync(folder);
  const { status, stdout, stderr } = await run(['inventory', description, '--flat']);
  assert.is(status, 0, stderr);
  assert.match(stderr, 'Without secrets');
  const { n1 } = JSON.parse(JSON.parse(stdout).machines);
  assert.ok(n1.size.countedBytes > 10_000);
  assert.is(n1.documents['user-data'].sha256, null);
  assert.is((await run(['inventory', description, '--flat', '--contents'])).status, 3);
  assert.equal(readdirSync(folder), before);
});

test('compressed documents are text on a terminal', async () => {
  const stdout = recorder({ isTTY: true });
  const ec2 = fixture.replace('three-machines', 'three-machines-ec2');
  assert.is((await run(['inventory', ec2, '--json', '--contents'], { stdout })).status, 0);
  assert.match(stdout.text(), /^[\n -~]+$/);
});

test('what is wrong with the description is said as everywhere', async () => {
  const { description } = workshop();
  writeFileSync(description, readFileSync(fixture, 'utf8').replace('10.20.0.12', '10.21.0.12'));
  const { status, stdout, stderr } = await run(['inventory', description]);
  assert.equal([status, stdout], [1, '']);
  assert.match(stderr, 'error[');
});

test('forms that do not go together are refused', async () => {
  for (const args of [['--json', '--flat'], ['--contents'], ['--tar', 'x']]) {
    const { status, stderr } = await run(['inventory', fixture, ...args]);
    assert.is(status, 2);
    assert.match(stderr, 'build-userdata inventory --help');
  }
});

test.run();
