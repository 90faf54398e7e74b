/** A plan that is printed shows no key material, neither the secrets file's nor any leaf key, but hashes. */

import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { parseSecrets } from '../../lib/secrets/parse.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';
import { clusterFrom, fixtures } from '../fixtures.ts';

/** The lines of keys, whatever stands between them; certificates are no secrets. */
const keyLines = (text: string) =>
  [...text.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n([\s\S]*?)-----END/g)].flatMap(([, body = '']) =>
    body.split('\n').filter((line) => line !== ''),
  );

for (const { name, clusterFile, secretsFile } of fixtures()) {
  test(`a plan of ${name} prints no key material`, () => {
    const cluster = clusterFrom(readFileSync(clusterFile, 'utf8'));
    const secrets = parseSecrets(readFileSync(secretsFile, 'utf8'), cluster.name).secrets as Secrets;
    const { gossipKey, bootstrapToken = '', leafSeed, signer } = secrets;
    const ofFile = [gossipKey, bootstrapToken, leafSeed, ...keyLines(signer.privateKey)];
    for (const plan of planMachines(cluster, secrets)) {
      const ofLeaves = filesOf(plan).flatMap(({ content }) => keyLines(content));
      assert.ok(ofLeaves.length > 0 && ofFile.every((text) => text.length > 20));
      const deep = { depth: Number.POSITIVE_INFINITY, maxStringLength: Number.POSITIVE_INFINITY };
      for (const printed of [JSON.stringify(plan), inspect(plan, deep)]) {
        for (const { sha256 } of filesOf(plan).filter(({ secret }) => secret)) assert.match(printed, String(sha256));
        for (const text of [...ofFile, ...ofLeaves]) assert.not(printed.includes(text), plan.machine);
      }
    }
  });
}

test.run();
