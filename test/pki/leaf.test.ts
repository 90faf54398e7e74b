import 'reflect-metadata';
import { createPrivateKey, createPublicKey, hkdfSync, webcrypto, X509Certificate } from 'node:crypto';
import { mapHashToField } from '@noble/curves/abstract/modular.js';
import { p256 } from '@noble/curves/nist.js';
import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Leaf, leafDates, prepareIssuer } from '../../lib/pki/leaf.ts';
import { ORDER } from '../../lib/pki/p256.ts';
import type { Authority } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { issue, leafRequest, someLeaves, type WholeRequest } from './leaves.ts';

const test = suite('leaf certificates');
const secrets = await testSecrets();
const authority = secrets.signer;
const issuer = prepareIssuer(authority);
const issueWith = (changes: Partial<WholeRequest> = {}) => issue(issuer, leafRequest(secrets, changes));
const clientAuth = x509.ExtendedKeyUsage.clientAuth;
const serverAuth = x509.ExtendedKeyUsage.serverAuth;
const seconds = (text: string) => Date.parse(text) / 1000;

/** The scalar of a key (RFC 7518 section 6.2.2.1). */
const scalarOf = (privateKey: string) =>
  Buffer.from(createPrivateKey(privateKey).export({ format: 'jwk' }).d ?? '', 'base64url');

/** What the field's library makes of the same inputs, signed by another implementation of RFC 6979. */
async function peculiarLeaf(signer: Required<Authority>, request: WholeRequest, leaf: Leaf): Promise<string> {
  const ca = new x509.X509Certificate(signer.certificate);
  const publicKey = createPublicKey(leaf.privateKey).export({ format: 'der', type: 'spki' });
  const isAgent = request.role !== 'cli';
  const pkcs8 = createPrivateKey(signer.privateKey).export({ format: 'der', type: 'pkcs8' });
  const sign = async (_algorithm: unknown, _key: unknown, message: ArrayBuffer) =>
    p256.sign(new Uint8Array(message), new Uint8Array(scalarOf(signer.privateKey)), { lowS: false }).slice().buffer;
  const sha256 = await webcrypto.subtle.digest('SHA-256', publicKey.subarray(26));
  const names: x509.JsonGeneralNames = [{ type: 'dns', value: `${request.role}.${request.region}.nomad` }];
  if (isAgent) {
    names.push({ type: 'dns', value: 'localhost' }, { type: 'dns', value: request.machine });
    names.push(...['127.0.0.1', ...request.addresses].map((value) => ({ type: 'ip' as const, value })));
  }
  const made = await x509.X509CertificateGenerator.create(
    {
      serialNumber: leaf.serialNumber,
      subject: [{ O: [request.cluster] }, { OU: [request.role] }, { CN: [request.machine] }],
      issuer: ca.subjectName,
      notBefore: new Date(leaf.notBefore),
      notAfter: new Date(leaf.notAfter),
      publicKey,
      signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
        'sign',
      ]),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension(isAgent ? [serverAuth, clientAuth] : [clientAuth]),
        new x509.SubjectKeyIdentifierExtension(Buffer.from(sha256).subarray(0, 20).toString('hex')),
        new x509.AuthorityKeyIdentifierExtension(
          ca.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ?? 'the authority has no key identifier',
        ),
        new x509.SubjectAlternativeNameExtension(names),
      ],
    },
    { subtle: { sign } } as unknown as webcrypto.Crypto,
  );
  return `${made.toString('pem')}\n`;
}

test('equal, octet for octet, those of the @peculiar/x509 generator', async () => {
  for (const { request, leaf } of someLeaves(secrets)) {
    assert.is(leaf.certificate, await peculiarLeaf(authority, request, leaf));
  }
});

test('equal those of @peculiar/x509 for any names, addresses and dates', async () => {
  const ipv4 = fc.ipV4().filter((address) => address !== '127.0.0.1');
  // The library misreads the form with an IPv4 address at its end (RFC 4291 2.2): node:crypto judges that one below.
  const ipv6 = fc.ipV6().filter((address) => !address.includes('.'));
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const changes = fc.record({
    machine: label,
    region: label,
    role: fc.constantFrom('server' as const, 'client' as const, 'cli' as const),
    addresses: fc.uniqueArray(fc.oneof(ipv4, ipv6), { maxLength: 4 }),
    issuedAt: fc
      .integer({ min: seconds('2026-11-22T00:00:00Z'), max: seconds('2040-01-01T00:00:00Z') })
      .map((moment) => `${new Date(moment * 1000).toISOString().slice(0, -5)}Z`),
    validityDays: fc.integer({ min: 1, max: 36_500 }),
  });
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const request = leafRequest(secrets, changed);
      const leaf = issue(issuer, request);
      assert.is(leaf.certificate, await peculiarLeaf(authority, request, leaf));
    }),
    { numRuns: 40 },
  );
});

test('say what they are for', () => {
  const [server, client, cli, dual] = someLeaves(secrets).map(({ leaf }) => new X509Certificate(leaf.certificate));
  assert.ok(server && client && cli && dual);
  assert.is(server.subject, 'O=demo\nOU=server\nCN=n1');
  assert.is(
    server.subjectAltName,
    'DNS:server.global.nomad, DNS:localhost, DNS:n1, IP Address:127.0.0.1, IP Address:10.10.0.11',
  );
  assert.is(
    client.subjectAltName,
    'DNS:client.eu-west.nomad, DNS:localhost, DNS:worker-2, IP Address:127.0.0.1, IP Address:10.20.0.12',
  );
  assert.is(cli.subjectAltName, 'DNS:cli.global.nomad');
  assert.match(dual.subjectAltName ?? '', /FD00:10:0:0:0:0:0:11.*2001:DB8:0:0:0:FFFF:C000:201/);
  assert.equal(server.keyUsage, [serverAuth, clientAuth]);
  assert.equal(client.keyUsage, [serverAuth, clientAuth]);
  assert.equal(cli.keyUsage, [clientAuth]);
  for (const leaf of [server, client, cli, dual]) assert.not(leaf.ca);
});

test('come with their own key and are signed by the authority', () => {
  const ca = new X509Certificate(authority.certificate);
  for (const { leaf } of someLeaves(secrets)) {
    const certificate = new X509Certificate(leaf.certificate);
    assert.ok(certificate.checkPrivateKey(createPrivateKey(leaf.privateKey)));
    assert.ok(certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
    assert.match(leaf.privateKey, /^-----BEGIN PRIVATE KEY-----\n[^-]+\n-----END PRIVATE KEY-----\n$/);
    assert.is(certificate.serialNumber.toLowerCase(), leaf.serialNumber);
    assert.is(seconds(certificate.validFrom), seconds(leaf.notBefore));
    assert.is(seconds(certificate.validTo), seconds(leaf.notAfter));
  }
});

test('the key follows from the seed and the use, as the documentation says', () => {
  const info = JSON.stringify(['demo', 'n1', 'server', 1, 1]);
  const material = hkdfSync('sha256', Buffer.from(secrets.leafSeed, 'base64'), 'nomad-firstboot leaf key 1', info, 48);
  const expected = Buffer.from(mapHashToField(new Uint8Array(material), ORDER)).toString('hex');
  assert.is(Buffer.from(scalarOf(issueWith().privateKey)).toString('hex'), expected);
});

test('another cluster, machine, role, generation or seed is another key; nothing else is', () => {
  const others: Partial<WholeRequest>[] = [
    { cluster: 'demo2' },
    { machine: 'n2' },
    { role: 'client' },
    { role: 'cli' },
    { generation: 2 },
    { machineGeneration: 2 },
    { cluster: 'demon', machine: '1' },
    { generation: 11 },
    { machineGeneration: 11 },
    { leafSeed: Buffer.alloc(32).toString('base64') },
  ];
  const keys = [issueWith(), ...others.map(issueWith)].map((leaf) => leaf.privateKey);
  assert.is(new Set(keys).size, keys.length);
  const renewed = issueWith({ issuedAt: '2027-01-01T00:00:00Z', region: 'eu', addresses: [], validityDays: 1 });
  assert.is(renewed.privateKey, keys[0]);
});

test('a serial number is positive, has 20 octets and is never used for two certificates', () => {
  const changes: Partial<WholeRequest>[] = [
    {},
    { region: 'eu' },
    { addresses: [] },
    { addresses: ['10.10.0.12'] },
    { validityDays: 3649 },
    { issuedAt: '2026-11-22T00:00:01Z' },
    { machineGeneration: 2 },
    ...Array.from({ length: 200 }, (_, index) => ({ machine: `w${index}` })),
  ];
  const serials = changes.map((change) => issueWith(change).serialNumber);
  assert.is(new Set(serials).size, serials.length);
  for (const serial of serials) assert.match(serial, /^[4-7][0-9a-f]{39}$/);
});

test('begin 48 hours before they are issued and end after their days', () => {
  const leaf = issueWith({ issuedAt: '2027-03-01T12:00:00Z', validityDays: 90 });
  assert.is(leaf.notBefore, '2027-02-27T12:00:00Z');
  assert.is(leaf.notAfter, '2027-05-30T12:00:00Z');
});

test('never begin before their authority or end after it', () => {
  const long = issueWith({ validityDays: 36_500 });
  assert.is(long.notAfter, '2046-11-17T00:00:00Z');
  const early = issueWith({ issuedAt: '2026-11-21T00:00:00Z' });
  assert.is(early.notBefore, '2026-11-20T00:00:00Z');
  for (const issuedAt of ['2047-01-01T00:00:00Z', '2020-01-01T00:00:00Z', '2026-02-30T00:00:00Z'])
    assert.is(leafDates(issuer, issuedAt, 30), undefined);
});

test('change from UTCTime to GeneralizedTime in 2050', async () => {
  const late = { ...(await testSecrets()), issuedAt: '2040-01-01T00:00:00Z' };
  const { createSecrets } = await import('../../lib/secrets/secrets.ts');
  const random = (length: number) => Buffer.alloc(length, 7);
  const { signer } = await createSecrets({ cluster: 'demo', random, now: new Date(late.issuedAt) });
  const lateIssuer = prepareIssuer(signer);
  for (const [validityDays, tags, notAfter] of [
    [3652, '170d17', '2049-12-31T00:00:00Z'],
    [3653, '170d18', '2050-01-01T00:00:00Z'],
  ] as const) {
    const request = leafRequest(late, { validityDays });
    const leaf = issue(lateIssuer, request);
    assert.is(leaf.notAfter, notAfter);
    assert.is(leaf.certificate, await peculiarLeaf(signer, request, leaf));
    const raw = new X509Certificate(leaf.certificate).raw.toString('latin1');
    const start = raw.indexOf('\x17\x0d391230000000Z');
    assert.is(Buffer.from(raw.slice(start, start + 2) + raw[start + 15], 'latin1').toString('hex'), tags);
  }
});

test('refuse what is no address, and a machine that would pass for a Nomad role', () => {
  for (const address of ['010.0.0.1', '1.2.3', 'fe80::1%eth0', '10.0.0.1/24', 'n1', '']) {
    assert.throws(() => issueWith({ addresses: [address] }), /not an IP address/);
  }
  assert.throws(() => issueWith({ role: 'client', machine: 'server.global.nomad' }), /ends in \.nomad/);
});

test('name an IPv6 address however it is written', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const { certificate } = issueWith({ addresses: [address] });
      assert.is(new X509Certificate(certificate).checkIP(address), address);
    }),
    { numRuns: 50 },
  );
});

test('name each address once', () => {
  const { subjectAltName } = new X509Certificate(
    issueWith({ addresses: ['127.0.0.1', '10.0.0.1', '10.0.0.1'] }).certificate,
  );
  assert.is(
    subjectAltName,
    'DNS:server.global.nomad, DNS:localhost, DNS:n1, IP Address:127.0.0.1, IP Address:10.0.0.1',
  );
});

test('an authority without a key, or with another kind of key, cannot issue, and its key is not quoted', () => {
  assert.throws(() => prepareIssuer({ certificate: authority.certificate }), /no private key/);
  const broken = authority.privateKey.replace('MIGH', 'XXXX');
  assert.throws(
    () => prepareIssuer({ certificate: authority.certificate, privateKey: broken }),
    (error: Error) => /not readable/.test(error.message) && error.cause === undefined,
  );
});

test('an authority without a key identifier issues leaves that point at its key all the same', async () => {
  const pkcs8 = createPrivateKey(authority.privateKey).export({ format: 'der', type: 'pkcs8' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
  ]);
  const plain = await x509.X509CertificateGenerator.create({
    serialNumber: '01',
    subject: 'CN=plain',
    issuer: 'CN=plain',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2036-01-01T00:00:00Z'),
    publicKey: createPublicKey(authority.privateKey).export({ format: 'der', type: 'spki' }),
    signingKey,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const leaf = issue(prepareIssuer({ ...authority, certificate: plain.toString('pem') }), leafRequest(secrets));
  const identifier = new x509.X509Certificate(leaf.certificate).getExtension(x509.AuthorityKeyIdentifierExtension);
  const own = new x509.X509Certificate(authority.certificate).getExtension(x509.SubjectKeyIdentifierExtension);
  assert.is(identifier?.keyId, own?.keyId);
});

test.run();
