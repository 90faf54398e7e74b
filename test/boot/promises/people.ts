/** Promises about people who are declared: they log in over SSH with their keys, and by nothing else. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, type Outcome } from '../rehearsal/command.ts';
import { eventually } from '../rehearsal/wait.ts';
import type { Scene } from './scene.ts';

export const PERSON = 'ada';

/** The part of a description that names a person, whose key is made in this folder. */
export function describePerson(folder: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', PERSON, '-f', join(folder, PERSON)]);
  const key = readFileSync(join(folder, `${PERSON}.pub`), 'utf8').trim();
  return `users:\n  - { name: ${PERSON}, sudo: true, sshAuthorizedKeys: ["${key}"] }\n`;
}

/** Calls every machine from outside. */
export async function peopleLogIn({ machines, report, sandbox }: Scene): Promise<void> {
  const key = ['-o', 'IdentitiesOnly=yes', '-i', join(sandbox.folder, PERSON)];
  for (const machine of machines) {
    const host = machine.bundle.interfaces[0]?.addresses[0]?.split('/')[0] ?? '';
    await report.check(`${machine.name}: ${PERSON} logs in with her key and becomes root`, async () => {
      const { status, stdout, stderr } = await eventually(20_000, () =>
        ssh(key, PERSON, host, 'id -un; sudo -n id -un'),
      );
      assert.deepEqual([status, stdout], [0, `${PERSON}\nroot\n`], stderr);
    });
    await report.check(`${machine.name}: nothing but a key is asked for, and root has none`, async () => {
      await machine.run(['chpasswd'], { input: `${PERSON}:enchantress\n` });
      const keyless = ['-o', 'PubkeyAuthentication=no'];
      for (const [options, user] of [
        [keyless, PERSON],
        [key, 'root'],
      ] as const) {
        const { status, stderr } = await ssh(options, user, host, 'true');
        assert.equal(status, 255);
        assert.match(stderr, /Permission denied \(publickey\)/, user);
      }
    });
  }
}

/** One call with a client that knows no host and asks nobody. */
function ssh(options: readonly string[], user: string, host: string, command: string): Promise<Outcome> {
  const stranger = ['-F', '/dev/null', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-o', 'LogLevel=ERROR'];
  const trusting = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
  return attempt(['ssh', ...stranger, ...trusting, ...options, `${user}@${host}`, command], { timeoutMs: 30_000 });
}
