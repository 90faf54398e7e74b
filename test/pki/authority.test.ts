import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuthority } from '../../lib/pki/authority.ts';
import { readCertificate } from '../../lib/pki/certificate.ts';

const test = suite('certificate authority');
const issuedAt = Date.parse('2026-11-22T00:00:00Z') / 1000;
const authority = await createAuthority('demo', Buffer.alloc(48, 1), issuedAt);
const certificate = new X509Certificate(authority.certificate);

test('is signed by itself, deterministically', async () => {
  assert.ok(certificate.ca && certificate.verify(certificate.publicKey) && certificate.checkIssued(certificate));
  assert.ok(certificate.checkPrivateKey(createPrivateKey(authority.privateKey)));
  assert.equal(await createAuthority('demo', Buffer.alloc(48, 1), issuedAt), authority);
});

test('another key, name or day is another authority with another serial number', async () => {
  const others = await Promise.all([
    createAuthority('demo', Buffer.alloc(48, 2), issuedAt),
    createAuthority('demo2', Buffer.alloc(48, 1), issuedAt),
    createAuthority('demo', Buffer.alloc(48, 1), issuedAt + 1),
  ]);
  const serials = [authority, ...others].map((other) => new X509Certificate(other.certificate).serialNumber);
  assert.is(new Set(serials).size, 4);
  for (const serial of serials) assert.match(serial, /^[4-7][0-9A-F]{39}$/);
  const names = [authority, others[0]].map((other) => new X509Certificate(other?.certificate ?? '').subject);
  assert.match(names.join(' '), /^O=demo\nCN=Nomad CA [0-9a-f]{8} O=demo\nCN=Nomad CA [0-9a-f]{8}$/);
  assert.is.not(names[0], names[1]);
});

test('may sign certificates and revocation lists, and no authority below it', () => {
  const read = new x509.X509Certificate(authority.certificate);
  const constraints = read.getExtension(x509.BasicConstraintsExtension);
  assert.equal([constraints?.ca, constraints?.pathLength, constraints?.critical], [true, 0, true]);
  const usages = read.getExtension(x509.KeyUsagesExtension);
  assert.is(usages?.usages, x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign);
  assert.ok(usages?.critical);
});

test('lives 20 years, and begins 48 hours early for machines whose clock is behind', () => {
  const day = 86_400;
  const { validity } = readCertificate(certificate.raw);
  assert.equal(validity, { notBefore: issuedAt - 2 * day, notAfter: issuedAt + 20 * 365 * day });
});

test('reads as @peculiar/x509 reads it, before 2050 and after', async () => {
  for (const moment of [
    '2026-11-22T00:00:00Z',
    '2030-01-05T23:59:59Z',
    '2030-01-06T00:00:00Z',
    '2045-01-01T00:00:00Z',
  ]) {
    const made = await createAuthority('demo', Buffer.alloc(48, 3), Date.parse(moment) / 1000);
    const theirs = new x509.X509Certificate(made.certificate);
    const ours = readCertificate(Buffer.from(theirs.rawData));
    assert.is(ours.validity.notBefore * 1000, theirs.notBefore.getTime());
    assert.is(ours.validity.notAfter * 1000, theirs.notAfter.getTime());
    assert.equal(Buffer.from(ours.subject), Buffer.from(theirs.subjectName.toArrayBuffer()));
    assert.equal(
      [...ours.extensions.keys()],
      Array.from(theirs.extensions, ({ type }) => type),
    );
  }
});

test.run();
