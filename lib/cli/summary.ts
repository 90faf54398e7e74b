/** What is said after a build into a folder: what changed, where it is, and what to do next. */

import type { Target } from '../load/cluster.ts';
import { platformFor } from '../load/platforms.ts';
import { type Manifest, type ManifestChanges, manifestChanges } from './manifest.ts';
import { type EarlierOutput, machinesFolder, type OutputFolder, operatorFolder } from './output-folder.ts';
import { count, fewOf, grouped, printable, shellWord } from './terminal.ts';

/** The report of a build: one line, and those about what to do next that this build gives reason for. */
export function summary(
  { shown }: OutputFolder,
  earlier: EarlierOutput,
  manifest: Manifest,
  targets: readonly Target[],
): string {
  const folder = shown.replace(/(?<=.)\/+$/, '');
  const before = earlier.kind === 'ours' ? earlier.manifest : undefined;
  const changes = manifestChanges(before, manifest);
  return [
    `Built ${count(manifest.machines.size, 'machine')} into ${printable(folder)}: ${changeWords(before, changes)}.`,
    ...(before && serversDiffer(before, manifest) ? [serverChange] : []),
    ...(changes.changed.length > 0 ? [runningMachines] : []),
    ...(changes.added.length > 0 ? nextSteps(folder, targets) : []),
  ].join('\n');
}

const serverChange = 'The servers changed, and with them retry_join and bootstrap_expect on every machine.';
const runningMachines =
  'A machine that runs keeps what it has: replace it, or raise its `instance` and boot it, where the change shall arrive.';

function nextSteps(folder: string, targets: readonly Target[]): string[] {
  const script = shellWord(`${folder}/${operatorFolder}/env.sh`);
  return [
    `Next: attach to each machine its files in ${printable(folder)}/${machinesFolder}/NAME when it is created:`,
    ...[...new Set(targets.map(attachment))].map((line) => `  ${line}`),
    `Then: . ${script} && nomad server members && nomad node status`,
  ];
}

/** How a machine's file comes to it, in the words of its platform. */
function attachment({ platform, format }: Target): string {
  const { title, attach } = platformFor(platform, format);
  return `${title}: ${attach.replaceAll('FILE', format === 'ignition' ? 'config.ign' : 'user-data')}`;
}

function changeWords(before: Manifest | undefined, { added, changed, removed, unchanged }: ManifestChanges): string {
  if (before === undefined) return fewOf(added);
  const parts = [listed('new', added), listed('changed', changed), listed('removed', removed)];
  if (unchanged.length > 0) parts.push(`${grouped(unchanged.length)} unchanged`);
  return parts.filter((part) => part !== '').join('; ');
}

function listed(word: string, names: readonly string[]): string {
  return names.length > 0 ? `${word}: ${fewOf(names)}` : '';
}

function serversDiffer(before: Manifest, current: Manifest): boolean {
  return serverNames(before).join() !== serverNames(current).join();
}

/** A machine with a server agent has a server's certificate. */
function serverNames({ machines }: Manifest): string[] {
  return [...machines]
    .filter(([, { certificates }]) => certificates?.some(({ role }) => role === 'server'))
    .map(([name]) => name);
}
