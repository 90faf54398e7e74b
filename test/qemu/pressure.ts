/** What the machine says of those who were there when its memory was taken: see pressure.py. */

import assert from 'node:assert/strict';
import type { Report } from '../boot/promises/report.ts';

export async function judgePressure(facts: ReadonlyMap<string, string>, { check, note }: Report): Promise<void> {
  const fact = (subject: string) => facts.get(subject) ?? 'nothing was said';
  const says = (promise: string, subject: string, ...patterns: readonly RegExp[]) =>
    check(promise, async () => {
      for (const pattern of patterns) assert.match(fact(subject), pattern);
      return fact(subject);
    });
  note(`the machine's memory was taken: ${fact('pressure')}`);
  await says('a task is to die before either agent', 'scores', /^server -500 client -500 task 0$/);
  await says(
    'a task of the Java driver talks TLS to the server agent',
    'java',
    /^complete: .*Owner: CN=solo1, OU=server/,
  );
  await says(
    'a task that takes all memory that the scheduler gives dies alone, and the cluster stays',
    'exec-hunger',
    /^\d+ MB failed: .*Signal: 9; .*machine exhausted False, killed python3; /,
    /; kept server client task; leader 10\.10\.0\.11:4647$/,
  );
  await says(
    'a server agent that balloons dies at its limit and is back; client agent and task are the same processes',
    'balloon',
    /^balloon ended by SIGKILL after \d+ s; server active, new process True; kept client task; leader 10\.10\.0\.11:4647$/,
  );
  await says(
    'a root task that leaves its limit and takes all memory of the machine dies, both agents and the cluster stay',
    'raw-hunger',
    /^\d+ MB failed: .*Signal: 9; .*machine exhausted True, killed python3; kept server client( task)?; leader 10\.10\.0\.11:4647$/,
  );
}
