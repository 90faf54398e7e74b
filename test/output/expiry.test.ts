/** Promises about ending certificates: the days that are told are those of the certificates that are built. */

import { X509Certificate } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles, buildOperatorFiles } from '../../lib/build.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { endingCertificates } from '../../lib/output/expiry.ts';
import { createSecrets, type Secrets } from '../../lib/secrets/secrets.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';

const dayMs = 86_400_000;
const { text } = threeMachines();
const secrets = await createSecrets({
  cluster: 'demo',
  random: (byteLength) => new Uint8Array(byteLength).fill(7),
  now: new Date('2026-11-22T00:00:00Z'),
});

/** The last second of every certificate that a build gives, by holder. */
function builtEnds(cluster: Cluster, from: Secrets): Map<string, number> {
  const operator = buildOperatorFiles(cluster, from).find(({ name }) => name === 'cli.pem');
  const ends = new Map([['the operator', Date.parse(new X509Certificate(operator?.content ?? '').validTo)]]);
  for (const { machine, certificates } of buildBundles(cluster, from)) {
    for (const { notAfter } of certificates) ends.set(machine, Date.parse(notAfter));
  }
  return ends;
}

const holders = (message: string) => (/\((.*)\):/.exec(message)?.[1] ?? '').split(', ').filter((name) => name !== '');

const clusters: readonly (readonly [what: string, description: string])[] = [
  ['defaults', text],
  [
    'a machine that was renewed',
    text.replace('  n2:\n', '  n2:\n    certificate: { generation: 2, issuedAt: "2030-01-01T00:00:00Z" }\n'),
  ],
];

for (const [what, description] of clusters) {
  test(`the day before, at and after 90 days ahead, holders are told by their own certificates: ${what}`, () => {
    const cluster = clusterFrom(description);
    const ends = builtEnds(cluster, secrets);
    assert.is(ends.size, 4);
    for (const [holder, end] of ends) {
      const told = (at: number) =>
        endingCertificates(cluster, secrets, new Date(at)).flatMap(({ message }) => holders(message));
      assert.not(told(end - 90 * dayMs).includes(holder), `${holder} 90 days ahead`);
      assert.ok(told(end - 90 * dayMs + 1000).includes(holder), `${holder} a second later`);
      assert.ok(told(end + dayMs).includes(holder), `${holder} after its end`);
    }
  });
}

test('an authority that ends is told once, and not again for each certificate that ends with it', () => {
  const remarks = endingCertificates(clusterFrom(text), secrets, new Date('2046-11-01T00:00:00Z'));
  assert.is(remarks.length, 1);
  assert.match(
    remarks[0]?.message ?? '',
    /^the certificate authority that signs, and with it every certificate, ends on 2046-/,
  );
  assert.is(remarks[0]?.severity, 'warning');
});

test('an authority that is only trusted is told by its number', async () => {
  const now = new Date('2040-01-01T00:00:00Z');
  const newer = await createSecrets({ cluster: 'demo', random: (length) => new Uint8Array(length).fill(9), now });
  for (const authorities of [
    [newer.signer, ...secrets.authorities],
    [...secrets.authorities, newer.signer],
  ]) {
    const rolled: Secrets = { ...newer, authorities };
    const remarks = endingCertificates(clusterFrom(text), rolled, new Date('2046-11-01T00:00:00Z'));
    assert.equal(
      remarks.map(({ code }) => code),
      ['authority-ends'],
    );
    const number = authorities.indexOf(secrets.signer) + 1;
    assert.match(remarks[0]?.message ?? '', `number ${number}, which is only trusted`);
  }
});

test('thousands of holders are one warning', () => {
  const cluster = clusterFrom(text);
  const [machine] = cluster.machines;
  assert.ok(machine);
  const machines = Array.from({ length: 5000 }, (_, index) => ({ ...machine, name: `w${index}` }));
  const remarks = endingCertificates({ ...cluster, machines }, secrets, new Date('2036-11-01T00:00:00Z'));
  assert.is(remarks.length, 1);
  assert.match(remarks[0]?.message ?? '', '5,001 certificate holders (the operator, w0, w1, w2, w3 and 4,996 more)');
});

test.run();
