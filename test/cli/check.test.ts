/** Promises about `check`: it says what a build would say, whatever the build's output, and writes nothing. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { packBundles } from '../../lib/pack/cluster-bundles.ts';
import { createSecrets } from '../../lib/secrets/secrets.ts';
import { predictableOctets, testSecrets } from '../../lib/secrets/test-secrets.ts';
import { clusterFrom } from '../fixtures.ts';
import { fixture, run } from './harness.ts';
import { builtWorkshop, workshop } from './workshop.ts';

const secrets = await testSecrets();
/** The first machine says a little more of itself than the others, so that its bundle is the largest. */
const text = readFileSync(fixture, 'utf8')
  .replace('clients: { subnet: 10.20.0.0/24 }', 'clients: { subnet: 10.20.0.0/16, gateway: 10.20.0.1 }')
  .replace('  n1:\n', '  n1:\n    client: { meta: { place: "the longest of all shelves" } }\n');
const workers = `  "w[001-205]": { roles: [client], interfaces: [{ network: clients, address: "10.20.4.0 + n" }] }\n`;
const limit = 130_048;

/** The fixture on Scaleway, which takes no compression, with a file that makes the first machine's user-data so large. */
function filled(bytes: number, machines = ''): string {
  const withFile = (content: string) =>
    `target: { platform: scaleway }\nextra: { files: [{ path: /etc/big, content: "${content}" }] }\n${text}${machines}`;
  const [first] = packBundles(clusterFrom(withFile('x')), secrets);
  return withFile('x'.repeat(bytes - (first?.bundle.size.countedBytes ?? 0) + 1));
}

const [nearLimit, overLimit] = [filled(limit - 300), filled(limit + 300)];

/** A description in a folder, with or without the secrets of an earlier build. */
async function described(description: string, shop = workshop()) {
  writeFileSync(shop.description, description);
  return shop;
}

test('a bundle over the limit is refused by check as by a build, with secrets and without, at its machine’s line', async () => {
  for (const shop of [workshop(), await builtWorkshop()]) {
    const { description, folder } = await described(overLimit, shop);
    const before = readdirSync(folder);
    const { status, stderr } = await run(['check', description]);
    assert.is(status, 1);
    const line = overLimit.split('\n').indexOf('  n1:') + 1;
    assert.match(stderr, `${description}:${line}:3: error[bundle-too-large]: expected at most ${limit} bytes`);
    assert.match(stderr, 'for n1, the largest of 3 machines over the limit; the largest parts: /etc/big');
    assert.match(stderr, /\n1 error(, \d+ notices)?\n/);
    assert.equal(readdirSync(folder), before);
  }
});

test('a bundle near the limit is told by every kind of build and by check, once for all machines', async () => {
  const { description, path } = await described(filled(limit - 300, workers), await builtWorkshop());
  const outputs = [['--out', path('out')], ['--json'], ['--tar', '-'], ['--tar', path('all.tar')], ['--machine', 'n1']];
  for (const args of [...outputs.map((output) => [description, ...output]), ['check', description]]) {
    const { status, stderr } = await run(args);
    assert.is(status, 0, stderr);
    assert.is(stderr.split('warning[bundle-near-limit]').length, 2, args.join(' '));
    assert.match(
      stderr,
      args.includes('n1') ? 'of n1 takes' : /of n1, the largest of \d+ machines near the limit, takes/,
    );
    assert.match(stderr, '1 warning');
  }
});

test('a machine of a range that is too large is shown where its range is written', async () => {
  const part = 'x'.repeat(limit);
  const large = `${text}  "w[1-2]": { roles: [client], target: { platform: scaleway }, interfaces: [{ network: clients, address: "10.20.4.0 + n" }] }\n`;
  const { description } = await described(`extra: { files: [{ path: /etc/big, content: ${part} }] }\n${large}`);
  const { stderr } = await run(['check', description]);
  const line = large.split('\n').findIndex((one) => one.includes('w[1-2]')) + 2;
  assert.match(stderr, `${description}:${line}:3: error[bundle-too-large]`);
  assert.match(stderr, 'in: machines.w1');
});

test('certificates that cannot live are refused by check, and an early one is not for the stand-in’s fault', async () => {
  const dated = (issuedAt: string) => text.replace('  n2:\n', `  n2:\n    certificate: { issuedAt: ${issuedAt} }\n`);
  const { description } = await described(dated('2099-01-01T00:00:00Z'), await builtWorkshop());
  const { status, stderr } = await run(['check', description]);
  assert.is(status, 1);
  assert.match(stderr, /cluster\.yaml:\d+:30: error\[certificate-outside-authority\]/);
  const early = await described(`certificates: { validity: 1y }\n${dated('2020-01-01T00:00:00Z')}`);
  assert.is((await run(['check', early.description])).status, 0);
});

test('sizes without secrets are those with secrets, but for a few bytes', async () => {
  for (const target of ['{}', '{ platform: ec2 }', '{ platform: hetzner }', '{ format: ignition, os: flatcar }']) {
    const cluster = clusterFrom(`target: ${target}\n${readFileSync(fixture, 'utf8')}`);
    const sizes = (of: typeof secrets) => [...packBundles(cluster, of)].map(({ bundle }) => bundle.size.countedBytes);
    const ours = sizes(await createSecrets({ cluster: 'demo', random: predictableOctets('others'), now: new Date() }));
    for (const [index, size] of sizes(secrets).entries()) assert.ok(Math.abs(size - (ours[index] ?? 0)) < 100, target);
  }
});

test('check --json has every problem with its place, on standard output alone', async () => {
  const { description, secrets: secretsFile } = await described(nearLimit, await builtWorkshop());
  const given = await run(['check', description, '--json', '--at', '2036-11-01']);
  assert.equal([given.status, given.stderr], [0, '']);
  const { diagnostics, ...rest } = JSON.parse(given.stdout);
  assert.equal(rest, { format: 1, cluster: 'demo' });
  const [near, ending] = diagnostics.filter(({ severity }: { severity: string }) => severity === 'warning');
  assert.equal(Object.keys(near), ['code', 'severity', 'file', 'path', 'line', 'column', 'message', 'mend']);
  assert.equal(
    [near.code, near.severity, near.file, near.path, near.line, near.column],
    ['bundle-near-limit', 'warning', description, ['machines', 'n1'], nearLimit.split('\n').indexOf('  n1:') + 1, 3],
  );
  assert.ok(near.message.length > 20 && near.mend.length > 5);
  assert.equal(
    [ending.code, ending.severity, ending.file, ending.path, ending.line, ending.column],
    ['certificate-ends', 'warning', secretsFile, [], null, null],
  );
});

test('check --json of a wrong description has status 1, and of a right one an empty list', async () => {
  const wrong = await described(text.replace('network: servers\n', 'netwrok: servers\n'));
  const refused = await run(['check', wrong.description, '--json']);
  assert.equal([refused.status, refused.stderr], [1, '']);
  const { cluster, diagnostics } = JSON.parse(refused.stdout);
  assert.is(cluster, null);
  const line = text.split('\n').indexOf('  network: servers') + 1;
  assert.equal([diagnostics[0].code, diagnostics[0].path], ['unknown-key', ['server', 'netwrok']]);
  assert.equal([diagnostics[0].line, diagnostics[0].column], [line, 3]);
  const mended = workshop();
  writeFileSync(mended.description, text.replace('1.11.3', '2.0.5'));
  const sound = await run(['check', mended.description, '--json']);
  assert.equal([sound.status, JSON.parse(sound.stdout).diagnostics], [0, []]);
});

test.run();
