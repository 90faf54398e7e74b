/** Promises about `diff`: any two forms of an output can be compared, and the status tells a pipeline what came of it. */

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fixture, run } from './harness.ts';
import { builtWorkshop, workshop } from './workshop.ts';

const expected = fixture.replace('cluster.yaml', 'expected');

/** The fixture with another log level for its servers. */
function changedShop() {
  const shop = workshop();
  const secrets = fixture.replace('.yaml', '.secrets.json');
  cpSync(secrets, shop.secrets);
  writeFileSync(shop.description, readFileSync(fixture, 'utf8').replace('server:\n', 'server:\n  logLevel: WARN\n'));
  return shop;
}

test('a description, a folder and an archive of one build do not differ', async () => {
  const shop = await builtWorkshop();
  const archive = shop.path('out.tar');
  assert.is((await run([shop.description, '--tar', archive])).status, 0);
  const forms = [shop.description, shop.out, archive];
  for (const before of forms) {
    for (const after of forms) {
      const { status, stdout } = await run(['diff', before, after]);
      assert.equal([status, stdout], [0, '3 machines unchanged.\n'], `${before} ${after}`);
    }
  }
});

test('changes are told by machine, as text and as JSON, and the status is 4', async () => {
  const { description } = changedShop();
  const said = await run(['diff', expected, description]);
  assert.is(said.status, 4, said.stderr);
  assert.match(said.stdout, 'n1, n2, n3: replace\n  /etc/nomad-server.d/agent.json: log_level WARN instead of INFO (');
  const { status, stdout } = await run(['diff', expected, description, '--json']);
  assert.is(status, 4);
  const { cluster, machines } = JSON.parse(stdout);
  assert.is(cluster, 'demo');
  assert.equal(Object.keys(machines), ['n1', 'n2', 'n3']);
  assert.is(machines.n2.verdict, 'replace');
  assert.equal(Object.keys(machines.n2.changes[0]), ['rule', 'what', 'urgency', 'reason']);
});

test('a folder that was built with other secrets is compared with them', async () => {
  const { description } = await builtWorkshop();
  const other = await builtWorkshop();
  const { status, stdout } = await run(['diff', description, other.out]);
  assert.is(status, 4);
  assert.match(stdout, 'another gossip key');
  const same = await run(['diff', other.description, other.out, '--old-secrets', other.secrets]);
  assert.is(same.status, 0);
});

test('what cannot be compared is refused, and why is said', async () => {
  const shop = changedShop();
  const empty = join(shop.folder, 'nothing');
  const renamed = shop.path('renamed.yaml');
  writeFileSync(renamed, readFileSync(fixture, 'utf8').replace('name: demo', 'name: other'));
  writeFileSync(
    renamed.replace('.yaml', '.secrets.json'),
    readFileSync(shop.secrets, 'utf8').replace('"cluster": "demo"', '"cluster": "other"'),
    { mode: 0o600 },
  );
  const broken = shop.path('broken.yaml');
  writeFileSync(broken, 'name: [');
  const cases = [
    [[empty, expected], 3, 'there is no such file'],
    [[shop.folder, expected], 3, 'manifest.json'],
    [[expected, broken], 1, 'error['],
    [[expected, renamed], 1, 'these are two clusters, demo and other'],
    [[expected], 2, 'the later output is missing'],
    [[expected, expected, expected], 2, 'one argument too many'],
  ] as const;
  for (const [operands, status, words] of cases) {
    const result = await run(['diff', ...operands]);
    assert.is(result.status, status, operands.join(' '));
    assert.match(result.stderr, words);
  }
});

test('an output that has lost a file is told, and no name in a manifest leads out of the folder', async () => {
  const shop = await builtWorkshop();
  const later = changedShop().description;
  const file = join(shop.out, 'manifest.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"user-data"', '"../../operator/token"'));
  const { status, stdout, stderr } = await run(['diff', shop.out, later]);
  assert.is(status, 4, stderr);
  assert.not.match(stdout, readFileSync(join(shop.out, 'operator/token'), 'utf8').trim());
  rmSync(join(shop.out, 'machines/n1/meta-data'));
  const lost = await run(['diff', shop.out, later]);
  assert.is(lost.status, 3);
  assert.match(lost.stderr, 'cannot read');
});

test.run();
