/** What is said after a build into a folder: what changed, where it is, and what to do next. */

import { type Manifest, manifestChanges } from './manifest.ts';
import { type EarlierOutput, machinesFolder, type OutputFolder, operatorFolder } from './output-folder.ts';
import { count, fewOf, printable, shellWord } from './terminal.ts';

/** The report of a build: two or three lines. */
export function summary({ shown }: OutputFolder, earlier: EarlierOutput, manifest: Manifest): string {
  const name = printable(shown).replace(/\/+$/, '');
  const environment = shellWord(`${shown.replace(/\/+$/, '')}/${operatorFolder}/env.sh`);
  const source = environment.includes('/') ? environment : `./${environment}`;
  return [
    `Built ${count(manifest.machines.size, 'machine')} into ${name}: ${changeWords(earlier, manifest)}.`,
    `Next: give each VM the files of ${name}/${machinesFolder}/NAME when it is created, for example on a disk labelled cidata.`,
    `Then: . ${source} && nomad server members && nomad node status`,
  ].join('\n');
}

function changeWords(earlier: EarlierOutput, manifest: Manifest): string {
  if (earlier.kind !== 'ours') return fewOf([...manifest.machines.keys()]);
  const { added, changed, removed, unchanged } = manifestChanges(earlier.manifest, manifest);
  const parts = [
    listed('new', added),
    listed('changed', changed),
    listed('removed', removed),
    unchanged.length > 0 ? `${unchanged.length.toLocaleString('en-US')} unchanged` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function listed(word: string, names: readonly string[]): string {
  return names.length > 0 ? `${word}: ${fewOf(names)}` : '';
}
