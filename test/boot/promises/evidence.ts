/** What a person needs to see of each machine when a promise was broken. */

import type { Machine } from '../rehearsal/machine.ts';
import { messageOf } from '../rehearsal/wait.ts';
import { CLIENT_UNIT, PROOF_UNIT, type Scene, SERVER_UNIT } from './scene.ts';

/** Prints status, console and journals of all machines. */
export async function printEvidence({ machines }: Pick<Scene, 'machines'>): Promise<void> {
  for (const machine of machines) {
    const heading = (text: string) => console.log(`\n---- ${machine.name}: ${text}`);
    heading('the end of its console');
    console.log(
      machine.console.lines
        .slice(-40)
        .map(({ text }) => text)
        .join('\n'),
    );
    heading('status.json');
    console.log(await answer(machine, ['cat', '/run/nomad-firstboot/status.json']));
    heading('failed units');
    console.log(await answer(machine, ['systemctl', 'list-units', '--state=failed', '--plain', '--no-legend']));
    for (const unit of [SERVER_UNIT, CLIENT_UNIT, PROOF_UNIT]) {
      heading(`the journal of ${unit}`);
      console.log(
        await answer(machine, [
          'journalctl',
          '--boot',
          '--no-pager',
          '--output=short-monotonic',
          '--lines=60',
          `--unit=${unit}`,
        ]),
      );
    }
  }
}

async function answer(machine: Machine, argv: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await machine.attempt(argv, { timeoutMs: 10_000 });
    return stdout + stderr;
  } catch (error) {
    return messageOf(error);
  }
}
