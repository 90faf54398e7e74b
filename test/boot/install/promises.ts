/** Promises about machines whose image has no Nomad. */

import assert from 'node:assert/strict';
import type { Scene } from '../promises/scene.ts';
import { nomadArchive } from './archive.ts';
import { nomadRepository } from './repository.ts';
import { fetching, fileServer, installing, PORT } from './server.ts';

/** The operator's address on the network of the fixture's servers, as test/boot/rehearsal/network.ts chooses it. */
const operator = '10.10.0.254';
const [missing, right] = [`/not-found/nomad.zip`, `/nomad.zip`];

/** The fixture, whose machines fetch Nomad from the second of two URLs, for the first has no file. */
export async function fetchesNomad(text: string): Promise<string> {
  const { sha256 } = await nomadArchive();
  return fetching(
    text,
    [missing, right].map((path) => `http://${operator}:${PORT}${path}`),
    sha256,
  );
}

const packageVersion = '1.11.3-1';

/** The first of the fixture's machines, alone, which installs the package of a repository; a later one is there, too. */
export async function installsPackage(text: string): Promise<string> {
  const { files, key, suite } = await nomadRepository(packageVersion, '1.11.4-1');
  const server = await fileServer();
  for (const [path, content] of files) server.files.set(`/apt/${path}`, content);
  const repository = { url: `http://${operator}:${PORT}/apt`, suite, key };
  const alone = text.slice(0, text.indexOf('  n2:'));
  return installing(alone, `{ method: apt, repository: ${JSON.stringify(repository)} }`);
}

/** The package is the wanted one and stays it, and the agent that it would start has never run. */
export async function packageIsAsWanted({ machines, report }: Scene): Promise<void> {
  for (const machine of machines) {
    await report.check(`${machine.name} has the package in its version, and apt would keep it so`, async () => {
      const policy = await machine.run(['apt-cache', 'policy', 'nomad']);
      assert.match(policy, new RegExp(`Installed: ${packageVersion}\n  Candidate: ${packageVersion}\n`));
      assert.match(policy, /1[.]11[.]4-1/);
    });
    await report.check(`${machine.name}: the package's own agent never ran`, async () => {
      const words = await machine.run(['journalctl', '--boot', '--quiet', '--output=cat', '--unit=nomad.service']);
      assert.equal(words, '');
      assert.equal((await machine.attempt(['systemctl', 'is-enabled', 'nomad.service'])).stdout, 'masked\n');
    });
  }
}

/** Has to come before the machines are switched on. */
export async function filesAreServed(): Promise<void> {
  await fileServer();
}

/** Each machine asked for each URL once, whatever boots there were since. */
export async function nomadIsFetchedOnce({ machines, expected, report }: Scene): Promise<void> {
  for (const { name } of machines) {
    await report.check(`${name} fetched Nomad once, by the second of its URLs`, async () => {
      const { address } = expected.servers.find(({ machine }) => machine === name) ?? {};
      // Machines of other rows have had the same addresses.
      const asked = (await fileServer()).requests.filter(({ from, path }) => from === address && path.endsWith('.zip'));
      assert.deepEqual(
        asked.map(({ path }) => path),
        [missing, right],
      );
    });
  }
}
