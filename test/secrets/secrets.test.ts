import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createAuthority } from '../../lib/pki/authority.ts';
import { prepareIssuer } from '../../lib/pki/leaf.ts';
import { parseSecrets } from '../../lib/secrets/parse.ts';
import type { SecretsFile } from '../../lib/secrets/secrets.generated.ts';
import { createSecrets, formatSecrets, type Secrets } from '../../lib/secrets/secrets.ts';
import { predictableOctets, testSecrets } from '../../lib/secrets/test-secrets.ts';
import { fixtures } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { issue, leafRequest } from '../pki/leaves.ts';

const test = suite('secrets file');
const marked = await testSecrets();
/** The same without the mark, as a real cluster's are. */
const { forTests: _, ...secrets } = marked;
const text = formatSecrets(secrets);
const second = await createAuthority('demo', Buffer.alloc(48, 5), Date.parse(secrets.issuedAt) / 1000);
const ended = await createAuthority('demo', Buffer.alloc(48, 6), Date.parse('2001-01-01T00:00:00Z') / 1000);

type Draft = { -readonly [Key in keyof SecretsFile]: unknown } & { [key: string]: unknown };

/** The text of the secrets file after a change. */
function changed(change: (file: Draft) => void): string {
  const file = JSON.parse(text) as Draft;
  change(file);
  return JSON.stringify(file);
}

/** What a text is refused for, as `code` or `code at path`. */
function complaints(given: string, cluster = 'demo'): readonly string[] {
  const { diagnostics } = parseSecrets(given, cluster);
  return diagnostics.map(({ code, path }) => [code, ...(path.length > 0 ? ['at', path.join('.')] : [])].join(' '));
}

/** Refused, without a throw, for these reasons and no other. */
function assertRefused(given: string, ...expected: readonly string[]): void {
  assert.equal(complaints(given), expected);
  assert.is(parseSecrets(given, 'demo').secrets, undefined);
}

test('what was made reads back, frozen', () => {
  const { secrets: read, diagnostics } = parseSecrets(text, 'demo');
  assert.equal(diagnostics, []);
  assert.equal(read, secrets);
  assert.ok(Object.isFrozen(read) && Object.isFrozen(read?.authorities) && Object.isFrozen(read?.authorities[0]));
});

test('a byte order mark before the text is no problem', () => {
  assert.equal(parseSecrets(`\uFEFF${text}`, 'demo').secrets, secrets);
});

test('is JSON with two spaces and a final LF, and writes back as it was', () => {
  assert.is(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  const { secrets: read } = parseSecrets(text, 'demo');
  assert.is(read && formatSecrets(read), text);
});

test('the same entropy and moment make the same secrets, others make others', async () => {
  const now = new Date('2026-11-22T00:00:00.999Z');
  const make = (seed: string, moment = now) =>
    createSecrets({ cluster: 'demo', random: predictableOctets(seed), now: moment });
  assert.equal(await make('a'), await make('a'));
  assert.is((await make('a')).issuedAt, '2026-11-22T00:00:00Z');
  const [one, other] = [await make('a'), await make('b')];
  const parts = (made: Secrets) => [made.gossipKey, made.bootstrapToken, made.leafSeed, made.signer.privateKey];
  assert.is(new Set([...parts(one), ...parts(other)]).size, 8);
  const later = await make('a', new Date('2026-11-23T00:00:00Z'));
  assert.is.not(later.signer.certificate, one.signer.certificate);
});

test('holds 32 octets for gossip and seed, a UUID of version 4 and a P-256 authority', async () => {
  const made = await createSecrets({ cluster: 'demo', random: predictableOctets('x'), now: new Date(0) });
  assert.is(Buffer.from(made.gossipKey, 'base64').length, 32);
  assert.is(Buffer.from(made.leafSeed, 'base64').length, 32);
  assert.match(made.bootstrapToken ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const { certificate, privateKey } = made.signer;
  assert.ok(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey)));
  assert.is(made.generation, 1);
});

test('entropy of the wrong length is refused', async () => {
  const random = () => new Uint8Array(8);
  const message = await createSecrets({ cluster: 'demo', random, now: new Date() }).catch((error) => error.message);
  assert.match(message, /gave 8 octets/);
});

test('a text that is no secrets file is refused', () => {
  for (const given of ['', ' \n', '\uFEFF']) assertRefused(given, 'secrets-empty');
  for (const given of ['{', 'name: demo', '\u0000\u0001\ufffd', '{"a": 1,}']) assertRefused(given, 'secrets-not-json');
  assertRefused('{"sops": {"mac": "x"}, "cluster": "ENC[x]"}', 'secrets-encrypted');
  assertRefused('-----BEGIN AGE ENCRYPTED FILE-----\nx', 'secrets-encrypted');
  for (const given of ['[]', '"x"', '1', 'null']) assertRefused(given, 'secrets-invalid');
});

test('a file that is cut off anywhere is refused', () => {
  const end = text.trimEnd().length;
  fc.assert(
    fc.property(fc.nat(end - 1), (length) => parseSecrets(text.slice(0, length), 'demo').secrets === undefined),
  );
});

test('secrets of another cluster are refused', () => {
  assert.equal(complaints(text, 'other'), ['secrets-of-another-cluster at cluster']);
  assert.is(parseSecrets(text, 'other').secrets, undefined);
});

test('every missing value is named', () => {
  const keys = ['cluster', 'issuedAt', 'generation', 'authorities', 'gossipKey', 'bootstrapToken', 'leafSeed'];
  for (const key of keys)
    assertRefused(
      changed((file) => delete file[key]),
      `secrets-incomplete at ${key}`,
    );
  assert.equal(
    complaints('{"format": 1}'),
    keys.map((key) => `secrets-incomplete at ${key}`),
  );
  assertRefused(
    changed((file) => {
      file.authorities = [{}];
    }),
    'secrets-incomplete at authorities.0.certificate',
  );
});

test('a format that is not known and a key that is not known are refused', () => {
  assertRefused(
    changed((file) => {
      file.format = 3;
    }),
    'secrets-format-unknown at format',
  );
  assertRefused(
    changed((file) => {
      file['hunter2'] = 1;
    }),
    'secrets-unknown-key',
  );
});

test('a value of another form is refused', () => {
  const cases: readonly [keyof SecretsFile, unknown][] = [
    ['gossipKey', Buffer.alloc(16).toString('base64')],
    ['gossipKey', Buffer.alloc(32).toString('base64url')],
    ['gossipKey', `${'A'.repeat(42)}B=`],
    ['gossipKey', 7],
    ['leafSeed', Buffer.alloc(33).toString('base64')],
    ['bootstrapToken', 'root'],
    ['bootstrapToken', null],
    ['bootstrapToken', {}],
    ['bootstrapToken', { revoked: false }],
    ['bootstrapToken', { revoked: true, hunter2: 1 }],
    ['issuedAt', '2026-11-22'],
    ['issuedAt', '2026-02-30T00:00:00Z'],
    ['issuedAt', '2026-11-22T25:00:00Z'],
    ['generation', 0],
    ['generation', 1.5],
    ['authorities', []],
    ['authorities', {}],
    ['cluster', 1],
    ['note', []],
  ];
  for (const [key, value] of cases) {
    assertRefused(
      changed((file) => {
        file[key] = value;
      }),
      `${key === 'bootstrapToken' ? 'secrets-token-form' : 'secrets-invalid'} at ${key}`,
    );
  }
});

/** Refused when this one signs. */
function assertAuthorityRefused(authority: object, ...expected: readonly string[]): void {
  assertRefused(
    changed((file) => {
      file.authorities = [{ signs: true, ...authority }];
    }),
    ...expected,
  );
}

test('an authority that cannot sign is refused', () => {
  const first = secrets.signer;
  const at = (key: string) => `at authorities.0.${key}`;
  const leaf = issue(prepareIssuer(first), leafRequest(secrets));
  const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pem = (key: typeof p384, cipher = {}) => key.export({ format: 'pem', type: 'pkcs8', ...cipher }).toString();
  const locked = pem(p384, { cipher: 'aes-256-cbc', passphrase: 'x' });
  assertAuthorityRefused({ certificate: first.certificate }, `authority-key-missing ${at('privateKey')}`);
  assertAuthorityRefused({ ...first, privateKey: second.privateKey }, `authority-key-mismatch ${at('privateKey')}`);
  assertAuthorityRefused({ ...first, privateKey: pem(p384) }, `authority-key-unsupported ${at('privateKey')}`);
  assertAuthorityRefused({ ...first, privateKey: locked }, `authority-key-unreadable ${at('privateKey')}`);
  assertAuthorityRefused({ ...first, privateKey: 'x' }, `authority-key-unreadable ${at('privateKey')}`);
  assertAuthorityRefused({ ...first, certificate: 'x' }, `authority-certificate-unreadable ${at('certificate')}`);
  assertAuthorityRefused(leaf, `secrets-unknown-key ${at('').slice(0, -1)}`);
  const { certificate, privateKey } = leaf;
  assertAuthorityRefused({ certificate, privateKey }, `authority-not-ca ${at('certificate')}`);
  assertAuthorityRefused(ended, `authority-expired ${at('certificate')}`);
});

test('a certificate that is cut off, changed or not alone is refused', () => {
  const first = secrets.signer;
  const unreadable = 'authority-certificate-unreadable at authorities.0.certificate';
  const body = first.certificate.split('\n').slice(1, -2);
  const cut = ['-----BEGIN CERTIFICATE-----', ...body.slice(0, 4), '-----END CERTIFICATE-----', ''].join('\n');
  assertAuthorityRefused({ ...first, certificate: cut }, unreadable);
  assertAuthorityRefused({ ...first, certificate: first.certificate + second.certificate }, unreadable);
});

test('authorities that are only trusted need no key, and one that has ended is a warning', () => {
  const { certificate } = ended;
  const given = changed((file) => {
    file.authorities = [...(file.authorities as object[]), second, { certificate }];
  });
  assert.equal(complaints(given), ['authority-no-longer-valid at authorities.2.certificate']);
  assert.equal(parseSecrets(given, 'demo').secrets?.authorities, [secrets.signer, second, { certificate }]);
});

/** The file with these authorities; of format 1, where a file of the first releases is meant. */
function withAuthorities(authorities: readonly object[], format: 1 | 2 = 2): string {
  return changed((file) => {
    file.format = format;
    file.authorities = authorities;
  });
}

test('the file names the authority that signs, wherever it stands, and writes back as it was', () => {
  const first = secrets.signer;
  const given = withAuthorities([{ certificate: second.certificate }, { signs: true, ...first }]);
  const read = parseSecrets(given, 'demo').secrets;
  assert.equal(read?.signer, first);
  assert.equal(read?.authorities, [{ certificate: second.certificate }, first]);
  assert.equal(JSON.parse(formatSecrets(read as Secrets)), JSON.parse(given));
  const moved = withAuthorities([
    { ...first, signs: false },
    { signs: true, ...second },
  ]);
  assert.equal(parseSecrets(moved, 'demo').secrets?.signer, second);
});

test('a file in which no authority signs, or two, is refused', () => {
  const first = { ...secrets.signer };
  assertRefused(withAuthorities([first]), 'authority-signer-missing at authorities');
  assertRefused(withAuthorities([{ signs: false, ...first }, second]), 'authority-signer-missing at authorities');
  const twice = [
    { signs: true, ...first },
    { signs: true, ...second },
  ];
  assertRefused(withAuthorities(twice), 'authority-signer-twice at authorities.1.signs');
  const keyless = [first, { signs: true, certificate: second.certificate }];
  assertRefused(withAuthorities(keyless), 'authority-key-missing at authorities.1.privateKey');
  assertRefused(withAuthorities([{ ...first, signs: 'yes' }]), 'secrets-invalid at authorities.0.signs');
});

test('a file of format 1 is read as ever: its first authority signs, unless one is marked', () => {
  const first = { ...secrets.signer };
  assert.equal(parseSecrets(withAuthorities([first], 1), 'demo'), parseSecrets(text, 'demo'));
  assert.equal(parseSecrets(withAuthorities([second, first], 1), 'demo').secrets?.signer, second);
  const marked = withAuthorities([second, { signs: true, ...first }], 1);
  assert.equal(parseSecrets(marked, 'demo').secrets?.signer, first);
});

test('a revoked bootstrap token is said so in the file, told, and kept so', () => {
  const given = changed((file) => {
    file.bootstrapToken = { revoked: true };
  });
  const { secrets: read, diagnostics } = parseSecrets(given, 'demo');
  assert.equal(complaints(given), ['secrets-token-revoked at bootstrapToken']);
  assert.is(diagnostics[0]?.severity, 'notice');
  assert.ok(read && read.bootstrapToken === undefined);
  assert.equal(JSON.parse(formatSecrets(read)), JSON.parse(given));
});

test('line ends and remarks around a certificate change no byte of a bundle', () => {
  const first = secrets.signer;
  const spelled = { ...first, certificate: `issued by hand\r\n${first.certificate.trim().replaceAll('\n', '\r\n')}` };
  const given = changed((file) => {
    file.authorities = [{ signs: true, ...spelled }];
  });
  assert.equal(parseSecrets(given, 'demo').secrets?.signer, first);
});

testWithJudge(test, 'openssl', 'an authority that OpenSSL made serves as well, SEC1 key and all', (openssl) => {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '-'];
  const options = ['req', '-x509', ...curve, '-days', '20000', '-subj', '/CN=by hand'];
  const made = execFileSync(openssl, options, { encoding: 'utf8', stdio: 'pipe' });
  const key = execFileSync(openssl, ['ec'], { encoding: 'utf8', input: made, stdio: 'pipe' });
  const certificate = made.slice(made.indexOf('-----BEGIN CERTIFICATE'));
  assert.match(key, /BEGIN EC PRIVATE KEY/);
  const given = changed((file) => {
    file.authorities = [{ signs: true, certificate, privateKey: key }];
  });
  const { secrets: read, diagnostics } = parseSecrets(given, 'demo');
  assert.equal(diagnostics, []);
  assert.ok(read);
  const leaf = new X509Certificate(
    issue(prepareIssuer(read.signer), leafRequest(read, { issuedAt: '2060-01-01T00:00:00Z' })).certificate,
  );
  const ca = new X509Certificate(certificate);
  assert.ok(leaf.checkIssued(ca) && leaf.verify(ca.publicKey));
});

test('no problem quotes anything out of the file', () => {
  const secretWords = [
    ...['gossipKey', 'bootstrapToken', 'leafSeed'].map((key) => String(JSON.parse(text)[key])),
    ...secrets.signer.privateKey.split('\n').slice(1, -2),
    'hunter2hunter2',
  ].flatMap((word) => Array.from({ length: word.length - 7 }, (_, index) => word.slice(index, index + 8)));
  const mutilate = fc.tuple(
    fc.nat(text.length),
    fc.nat(60),
    fc.constantFrom('', '"', '}', '\n', 'hunter2hunter2', '0'),
  );
  const structural = fc
    .tuple(fc.constantFrom('gossipKey', 'bootstrapToken', 'leafSeed', 'issuedAt', 'cluster', 'format'), fc.jsonValue())
    .map(([key, value]) =>
      changed((file) => {
        file[key] = [file[key], value, 'hunter2hunter2'];
        file[`hunter2hunter2${JSON.stringify(file.leafSeed)}`] = JSON.stringify(file.gossipKey);
      }),
    );
  const textual = mutilate.map(([start, length, word]) => text.slice(0, start) + word + text.slice(start + length));
  fc.assert(
    fc.property(fc.oneof(structural, textual), (given) => {
      const said = JSON.stringify(parseSecrets(given, 'demo').diagnostics);
      const leaked = secretWords.find((word) => said.includes(word));
      assert.is(leaked, undefined);
    }),
    { numRuns: 500 },
  );
});

test('anything at all gets an answer, never a throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (given) => {
      assert.ok(parseSecrets(given, 'demo').diagnostics.length > 0);
    }),
    { numRuns: 500 },
  );
  assertRefused('['.repeat(2_000_000), 'secrets-not-json');
});

test('the fixtures’ secrets are the test secrets, and say so', () => {
  for (const { secretsFile } of fixtures())
    assert.is(readFileSync(secretsFile, 'utf8'), formatSecrets(marked), secretsFile);
  const fixture = formatSecrets(marked);
  assert.match(secrets.note ?? '', /Test secrets.*Never use them/);
  assert.equal(complaints(fixture), ['secrets-for-tests at forTests']);
  assert.equal(parseSecrets(fixture, 'demo').secrets, marked);
  assert.equal(complaints(fixture.replace('"forTests": true', '"forTests": false')), []);
  assertRefused(fixture.replace('"forTests": true', '"forTests": "true"'), 'secrets-invalid at forTests');
});

test.run();
