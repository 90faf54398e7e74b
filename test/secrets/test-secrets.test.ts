/** Promises about test secrets: the same for everybody, and marked so that nobody takes them for real ones. */

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import { parseSecrets } from '../../lib/secrets/parse.ts';
import { formatSecrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { clusterFrom, fixtures, threeMachines } from '../fixtures.ts';

test('they are those of the fixtures, at every call', async () => {
  const text = formatSecrets(await testSecrets());
  assert.is(text, formatSecrets(await testSecrets()));
  for (const { secretsFile } of fixtures()) assert.is(readFileSync(secretsFile, 'utf8'), text);
});

test('they belong to the cluster that they are made for', async () => {
  const [demo, other] = [await testSecrets(), await testSecrets({ name: 'other' })];
  assert.equal([demo.cluster, other.cluster], ['demo', 'other']);
  assert.is.not(demo.leafSeed, other.leafSeed);
});

test('they say that they are for tests, and whoever reads them is told', async () => {
  const secrets = await testSecrets(threeMachines().cluster);
  assert.is(secrets.forTests, true);
  const { diagnostics } = parseSecrets(formatSecrets(secrets), 'demo');
  assert.equal(
    diagnostics.map(({ code, severity }) => [code, severity]),
    [['secrets-for-tests', 'notice']],
  );
});

test('a cluster whose certificates are older than that builds with them', async () => {
  const { text } = threeMachines();
  const issued = '{ issuedAt: "2020-01-01T00:00:00Z" }';
  const cluster = clusterFrom(text.replace('  n1:\n', `  n1:\n    certificate: ${issued}\n`));
  const secrets = await testSecrets(cluster);
  assert.is(secrets.issuedAt, '2020-01-01T00:00:00Z');
  assert.is([...buildBundles(cluster, secrets)].length, 3);
});

test.run();
