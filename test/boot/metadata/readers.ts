/** A promise about a unit that the description lets in, on a machine that cannot tell it from others. */

import assert from 'node:assert/strict';
import { eventually } from '../rehearsal/wait.ts';
import type { GuardScene } from './promises.ts';

const READER = 'reader.service';

/** nft names groups by their path in the unified hierarchy, which a machine with cgroup v1 does not have. */
export async function readerStaysOut({ machine, report, when }: GuardScene): Promise<void> {
  await report.check(`${when}: without cgroup v2 a reader is not let in, and its journal says why`, async () => {
    await machine.run(['systemctl', 'restart', READER]);
    await machine.run(['rm', '-f', '/run/reader']);
    await eventually(10_000, async () => assert.match(await machine.run(['cat', '/run/reader']), /Connection refused/));
    const journal = await machine.run(['journalctl', `--unit=${READER}`, '--boot', '--output=cat']);
    assert.match(journal, /cgroupv2 path fails: No such file or directory/);
  });
}
