/** Promises about machines whose image has no Nomad. */

import assert from 'node:assert/strict';
import type { Scene } from '../promises/scene.ts';
import { nomadArchive } from './archive.ts';
import { fetching, fileServer, PORT } from './server.ts';

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

/** Has to come before the machines are switched on. */
export async function filesAreServed(): Promise<void> {
  await fileServer();
}

/** Each machine asked for each URL once, whatever boots there were since. */
export async function nomadIsFetchedOnce({ machines, expected, report }: Scene): Promise<void> {
  for (const { name } of machines) {
    await report.check(`${name} fetched Nomad once, by the second of its URLs`, async () => {
      const { address } = expected.servers.find(({ machine }) => machine === name) ?? {};
      const asked = (await fileServer()).requests.filter(({ from }) => from === address).map(({ path }) => path);
      assert.deepEqual(asked, [missing, right]);
    });
  }
}
