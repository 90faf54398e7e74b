/** Promises about secrets: nowhere on a machine can they be read by those they are not for. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../rehearsal/machine.ts';
import type { Scene } from './scene.ts';

const SECRETS_FOLDER = '/var/lib/nomad-firstboot/secrets';

/**
 * Strings that betray a secret wherever they stand: the cluster's own from its secrets file, the
 * operator's and every machine's key. Of a key's PEM the first two lines count: after them comes the public half.
 */
export async function collectSecrets({ machines, bundles, secrets }: Scene): Promise<string[]> {
  const file = JSON.parse(readFileSync(secrets, 'utf8'));
  const found = new Set<string>([file.gossipKey, file.bootstrapToken, file.leafSeed]);
  const addKey = (pem: string) => {
    const lines = pem
      .split('\n')
      .filter((line) => line.length >= 16 && !line.startsWith('-----'))
      .slice(0, 2);
    assert.notEqual(lines.length, 0, 'a key without a line');
    for (const line of lines) found.add(line);
  };
  for (const { privateKey } of file.authorities) if (privateKey) addKey(privateKey);
  addKey(readFileSync(join(bundles, 'operator/cli-key.pem'), 'utf8'));
  for (const machine of machines) {
    for (const pem of await keysOf(machine)) addKey(pem);
  }
  return [...found];
}

async function keysOf(machine: Machine): Promise<string[]> {
  const text = await machine.run(['sh', '-c', `cat ${SECRETS_FOLDER}/*`]);
  const keys = text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END/g);
  assert.ok(keys, `${machine.name} has no private key in ${SECRETS_FOLDER}`);
  return keys;
}

/** Searches the disks and logs of all machines. */
export async function secretsAreKept(scene: Scene): Promise<void> {
  const { machines, report } = scene;
  const secrets = await collectSecrets(scene);
  for (const machine of machines) {
    await report.check(`${machine.name}: nobody but root and the agents can read a secret`, async () => {
      const all = await filesWithSecrets(machine, secrets, 'root');
      assert.ok(
        all.some((path) => path.startsWith(SECRETS_FOLDER)),
        'root finds none either, which proves nothing',
      );
      assert.deepEqual(await filesWithSecrets(machine, secrets, 'nobody'), []);
      assert.deepEqual(
        all.filter((path) => path.startsWith('/etc/')),
        [],
        'a secret under /etc',
      );
      return `root finds them in ${all.length} files`;
    });
    await report.check(`${machine.name}: no secret in console, journal, logs or command lines`, async () => {
      const console = machine.console.lines.map(({ text }) => text).join('\n');
      assert.match(console, /nomad-firstboot/);
      const journal = await machine.run(['journalctl', '--boot', '--no-pager', '--output=export']);
      assert.match(journal, /nomad-firstboot/);
      const commands = await machine.run(['sh', '-c', 'cat /proc/[0-9]*/cmdline']);
      const logs = await machine.run(['sh', '-c', 'cat /var/log/cloud-init*.log']);
      const places = Object.entries({ console, journal, commands, logs });
      const leaks = places.filter(([, text]) => secrets.some((secret) => text.includes(secret)));
      assert.deepEqual(
        leaks.map(([place]) => place),
        [],
      );
    });
  }
}

/** Paths of the files that hold one of the secrets, as far as this user can read them. */
async function filesWithSecrets(machine: Machine, secrets: readonly string[], user: string): Promise<string[]> {
  const options = '--recursive --text --devices=skip --no-messages --files-with-matches --fixed-strings';
  const script = `
    needles=$(cat)
    for folder in /*; do
      case $folder in /proc|/sys|/dev) continue;; esac
      grep ${options} --regexp="$needles" "$folder" || :
    done`;
  const as = user === 'root' ? [] : ['setpriv', `--reuid=${user}`, '--regid=nogroup', '--clear-groups'];
  const output = await machine.run([...as, 'sh', '-c', script], { input: secrets.join('\n') });
  return output.split('\n').filter(Boolean);
}
