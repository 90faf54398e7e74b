/** Promises about machines that nobody may log in to: nothing serves SSH, and the image's own Nomad never ran. */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Machine } from '../rehearsal/machine.ts';
import type { Scene } from './scene.ts';

const SSH_PORT = 22;
/** What systemd prints in red when a unit failed, or another one because of it. */
const RED_LINE = /\[ *(FAILED|DEPEND) *\]|Failed to start |Dependency failed for /;

/** Judges every machine in its present boot, where the description names nobody. */
export async function nobodyLogsIn({ machines, expected, report }: Scene): Promise<void> {
  const { people } = expected;
  if (people.length > 0) return report.skip('nobody can log in', `${people.join(', ')} may`);
  for (const machine of machines) {
    await report.check(`${machine.name}: nothing serves SSH, seen from inside and outside`, () => sshIsSilent(machine));
    await report.check(`${machine.name}: the image's own nomad.service never began`, () => imageAgentIsSilent(machine));
  }
}

/** No unit of SSH is active, nothing listens on its port, and whoever calls from outside is refused at once. */
async function sshIsSilent(machine: Machine): Promise<string> {
  const listening = await machine.run(['ss', '--no-header', '--listening', '--numeric', '--tcp', '--unix', '--vsock']);
  assert.deepEqual(
    listening.split('\n').filter((line) => /:22\s|ssh/.test(line) && !/ssh-agent/.test(line)),
    [],
  );
  const units = await machine.run(['systemctl', 'list-units', '--no-legend', '--plain', 'ssh*']);
  assert.deepEqual(
    units.split('\n').filter((line) => / (active|failed|activating) /.test(line) && !/\.(target|slice) /.test(line)),
    [],
  );
  const addresses = machine.bundle.interfaces.flatMap((nic) => nic.addresses.map((address) => address.split('/')[0]));
  for (const address of addresses) assert.equal(await answerOf(address ?? ''), 'ECONNREFUSED', address);
  return addresses.join(', ');
}

/** Whether a port answers somebody who has the operator's place in the network. */
function answerOf(host: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: SSH_PORT, timeout: 5000 });
    const end = (answer: string) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .on('connect', () => end('it is open'))
      .on('timeout', () => end('no answer'))
      .on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

/** Whatever a unit does, and whatever systemd does with it, stands in its journal. */
async function imageAgentIsSilent(machine: Machine): Promise<void> {
  const unit = await machine.run(['systemctl', 'cat', 'nomad-firstboot.service']);
  assert.match(unit, /ExecStart/, 'systemctl shows no unit, which proves nothing');
  const own = await machine.run(['journalctl', '--no-pager', '--output=cat', '--unit=nomad-firstboot.service']);
  assert.notEqual(own, '', 'the journal has nothing of our own unit, which proves nothing');
  const journal = await machine.run(['journalctl', '--no-pager', '--output=cat', '--unit=nomad.service']);
  assert.equal(journal.replace(/^-- No entries --\n/, ''), '');
}

/** Nothing of the latest boot was printed in red. */
export function consoleIsCalm(machine: Machine): string {
  const lines = machine.console.lines.filter(({ at }) => at >= machine.poweredOnAt).map(({ text }) => text);
  assert.deepEqual(
    lines.filter((line) => RED_LINE.test(line)),
    [],
  );
  return `${lines.length} lines`;
}
