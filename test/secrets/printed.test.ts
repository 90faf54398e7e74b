/** Promises about secrets that are printed: hashes in their place, and only `formatSecrets` writes them. */

import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSecrets } from '../../lib/secrets/parse.ts';
import { createSecrets, formatSecrets, type Secrets } from '../../lib/secrets/secrets.ts';
import { predictableOctets, testSecrets } from '../../lib/secrets/test-secrets.ts';

const made = await createSecrets({ cluster: 'demo', random: predictableOctets('printed'), now: new Date(0) });
const read = parseSecrets(formatSecrets(made), 'demo').secrets as Secrets;
const kinds = { made, read, 'for tests': await testSecrets() };

/** What nobody but the file's owner may see; a key's lines one by one, however they are joined. */
function secretTexts({ gossipKey, bootstrapToken = '', leafSeed, signer }: Secrets): readonly string[] {
  const lines = signer.privateKey.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  return [gossipKey, bootstrapToken, leafSeed, ...lines];
}

/** A value as programs print it, alone and as a part of others. */
function prints(value: unknown): readonly string[] {
  const deep = { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: Number.POSITIVE_INFINITY };
  return [
    JSON.stringify(value),
    JSON.stringify([{ value }]),
    inspect(value, deep),
    inspect([{ value }], deep),
    `${value}`,
  ];
}

for (const [kind, secrets] of Object.entries(kinds)) {
  test(`secrets that are printed show none: ${kind}`, () => {
    const texts = secretTexts(secrets);
    assert.ok(texts.length >= 6 && texts.every((text) => text.length > 20));
    for (const printed of [secrets, secrets.signer, secrets.authorities].flatMap(prints)) {
      for (const text of texts) assert.not(printed.includes(text));
    }
    assert.match(JSON.stringify(secrets), /"gossipKey":"secret, sha256 [0-9a-f]{16}"/);
  });

  test(`and the secrets file holds them: ${kind}`, () => {
    const file = JSON.stringify(JSON.parse(formatSecrets(secrets))).replaceAll('\\n', '\n');
    for (const text of secretTexts(secrets)) assert.ok(file.includes(text));
  });
}

test('other secrets print other hashes, and a revoked token prints none', async () => {
  assert.is.not(JSON.stringify(made.gossipKey), JSON.stringify(kinds['for tests'].gossipKey));
  const { bootstrapToken: _, ...file } = JSON.parse(formatSecrets(made));
  const { secrets } = parseSecrets(JSON.stringify({ ...file, bootstrapToken: { revoked: true } }), 'demo');
  assert.not('bootstrapToken' in JSON.parse(JSON.stringify(secrets)));
});

test('JSON of secrets is not mistaken for their file', () => {
  const { authorities, ...rest } = JSON.parse(JSON.stringify(made));
  const signs = authorities.map((one: object) => ({ signs: true, ...one }));
  delete rest.signer;
  const { secrets, diagnostics } = parseSecrets(JSON.stringify({ format: 2, ...rest, authorities: signs }), 'demo');
  assert.is(secrets, undefined);
  assert.ok(diagnostics.length > 0);
});

test.run();
