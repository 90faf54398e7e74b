/** What is said after a build into a folder: what changed, where it is, and what to do next. */

import type { Machine, Target } from '../../cluster/cluster.ts';
import { attachSentence } from '../../output/attach.ts';
import type { BuildChanges, OtherNomad } from '../../output/changes.ts';
import { machinesFolder, operatorFolder } from '../../output/layout.ts';
import { count, fewOf, grouped } from '../../output/words.ts';
import { platforms } from '../../targets/platforms.ts';
import { printable, shellWord } from '../terminal.ts';
import type { OutputFolder } from '../write/output-folder.ts';
import { renewalSteps } from './renewal.ts';

/** The report of a build: one line, and those about what to do next that this build gives reason for. */
export function summary({ shown }: OutputFolder, changes: BuildChanges, machines: readonly Machine[]): string {
  const folder = shown.replace(/(?<=.)\/+$/, '');
  return [
    `Built ${count(machines.length, 'machine')} into ${printable(folder)}: ${changeWords(changes)}.`,
    ...(changes.otherServers ? [serverChange] : []),
    ...(changes.serverListOnly.length > 0 ? [nothingToReplace(changes.serverListOnly)] : []),
    ...(changes.changed.length > 0 ? renewalSteps(machinesAmong(machines, changes.changed)) : []),
    ...(changes.otherNomad ? [imageChange(changes.otherNomad)] : []),
    ...(changes.added.length > 0
      ? nextSteps(
          folder,
          machines.map(({ target }) => target),
        )
      : []),
  ].join('\n');
}

/** The changes as JSON, every list whole. */
export function changesReport(cluster: string, changes: BuildChanges): string {
  const { isFirst: _, otherServers: __, ...told } = changes;
  return `${JSON.stringify({ cluster, ...told }, null, 2)}\n`;
}

const serverChange = 'The servers changed, so every machine is told another list of them.';
const nothingToReplace = (names: readonly string[]) =>
  `Nothing to replace now: to ${fewOf(names)} only the list of servers is new, and a machine that runs learns them from the cluster.`;
const imageChange = ({ before, now, inImages }: OtherNomad) =>
  `Nomad was ${before} and is ${now}: ${fewOf(inImages)} have it from their image, so replace them by machines whose image has ${now}.`;

function machinesAmong(machines: readonly Machine[], names: readonly string[]): readonly Machine[] {
  const wanted = new Set(names);
  return machines.filter(({ name }) => wanted.has(name));
}

function nextSteps(folder: string, targets: readonly Target[]): string[] {
  const script = shellWord(`${folder}/${operatorFolder}/env.sh`);
  return [
    `Next: attach to each machine its files in ${printable(folder)}/${machinesFolder}/NAME when it is created:`,
    ...[...new Set(targets.map(attachment))].map((line) => `  ${line}`),
    `Then: . ${script} && nomad server members && nomad node status`,
  ];
}

/** How a machine's file comes to it, in the words of its platform. */
function attachment(target: Target): string {
  return `${platforms[target.platform].title}: ${attachSentence(target)}`;
}

function changeWords({ isFirst, added, changed, serverListOnly, removed, unchanged }: BuildChanges): string {
  if (isFirst) return fewOf(added);
  const parts = [
    listed('new', added),
    listed('changed', changed),
    listed('list of servers only', serverListOnly),
    listed('removed', removed),
  ];
  if (unchanged.length > 0) parts.push(`${grouped(unchanged.length)} unchanged`);
  return parts.filter((part) => part !== '').join('; ');
}

function listed(word: string, names: readonly string[]): string {
  return names.length > 0 ? `${word}: ${fewOf(names)}` : '';
}
