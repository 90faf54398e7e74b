/** The keys of an agent's configuration as Nomad's own source has them, read by the Go program in test/tools/nomad-keys. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KeyType } from '../../../lib/nomad/keys/key.ts';
import { hasKey, keyRows } from '../../../lib/nomad/keys/known.ts';

const program = fileURLToPath(new URL('../../tools/nomad-keys/', import.meta.url));
const ofBoots = fileURLToPath(new URL('../../boot/nomad/', import.meta.url));

/** The folder of a release's source, as Go fetches and verifies it; `undefined` if Go or the source cannot be had. */
export function sourceFolder(version: string): string | undefined {
  const command = ['mod', 'download', '-json', `github.com/hashicorp/nomad@v${version}`];
  const { status, stdout } = spawnSync('go', command, { cwd: ofBoots, encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as { readonly Dir: string }).Dir : undefined;
}

/** The types of all keys in a folder of Nomad's source, by the words that lead to them. */
export function keysOfSource(folder: string): ReadonlyMap<string, string> {
  const { status, stdout, stderr } = spawnSync('go', ['run', '.', folder], { cwd: program, encoding: 'utf8' });
  if (status !== 0) throw new Error(`go run in ${program}: ${stderr}`);
  return new Map(stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ') as [string, string]])));
}

/** Where the rows and the source of a version differ, a line for each key. */
export function differences(version: string, source: ReadonlyMap<string, string>): readonly string[] {
  const rows = new Map(Object.entries(keyRows).filter(([name, row]) => hasKey(row, version) && !isOpen(name)));
  const lacking = [...source].filter(([name]) => !rows.has(name)).map(([name, type]) => `no row: ${name}, a ${type}`);
  const wrong = [...rows].flatMap(([name, { is }]) => {
    const type = source.get(name);
    return type === written(is) ? [] : [`row: ${name}, a ${is}; source: ${type ?? 'nothing'}`];
  });
  return [...lacking, ...wrong];
}

/** Keys below a label that may have any name: Nomad reads them by hand. */
function isOpen(name: string): boolean {
  return name.endsWith('.*.*');
}

/** Durations and sizes are texts in the source, which other code reads. */
function written(type: KeyType): string {
  return type === 'duration' || type === 'size' ? 'text' : type;
}
