/** What is said after a build into a folder: what changed, where it is, and what to do next. */

import type { Machine, Target } from '../load/cluster.ts';
import { platformFor } from '../load/platforms.ts';
import type { PlannedCertificate } from '../plan/machine-plan.ts';
import { type Manifest, type ManifestChanges, type ManifestEntries, manifestChanges } from './manifest.ts';
import { type EarlierOutput, machinesFolder, type OutputFolder, operatorFolder } from './output-folder.ts';
import { renewalSteps } from './renewal.ts';
import { count, fewOf, grouped, printable, shellWord } from './terminal.ts';

/** The report of a build: one line, and those about what to do next that this build gives reason for. */
export function summary(
  { shown }: OutputFolder,
  earlier: EarlierOutput,
  entries: ManifestEntries,
  machines: readonly Machine[],
): string {
  const folder = shown.replace(/(?<=.)\/+$/, '');
  const before = earlier.kind === 'ours' ? earlier.manifest : undefined;
  const changes = manifestChanges(before, entries);
  return [
    `Built ${count(entries.size, 'machine')} into ${printable(folder)}: ${changeWords(before, changes)}.`,
    ...(before && serversDiffer(before, machines) ? [serverChange] : []),
    ...(changes.changed.length > 0 ? renewalSteps(targetsOf(machines, changes.changed)) : []),
    ...(changes.added.length > 0
      ? nextSteps(
          folder,
          machines.map(({ target }) => target),
        )
      : []),
  ].join('\n');
}

const serverChange = 'The servers changed, and with them retry_join and bootstrap_expect on every machine.';

function targetsOf(machines: readonly Machine[], names: readonly string[]): readonly Target[] {
  const wanted = new Set(names);
  return machines.filter(({ name }) => wanted.has(name)).map(({ target }) => target);
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

/** A machine with a server agent has a server's certificate. */
function serversDiffer(before: Manifest, machines: readonly Machine[]): boolean {
  const earlier = [...before.machines].filter(([, { certificates }]) => certificates?.some(isServers));
  const current = machines.filter(({ server }) => server);
  return earlier.map(([name]) => name).join() !== current.map(({ name }) => name).join();
}

const isServers = ({ role }: PlannedCertificate) => role === 'server';
