/** Promises about a task that runs as root: not even it finds a secret in its chroot. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Machine } from '../rehearsal/machine.ts';
import { eventually } from '../rehearsal/wait.ts';
import { allocations, logOf, purge, runsEverywhere, submit } from './exec-job.ts';
import { machineNamed, type Scene } from './scene.ts';
import { collectSecrets } from './secrecy.ts';

const REFUSED_JOB = 'root-refused';
const SEARCH_JOB = 'root-search';
/** A file of the machine that a task's chroot gets a copy of, and that root alone can read. */
const CANARY_PATH = '/usr/share/rehearsal-canary';
/**
 * Root by another name. To a task of the user `root` Nomad gives every capability that the kernel knows, which a
 * client agent with a bounding set does not have itself, so that such a task never starts. Under another name uid 0
 * gets what every task gets, reading everything among it, and the agent stays as the bundle made it.
 */
const ALIAS = 'rehearsal-root';

const SEARCH = `
echo "user $(id -u)"
for folder in /*; do
  case $folder in /proc|/sys|/dev) continue;; esac
  grep --recursive --text --devices=skip --files-with-matches --fixed-strings --regexp="$NEEDLES" "$folder" | sed 's/^/found /'
  grep --recursive --binary-files=without-match --devices=skip --files-with-matches --extended-regexp --regexp='^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----' "$folder" | sed 's/^/key /'
done
echo "files $(find / -xdev -type f | wc -l)"
echo end
exec sleep 86398
`;

/** Shows that root is refused by default, then lets a task with uid 0 search for every secret there is. */
export async function rootTaskFindsNothing(scene: Scene): Promise<void> {
  const { operator, expected, report } = scene;
  const clients = expected.clients.map(({ machine }) => machineNamed(scene, machine));
  await report.check('a task as root is refused by default', () => rootIsRefused(scene));

  const canary = randomBytes(16).toString('hex');
  for (const machine of clients) await prepareSearch(machine, canary);
  const needles = [...(await collectSecrets(scene)), canary];
  await submit(operator, { job: SEARCH_JOB, user: ALIAS, script: SEARCH, env: { NEEDLES: needles.join('\n') } });
  for (const machine of clients) {
    await report.check(
      `${machine.name}: a task with uid 0 finds no secret in its chroot, but a planted canary`,
      async () => {
        const log = await searchLog(scene, machine);
        const marked = (mark: string) => [...log.matchAll(new RegExp(`^${mark} (.*)$`, 'gm'))].map((match) => match[1]);
        assert.deepEqual(marked('user'), ['0'], 'it is not root');
        assert.deepEqual(marked('found'), [CANARY_PATH]);
        assert.deepEqual(marked('key'), []);
        return `${marked('files')} files searched for ${needles.length - 1} strings`;
      },
    );
  }
  await purge(operator, SEARCH_JOB);
}

async function rootIsRefused({ operator, expected }: Scene): Promise<void> {
  await submit(operator, { job: REFUSED_JOB, user: 'root', script: 'exec sleep 86399' });
  await eventually(30_000, async () => {
    const all = await allocations(operator, REFUSED_JOB);
    assert.equal(all.length, expected.clients.length);
    for (const { ClientStatus, TaskStates } of all) {
      assert.equal(ClientStatus, 'failed');
      assert.match(JSON.stringify(TaskStates), /running as user \\"root\\" is disallowed/);
    }
  });
  await purge(operator, REFUSED_JOB);
}

async function prepareSearch(machine: Machine, canary: string): Promise<void> {
  await machine.run(['sh', '-c', `umask 077; cat > ${CANARY_PATH}`], { input: `${canary}\n` });
  await machine.run(['useradd', '--non-unique', '--uid=0', '--gid=0', '--no-create-home', ALIAS]);
}

async function searchLog(scene: Scene, machine: Machine): Promise<string> {
  const { operator, expected } = scene;
  await eventually(60_000, () => runsEverywhere(operator, SEARCH_JOB, expected.clients.length));
  const allocation = (await allocations(operator, SEARCH_JOB)).find(({ NodeName }) => NodeName === machine.name);
  return eventually(60_000, () => logOf(operator, allocation?.ID ?? '', /^end$/m));
}
