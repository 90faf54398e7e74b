/** Promises about what the library gives without writing: to the byte what the command writes. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  buildArchive,
  buildChanges,
  buildImage,
  buildManifest,
  buildOutput,
  type Cluster,
  checkBuild,
  compareManifests,
  DescriptionError,
  endingCertificates,
  formatManifest,
  parseManifest,
  type Secrets,
  testSecrets,
} from '../../lib/index.ts';
import { parseSecrets } from '../../lib/secrets/parse.ts';
import { run } from '../cli/harness.ts';
import { builtWorkshop } from '../cli/workshop.ts';
import { clusterFrom, filesBelow, threeMachines } from '../fixtures.ts';

const { text } = threeMachines();
const shop = await builtWorkshop();
const cluster = clusterFrom(readFileSync(shop.description, 'utf8'));
const secrets = parseSecrets(readFileSync(shop.secrets, 'utf8'), 'demo').secrets as Secrets;
const withDocker = clusterFrom(text.replace('drivers: [exec]', 'drivers: [docker]'));
const withoutServer = clusterFrom(text.replace('  n3:\n', '  n3:\n    roles: [client]\n'));

for (const withImages of [false, true]) {
  test(`the files are those of the command’s folder${withImages ? ' with images' : ''}, and so are their modes`, async () => {
    const out = shop.path(`images-${withImages}`);
    const { status, stderr } = await run([shop.description, '--out', out, ...(withImages ? ['--iso'] : [])]);
    assert.is(status, 0, stderr);
    const written = filesBelow(out);
    const built = [...buildOutput(cluster, secrets, { withImages })];
    assert.equal(built.map(({ path }) => path).toSorted(), [...written.keys()].toSorted());
    assert.is(built.at(-1)?.path, 'manifest.json');
    for (const { path, content, mode } of built) {
      assert.ok(written.get(path)?.equals(content), path);
      assert.is(statSync(join(out, path)).mode & 0o777, mode, path);
    }
  });
}

test('the archive is the command’s', async () => {
  await run([shop.description, '--tar', shop.path('all.tar')]);
  const chunks: Uint8Array[] = [];
  for await (const chunk of buildArchive(cluster, secrets)) chunks.push(chunk);
  assert.ok(readFileSync(shop.path('all.tar')).equals(Buffer.concat(chunks)));
});

test('the manifest is the one that the command writes, and reads back', () => {
  const written = readFileSync(shop.path('out/manifest.json'), 'utf8');
  const manifest = buildManifest(cluster, secrets);
  assert.is(formatManifest(manifest), written);
  assert.equal(parseManifest(written), manifest);
});

test('an image is the one in the folder, and there is none for a machine that is not there', () => {
  const files = new Map(
    [...buildOutput(cluster, secrets, { withImages: true })].map(({ path, content }) => [path, content]),
  );
  assert.equal(buildImage(cluster, secrets, 'n2'), files.get('machines/n2/seed.iso'));
  assert.is(buildImage(cluster, secrets, 'n9'), undefined);
});

test('two manifests are compared by machine', () => {
  const [before, after] = [buildManifest(cluster, secrets), buildManifest(withDocker, secrets)];
  assert.equal(compareManifests(undefined, before).added, ['n1', 'n2', 'n3']);
  assert.equal(compareManifests(before, after).changed, ['n1', 'n2', 'n3']);
  assert.equal(compareManifests(before, before).unchanged, ['n1', 'n2', 'n3']);
});

test('changes say where only the list of servers is new', () => {
  const changes = buildChanges(buildManifest(cluster, secrets), withoutServer, secrets);
  assert.ok(changes.otherServers && changes.changed.includes('n3'));
  assert.equal(buildChanges(undefined, cluster, secrets).isFirst, true);
});

test('problems of a build are values, with secrets and without', async () => {
  const noise = Array.from({ length: 3000 }, (_, n) => ((n * 2654435761) % 4294967296).toString(36)).join('-');
  const large = clusterFrom(
    `target: { platform: ec2 }\nextra: { files: [{ path: /etc/big, content: "${noise}" }] }\n${text}`,
  );
  const codes = (of: Cluster, by: Secrets) => checkBuild(of, by).map(({ code }) => code);
  assert.equal(codes(large, secrets), ['bundle-too-large']);
  assert.equal(codes(large, await testSecrets(large)), ['bundle-too-large']);
  assert.equal(codes(cluster, secrets), []);
  assert.throws(
    () => [...buildOutput(large, secrets)],
    (error: unknown) => error instanceof DescriptionError && error.diagnostics[0]?.code === 'bundle-too-large',
  );
});

test('certificates that end soon are told for any day', async () => {
  const forTests = await testSecrets(cluster);
  assert.equal(endingCertificates(cluster, forTests, new Date('2026-11-22')), []);
  const [ending] = endingCertificates(cluster, forTests, new Date('2036-11-01'));
  assert.is(ending?.code, 'certificate-ends');
});

test.run();
