/** Promises about the secrets file on disk: made once, made whole, and read by nobody else. */

import { chmodSync, linkSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Failure } from '../../lib/cli/failure.ts';
import { defaultSecretsPath, publishSecretsFile, readSecretsFile } from '../../lib/cli/read/secrets-file.ts';
import { temporaryFolder, testHost } from './harness.ts';

const host = testHost([]);

function failureOf(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('expected a failure');
}

test('secrets stand beside the description, named after it', () => {
  assert.is(defaultSecretsPath('cluster.yaml'), 'cluster.secrets.json');
  assert.is(defaultSecretsPath('/etc/demo/eu.prod.yml'), '/etc/demo/eu.prod.secrets.json');
  assert.is(defaultSecretsPath('../cluster'), '../cluster.secrets.json');
});

test('a secrets file is made with mode 0600, alone, whatever the umask', () => {
  const folder = temporaryFolder();
  const path = join(folder, 's.json');
  const before = process.umask(0);
  assert.is(publishSecretsFile(host, path, 'secret'), true);
  process.umask(before);
  assert.is(statSync(path).mode & 0o7777, 0o600);
  assert.is(readSecretsFile(host, path), 'secret');
  assert.equal(readdirSync(folder), ['s.json']);
});

test('a secrets file that is there is never replaced', () => {
  const folder = temporaryFolder();
  const path = join(folder, 's.json');
  publishSecretsFile(host, path, 'first');
  assert.is(publishSecretsFile(host, path, 'second'), false);
  assert.is(readFileSync(path, 'utf8'), 'first');
  assert.equal(readdirSync(folder), ['s.json']);
});

test('nothing is made at the far end of a symbolic link', () => {
  const folder = temporaryFolder();
  symlinkSync('elsewhere', join(folder, 's.json'));
  assert.is(readSecretsFile(host, join(folder, 's.json')), undefined);
  assert.is(publishSecretsFile(host, join(folder, 's.json'), 'secret'), false);
  assert.equal(readdirSync(folder), ['s.json']);
});

for (const mode of [0o640, 0o604, 0o644, 0o620, 0o602, 0o666]) {
  test(`a secrets file of mode ${mode.toString(8)} is refused, with the command that mends it`, () => {
    const path = join(temporaryFolder(), 'my secrets.json');
    writeFileSync(path, 'secret');
    chmodSync(path, mode);
    const { message, mend, status } = failureOf(() => readSecretsFile(host, path));
    assert.is(status, 3);
    assert.match(message, `(mode 0${mode.toString(8)})`);
    assert.is(mend, `Run: chmod 600 '${path}'`);
  });
}

for (const mode of [0o600, 0o400, 0o700]) {
  test(`a secrets file of mode ${mode.toString(8)} is taken`, () => {
    const path = join(temporaryFolder(), 's.json');
    writeFileSync(path, 'secret');
    chmodSync(path, mode);
    assert.is(readSecretsFile(host, path), 'secret');
  });
}

test('test secrets that say so are taken as git leaves them, and nothing that only looks like them', () => {
  const path = join(temporaryFolder(), 's.json');
  const read = (text: string, mode: number) => {
    writeFileSync(path, text);
    chmodSync(path, mode);
    return readSecretsFile(host, path);
  };
  for (const mode of [0o644, 0o664]) assert.is(read('{"forTests": true}', mode), '{"forTests": true}');
  for (const text of [
    '{"forTests": false}',
    '{"forTests": "true"}',
    '{"note": "forTests: true"}',
    '"forTests"',
    'null',
  ])
    assert.match(failureOf(() => read(text, 0o644)).message, '(mode 0644)', text);
});

test("somebody else's secrets file is taken as it is: its owner decides who reads it", () => {
  const path = join(temporaryFolder(), 's.json');
  writeFileSync(path, 'secret');
  chmodSync(path, 0o644);
  const own = statSync(path).uid;
  assert.is(readSecretsFile(testHost([], { userId: own + 1 }), path), 'secret');
  assert.is(readSecretsFile(testHost([], { userId: undefined }), path), 'secret');
});

test('a folder, a missing folder and a huge file are no secrets', () => {
  const folder = temporaryFolder();
  assert.match(failureOf(() => readSecretsFile(host, folder)).message, 'it is a folder');
  assert.is(readSecretsFile(host, join(folder, 'a/s.json')), undefined);
  assert.match(
    failureOf(() => publishSecretsFile(host, join(folder, 'a/s.json'), '')).message,
    'no such file or folder',
  );
  writeFileSync(join(folder, 'huge'), Buffer.alloc(1024 * 1024 + 1), { mode: 0o600 });
  assert.match(failureOf(() => readSecretsFile(host, join(folder, 'huge'))).message, 'larger than 1 MiB');
});

test('what a killed run left is removed, and what a running one is writing is not', () => {
  const folder = temporaryFolder();
  const path = join(folder, 's.json');
  writeFileSync(path, 'secret', { mode: 0o600 });
  linkSync(path, join(folder, '.s.json.tmp-99999999-abcdefgh'));
  linkSync(path, join(folder, `.s.json.tmp-${process.ppid}-abcdefgh`));
  writeFileSync(join(folder, '.s.json.tmp-mine'), 'mine');
  readSecretsFile(host, path);
  assert.equal(readdirSync(folder), [`.s.json.tmp-${process.ppid}-abcdefgh`, '.s.json.tmp-mine', 's.json']);
});

test.run();
