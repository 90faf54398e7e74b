/** A row's description whole: its machines, and the program that says on the console how each of them stands. */

import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { Emulation } from '../emulation.ts';
import type { Row } from './rows.ts';

/** Text of the description with this many machines: n1, n2 and so on. */
export function describe({ machine, description, cards }: Row, count: number): string {
  const emulations = Array.from({ length: count }, (_, index) => machine(index + 1));
  const machines = emulations.map(({ cards: plugged }, index) => [
    `n${index + 1}`,
    {
      interfaces: Object.entries(cards).map(([network, card]) => ({
        network,
        mac: plugged[card]?.mac,
        address: plugged[card]?.address.replace(/\/.*/, ''),
      })),
    },
  ]);
  const { extra, ...shared } = common(emulations[0]?.service);
  const program = { path: '/opt/facts/report', mode: '0755', content: read('report.py') };
  const whole = { ...shared, ...description, extra: { ...extra, files: [program] } };
  return JSON.stringify({ ...whole, machines: Object.fromEntries(machines) });
}

/** What cluster.yaml says, the program being told where the metadata service is. */
function common(service: Emulation['service']): { extra: object } {
  const addresses = service?.addresses.join(' ') ?? '';
  return load(read('cluster.yaml').replace('/opt/facts/report', `$& ${addresses}`)) as { extra: object };
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
