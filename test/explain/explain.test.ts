/** Promises about `explain`: every setting of a machine with its value and origin, no secret, and a word for each mistake. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ExplainedSetting, explainMachine, settingsBelow } from '../../lib/explain/explain.ts';
import { loadCluster } from '../../lib/load/load.ts';
import { run } from '../cli/harness.ts';
import { workshop } from '../cli/workshop.ts';

const folder = fileURLToPath(new URL('./', import.meta.url));
const path = join(folder, 'cluster.yaml');
const text = readFileSync(path, 'utf8');

/** As the table has them: what it is, and where it comes from. */
function origins(description: string, machine: string, words: string): readonly (readonly unknown[])[] {
  const explanation = explainMachine(description, machine);
  if (!explanation) throw new Error('no explanation');
  return settingsBelow(explanation, words).map(({ setting, value, from, line, why }: ExplainedSetting) => {
    return [setting, value, line === null ? from : `${from} ${line}`, ...(why === null ? [] : [why])];
  });
}

for (const machine of ['n1', 'ops-2']) {
  test(`the table of ${machine} is the one that is kept`, async () => {
    const { status, stdout, stderr } = await run(['explain', path, machine]);
    assert.equal([status, stderr], [0, '']);
    assert.is(stdout, readFileSync(join(folder, `${machine}.txt`), 'utf8'));
  });
}

test('what is told is what the build takes', () => {
  const { cluster } = loadCluster(text);
  for (const name of ['n1', 'worker-017', 'ops-2']) {
    const machine = cluster?.machines.find((one) => one.name === name);
    const value = (words: string) => origins(text, name, words)[0]?.[1];
    assert.equal(value('client.drivers'), machine?.client?.drivers);
    assert.equal(value('nomad.version'), machine?.nomad.version);
    assert.equal(value('users.ada.sudo'), machine?.users[0]?.sudo);
    assert.equal(value('server.resources.memoryMaxMiB'), machine?.server?.memoryMaxMiB);
    const meta = origins(text, name, 'client.meta').map(([word, one]) => [String(word).slice(12), one]);
    assert.equal(Object.fromEntries(meta), machine?.client?.settings.meta);
  }
});

test('defaults, the cluster, the machine, the release, the platform, the system and the number of clients are told apart', () => {
  assert.equal(origins(text, 'ops-1', 'client.logLevel'), [['client.logLevel', 'INFO', 'default']]);
  assert.equal(origins(text, 'ops-1', 'client.meta'), [
    ['client.meta.site', 'harbor', 'cluster 13'],
    ['client.meta.use', 'operations', 'machine 39'],
  ]);
  assert.equal(origins(text, 'ops-1', 'client.nodePool')[0]?.slice(1, 3), [null, 'version']);
  assert.equal(origins(text, 'n1', 'client.metadataGuard')[0]?.slice(1, 3), [false, 'platform']);
  const cloud = text.replace('networks:', 'target: { platform: ec2 }\nnetworks:').replaceAll(/mac: "[^"]*", /g, '');
  assert.equal(origins(cloud, 'n1', 'client.metadataGuard'), [['client.metadataGuard', true, 'default']]);
  const closed = text.replace(/users:\n {2}- .*\n/, '');
  assert.equal(origins(closed, 'n1', 'maskedUnits')[0]?.slice(2, 3), ['system']);
  const unlimited = text.replace(/ {4}server: .*\n/, '');
  assert.equal(origins(unlimited, 'n1', 'server.resources')[0]?.slice(2), ['cluster', 'it has 505 clients']);
  assert.equal(origins(text, 'n1', 'server.failoverHeartbeatTtl')[0]?.slice(1, 3), ['66s', 'cluster']);
});

test('a setting is asked by its words, and only whole words count', async () => {
  const { stdout } = await run(['explain', path, 'n1', 'client.reserved', '--json']);
  const { format, machine, settings } = JSON.parse(stdout);
  assert.equal([format, machine], [1, 'n1']);
  assert.equal(
    settings.map(({ setting }: ExplainedSetting) => setting),
    ['client.reserved.diskMiB', 'client.reserved.memoryMiB'],
  );
  const file = await run(['explain', path, 'n1', 'extra.files["/etc/motd"]']);
  assert.is(file.stdout.split('\n').length, 3);
  const silent = await run(['explain', path, 'n1', 'client.nodeClass']);
  assert.equal([silent.status, silent.stdout], [0, '']);
  assert.match(silent.stderr, 'client.nodeClass: nothing is said of it');
});

test('a word that is none is refused with the one that was meant, and so is a machine', async () => {
  const { status, stderr } = await run(['explain', path, 'n1', 'client.drivrs']);
  assert.is(status, 2);
  assert.match(stderr, 'Did you mean client.drivers?');
  assert.match((await run(['explain', path, 'n1', 'qqqqqqqq'])).stderr, 'Settings begin with');
  assert.match((await run(['explain', path, 'ops-3'])).stderr, 'Did you mean ops-');
  assert.match((await run(['explain', path, 'n1', 'client', 'more'])).stderr, 'one argument too many');
});

test('no secret is told: files of root alone, private keys, passwords in addresses', () => {
  const secret = text
    .replace(
      'version: 1.11.3',
      `version: 1.11.3
  install: { method: archive, url: "https://me:enchantress@a.example/nomad", sha256: ${'ab'.repeat(32)} }`,
    )
    .replace('welcome\\n', '-----BEGIN PRIVATE KEY-----enchantress');
  const told = JSON.stringify(explainMachine(secret, 'n1'));
  assert.not.match(told, 'enchantress');
  assert.match(told, /secret, sha256 [0-9a-f]{16}, \d+ bytes/);
});

test('a description with an error has no explanation, and the command says why', async () => {
  const { description } = workshop();
  writeFileSync(description, text.replace('[docker]', '[dokcer]'));
  const { status, stdout, stderr } = await run(['explain', description, 'n1']);
  assert.equal([status, stdout], [1, '']);
  assert.match(stderr, 'error[not-one-of]');
  assert.is(explainMachine(readFileSync(description, 'utf8'), 'n1'), undefined);
  assert.is(explainMachine(text, 'nobody'), undefined);
});

test.run();
