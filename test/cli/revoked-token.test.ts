/** Promises about a bootstrap token that the secrets file says is revoked. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { run, snapshot } from './harness.ts';
import { builtWorkshop } from './workshop.ts';

/** A cluster that was built with a token, and then without. */
async function afterRevoking() {
  const shop = await builtWorkshop();
  const file = JSON.parse(readFileSync(shop.secrets, 'utf8'));
  const before = snapshot(shop.out) ?? {};
  writeFileSync(shop.secrets, JSON.stringify({ ...file, bootstrapToken: { revoked: true } }));
  const result = await run([shop.description, '--out', shop.out]);
  return { ...shop, token: String(file.bootstrapToken), before, after: snapshot(shop.out) ?? {}, result };
}

test('nothing that is built holds a revoked token, and the build says so', async () => {
  const { token, before, after, result } = await afterRevoking();
  assert.is(result.status, 0, result.stderr);
  assert.match(result.stderr, 'notice[secrets-token-revoked]');
  const holders = (files: Record<string, string>) => Object.keys(files).filter((name) => files[name]?.includes(token));
  assert.ok(holders(before).includes('operator/token'));
  assert.equal(holders(after), []);
  assert.not.ok('operator/token' in after);
  assert.not.match(after['operator/env.sh'] ?? '', 'NOMAD_TOKEN');
});

test('env.sh finds its folder without a token, and leaves the caller’s own token alone', async () => {
  const { out } = await afterRevoking();
  const script = '. "$1" && echo "$NOMAD_CLIENT_KEY $NOMAD_ADDR $NOMAD_TOKEN"';
  const env = { ...process.env, NOMAD_TOKEN: 'own' };
  const told = execFileSync('bash', ['-c', script, 'bash', join(out, 'operator/env.sh')], { encoding: 'utf8', env });
  assert.is(told, `${join(out, 'operator/cli-key.pem')} https://10.10.0.11:4646 own\n`);
  const inside = execFileSync('sh', ['-c', script, 'sh', './env.sh'], {
    encoding: 'utf8',
    env,
    cwd: join(out, 'operator'),
  });
  assert.match(inside, 'https://10.10.0.11:4646 own');
});

test.run();
