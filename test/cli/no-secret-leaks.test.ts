/** The promise that no secret is ever told: not by a report, a diagnostic, an error, the manifest or `show`. */

import { createPrivateKey } from 'node:crypto';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fixture, type Result, run, temporaryFolder } from './harness.ts';

/** What is secret in a secrets file, as it stands there. */
function secretStrings(text: string): string[] {
  const { authorities, gossipKey, bootstrapToken, leafSeed } = JSON.parse(text);
  return [
    gossipKey,
    bootstrapToken,
    leafSeed,
    ...authorities.flatMap(({ privateKey }: { privateKey: string }) => scalar(privateKey)),
  ];
}

/** The secret part of a P-256 key: 32 bytes in the middle of its PEM, which breaks a line there, and in other writings. */
function scalar(pem: string): string[] {
  const base64 = pem.split('\n').slice(1, -2).join('');
  const d = Buffer.from(createPrivateKey(pem).export({ format: 'jwk' }).d ?? '', 'base64url');
  // Four characters hold three octets: from the 48th on they are the key's alone.
  assert.ok([35, 36].includes(Buffer.from(base64, 'base64').indexOf(d)));
  return [base64.slice(48, 64), base64.slice(64, 90), d.toString('hex')];
}

async function built() {
  const folder = temporaryFolder();
  const [description, secrets, out] = ['cluster.yaml', 'cluster.secrets.json', 'out'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  copyFileSync(fixture, description);
  const first = await run([description, '--out', out]);
  const text = readFileSync(secrets, 'utf8');
  const leafKey = readFileSync(join(out, 'operator/cli-key.pem'), 'utf8');
  return { description, secrets, out, first, text, needles: [...secretStrings(text), ...scalar(leafKey)] };
}

const { description, secrets, out, first, text, needles } = await built();

/** The first part of a secret that a text holds: 12 characters in a row of one are a part. */
function foundIn(said: string): string | undefined {
  const unwrapped = said.replace(/\\n/g, '\n');
  const parts = needles.flatMap((needle) =>
    Array.from({ length: Math.floor((needle.length - 12) / 2) + 1 }, (_, index) =>
      needle.slice(index * 2, index * 2 + 12),
    ),
  );
  return parts.find((part) => unwrapped.includes(part));
}

function tellsNothing(result: Result | string, what: string): void {
  const said = typeof result === 'string' ? result : result.stdout + result.stderr;
  assert.is(foundIn(said), undefined, `${what} tells a secret`);
}

test('the scan finds secrets where there are some', async () => {
  assert.is(needles.length, 9);
  assert.ok(foundIn(text));
  assert.ok(foundIn((await run([description, '--machine', 'n1'])).stdout));
  assert.ok(foundIn((await run([description, '--json'])).stdout));
  assert.ok(foundIn(readFileSync(join(out, 'operator/cli-key.pem'), 'utf8')));
});

test('builds, checks and shows tell no secret', async () => {
  tellsNothing(first, 'the first build');
  tellsNothing(await run([description, '--out', out]), 'a rebuild');
  tellsNothing(await run(['check', description, '--at', '2099-01-01']), 'check');
  tellsNothing(await run(['check', description, '--json', '--at', '2099-01-01']), 'check --json');
  for (const machine of ['n1', 'n2', 'n3']) {
    const shown = await run(['show', description, machine]);
    assert.is(shown.status, 0, shown.stderr);
    assert.ok(shown.stdout.length > 1000);
    tellsNothing(shown, `show ${machine}`);
  }
  tellsNothing(readFileSync(join(out, 'manifest.json'), 'utf8'), 'the manifest');
});

test('a comparison with other secrets, and with none of what was there, tells no secret', async () => {
  const other = await built();
  for (const form of [[], ['--json']]) {
    const result = await run(['diff', out, other.out, ...form]);
    assert.is(result.status, 4, result.stderr);
    assert.match(result.stdout, 'another gossip key');
    tellsNothing(result, 'diff');
    tellsNothing(await run(['diff', other.out, description, ...form]), 'diff the other way');
  }
});

test('standard error tells no secret where standard output is the product', async () => {
  tellsNothing((await run([description, '--json'])).stderr, '--json');
  tellsNothing((await run([description, '--machine', 'n1'])).stderr, '--machine');
});

test('secrets that are broken anywhere tell no secret', async () => {
  const wholes = JSON.parse(text);
  const broken: string[] = [];
  for (let length = 1; length < text.length; length += Math.ceil(text.length / 40)) broken.push(text.slice(0, length));
  for (const key of Object.keys(wholes)) {
    broken.push(JSON.stringify({ ...wholes, [key]: undefined }), JSON.stringify({ ...wholes, [key]: 7 }));
    broken.push(JSON.stringify({ ...wholes, [key]: `${wholes.leafSeed}x` }));
    broken.push(JSON.stringify({ ...wholes, [wholes.bootstrapToken]: wholes[key] }));
  }
  broken.push(text.replaceAll('"', "'"), `${text}${wholes.gossipKey}`, text.replaceAll('MI', 'ZZ'));
  for (const content of broken) {
    writeFileSync(secrets, content);
    for (const args of [
      [description, '--out', out],
      ['check', description],
      ['show', description, 'n1'],
    ]) {
      const result = await run(args);
      if (result.status === 0) continue;
      assert.is(result.status, 1, result.stderr);
      tellsNothing(result, `secrets of ${content.length} characters`);
    }
  }
  writeFileSync(secrets, text);
  assert.is(statSync(secrets).mode & 0o777, 0o600);
});

test('secrets given as the description tell no secret', async () => {
  for (const args of [
    [secrets, '--json'],
    ['check', secrets],
    ['show', secrets, 'n1'],
  ]) {
    const result = await run(args);
    assert.is.not(result.status, 0);
    tellsNothing(result, args.join(' '));
  }
});

test.run();
