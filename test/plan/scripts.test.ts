/** The few fixed shell scripts of a bundle. */

import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeParameters } from '../../lib/plan/converge.ts';
import { testWithJudge } from '../judges.ts';

const scripts = suite('scripts');
const folder = fileURLToPath(new URL('../../lib/plan/scripts/', import.meta.url));
const files = readdirSync(folder).map((name) => `${folder}${name}`);

testWithJudge(scripts, 'shellcheck', 'shellcheck finds nothing to say', (shellcheck) => {
  const { stdout, status } = spawnSync(shellcheck, ['--external-sources', '--shell=sh', ...files], {
    encoding: 'utf8',
  });
  assert.is(stdout, '');
  assert.is(status, 0);
});

scripts('no script prints what it reads from the secrets folder', () => {
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    assert.not.match(text, /(echo|printf)[^\n]*(TOKEN|secret-id|bootstrap-token)/, file);
    assert.not.match(text, /set -x/, file);
  }
});

testWithJudge(scripts, 'sh', 'a shell reads back every parameter', (shell) => {
  const value = `it's "quoted" $HOME \`id\` \\ {{ x }} #;&|`;
  const text = `${encodeParameters({ ONE: value })}printf %s "$ONE"`;
  assert.is(execFileSync(shell, ['-c', text], { encoding: 'utf8' }), value);
});

scripts.run();
