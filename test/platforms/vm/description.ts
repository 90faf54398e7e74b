/**
 * What is booted on a platform: what `init` writes for it, edited as its comments tell, and the program that says on the
 * console how each machine stands.
 */

import { readFileSync } from 'node:fs';
import { startingDescription } from '../../../lib/cli/init/starting-description.ts';
import { parseWishes } from '../../../lib/cli/init/wishes.ts';
import type { Emulation } from '../emulation.ts';

/** Of the cluster. */
export const clusterName = 'cloud';

/** The machine with this number, from 1, as `init` calls it. */
export const machineName = (number: number): string => `server-${number}`;

/** Text of the description of so many machines that carry both agents. A single one restarts once, others need each other. */
export function describe({ platform, service }: Emulation, count: number): string {
  const options = { name: clusterName, platform, servers: String(count), clients: '0' };
  const begun = startingDescription(parseWishes(new Map(Object.entries(options))), './cluster.schema.json');
  const edited = replaced(begun, 'subnet: 10.10.0.0/16', 'subnet: 10.10.0.0/24');
  const text = count === 1 ? edited : replaced(edited, 'server:\n', 'server:\n  raftMultiplier: 10\n');
  return `${text}extra: ${JSON.stringify(reporting(service, count === 1))}\n`;
}

/**
 * What is edited: "a subnet that you have, in which these addresses are free"; and the patience of Raft, for three
 * machines that are emulated on fewer processors elect no leader within a second.
 */
function replaced(text: string, from: string, to: string): string {
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`init does not write ${JSON.stringify(from)}`);
  return edited;
}

/** The program, which is told where the metadata service is. */
function reporting(service: Emulation['service'], restart: boolean): object {
  const path = '/opt/facts/report';
  const content = readFileSync(new URL('report.py', import.meta.url), 'utf8');
  const words = [path, ...(restart ? ['--restart'] : []), ...(service?.addresses ?? [])];
  const unit = `[Service]\nType=exec\nExecStart=${words.join(' ')}\n\n[Install]\nWantedBy=multi-user.target\n`;
  return {
    files: [{ path, mode: '0755', content }],
    units: { 'facts.service': { enable: true, content: unit } },
  };
}
