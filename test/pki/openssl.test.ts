import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { prepareIssuer } from '../../lib/pki/leaf.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { testWithJudge } from '../judges.ts';
import { issue, leafRequest, someLeaves } from './leaves.ts';

const test = suite('certificates before OpenSSL');
const secrets = await testSecrets();
const leaves = someLeaves(secrets);
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-pki-'));
const aDayLater = String(Date.parse(secrets.issuedAt) / 1000 + 86_400);

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const ca = file('ca.pem', secrets.signer.certificate);
const files = leaves.map(({ leaf }, index) => file(`leaf-${index}.pem`, leaf.certificate));
test.after(() => rmSync(folder, { recursive: true }));

function verification(openssl: string, leaf: string, ...options: readonly string[]): string {
  const common = ['verify', '-x509_strict', '-check_ss_sig', '-attime', aDayLater, '-CAfile', ca];
  const { stdout, stderr } = spawnSync(openssl, [...common, ...options, leaf], { encoding: 'utf8' });
  return (stdout + stderr).trim();
}

testWithJudge(test, 'openssl', 'each chain verifies for each purpose it has, and for no other', (openssl) => {
  for (const [index, { request }] of leaves.entries()) {
    const leaf = files[index] ?? '';
    const role = `${request.role}.${request.region}.nomad`;
    assert.is(verification(openssl, leaf, '-purpose', 'sslclient', '-verify_hostname', role), `${leaf}: OK`);
    const asServer = verification(openssl, leaf, '-purpose', 'sslserver');
    if (request.role === 'cli') assert.match(asServer, /unsuitable certificate purpose/);
    else assert.is(asServer, `${leaf}: OK`);
    assert.match(verification(openssl, leaf, '-verify_hostname', 'server.other.nomad'), /hostname mismatch/i);
  }
});

testWithJudge(test, 'openssl', 'each agent is known by its own addresses', (openssl) => {
  for (const [index, { request }] of leaves.entries()) {
    const leaf = files[index] ?? '';
    for (const address of request.role === 'cli' ? [] : ['127.0.0.1', ...request.addresses]) {
      assert.is(verification(openssl, leaf, '-verify_ip', address), `${leaf}: OK`);
    }
    assert.match(verification(openssl, leaf, '-verify_ip', '192.0.2.1'), /IP address mismatch/i);
  }
});

function text(openssl: string, path: string): string {
  return execFileSync(openssl, ['x509', '-in', path, '-noout', '-text'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
}

testWithJudge(test, 'openssl', 'a server agent’s certificate reads as documented', (openssl) => {
  const read = text(openssl, files[0] ?? '');
  for (const words of [
    'Version: 3',
    'Signature Algorithm: ecdsa-with-SHA256',
    'Not Before: Nov 20 00:00:00 2026 GMT Not After : Nov 19 00:00:00 2036 GMT',
    'NIST CURVE: P-256',
    'X509v3 Basic Constraints: critical CA:FALSE',
    'X509v3 Key Usage: critical Digital Signature X509v3 Extended',
    'X509v3 Extended Key Usage: TLS Web Server Authentication, TLS Web Client Authentication X509v3',
    'DNS:server.global.nomad, DNS:localhost, DNS:n1, IP Address:127.0.0.1, IP Address:10.10.0.11 Signature',
  ]) {
    assert.ok(read.includes(words), `${words} in ${read}`);
  }
});

testWithJudge(test, 'openssl', 'the operator’s certificate is a client’s alone', (openssl) => {
  const read = text(openssl, files[2] ?? '');
  assert.ok(read.includes('X509v3 Extended Key Usage: TLS Web Client Authentication X509v3'), read);
  assert.ok(read.includes('X509v3 Subject Alternative Name: DNS:cli.global.nomad Signature'), read);
});

testWithJudge(
  test,
  'openssl',
  'the authority lives 20 years, signs, and allows no other authority below it',
  (openssl) => {
    const read = text(openssl, ca);
    for (const words of [
      'Not Before: Nov 20 00:00:00 2026 GMT Not After : Nov 17 00:00:00 2046 GMT',
      'X509v3 Basic Constraints: critical CA:TRUE, pathlen:0',
      'X509v3 Key Usage: critical Certificate Sign, CRL Sign X509v3',
      'NIST CURVE: P-256',
    ]) {
      assert.ok(read.includes(words), `${words} in ${read}`);
    }
  },
);

testWithJudge(test, 'openssl', 'a thousand leaves verify', (openssl) => {
  const issuer = prepareIssuer(secrets.signer);
  const paths = Array.from({ length: 1000 }, (_, index) =>
    file(`many-${index}.pem`, issue(issuer, leafRequest(secrets, { machine: `w${index}` })).certificate),
  );
  const options = ['verify', '-x509_strict', '-attime', aDayLater, '-CAfile', ca, ...paths];
  const lines = execFileSync(openssl, options, { encoding: 'utf8' }).trim().split('\n');
  assert.is(lines.filter((line) => line.endsWith(': OK')).length, 1000);
});

testWithJudge(test, 'openssl', 'private keys are sound', (openssl) => {
  for (const { leaf } of leaves) {
    const read = execFileSync(openssl, ['pkey', '-check', '-noout'], { input: leaf.privateKey, encoding: 'utf8' });
    assert.match(read, /Key is valid/);
  }
});

test('two processes issue the same bytes, and neither loads the library that makes authorities', () => {
  const program = fileURLToPath(new URL('leaves.ts', import.meta.url));
  const run = (timezone: string) =>
    execFileSync(process.execPath, ['--import', 'tsx', program], {
      encoding: 'utf8',
      env: { ...process.env, TZ: timezone, LANG: 'C' },
    });
  const [first, second] = [run('UTC'), run('Pacific/Auckland')];
  assert.is(first, second);
  assert.is(first, `${JSON.stringify(leaves.map(({ leaf }) => leaf))} undefined`);
});

test.run();
