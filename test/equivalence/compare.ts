/** Compares two disks: every path with its kind, owner, mode and bytes. */

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { inEffect, isPartOfSshd, sshdSettings } from './effect.ts';

/** What the two machines may have different, and why. Nothing else. */
export const allowances: readonly (readonly [paths: RegExp, why: string])[] = [
  [/^\/var\/lib\/cloud(\/|$)|^\/var\/log\/cloud-init(-output)?\.log$/, 'state and logs of cloud-init'],
  [/^\/etc\/(\.ignition-result\.json|systemd\/system-preset(\/20-ignition\.preset)?)$/, 'reports of Ignition'],
  [/^\/etc\/(netplan|systemd\/network|NetworkManager(\/system-connections)?)(\/|$)/, 'format of the network files'],
  [/^\/etc\/machine-id$/, 'machine-id'],
  [
    /^\/etc\/ssh\/ssh_host_[a-z0-9]+_key(\.pub)?$/,
    'random keys of an SSH server, which a unit of its own makes elsewhere',
  ],
  [/^\/etc\/(passwd|shadow|group|gshadow|subuid|subgid)-$/, 'copies that useradd keeps of what it changed last'],
];

/**
 * Says each difference between two disks in one line.
 * @returns none where the disks are the same
 */
export function compareDisks(one: string, other: string): string[] {
  const paths = [...new Set([...pathsOn(one), ...pathsOn(other)])].sort();
  const judged = paths.filter((path) => !isPartOfSshd(path) && !allowances.some(([pattern]) => pattern.test(path)));
  const differences = judged.flatMap((path) => compare(path, entryOn(one, path), entryOn(other, path)));
  return [...differences, ...compareText('sshd', sshdSettings(one), sshdSettings(other))];
}

/** One line where two descriptions of a subject differ. */
export function compareText(subject: string, left: string, right: string): string[] {
  return left === right ? [] : [`${subject}: ${left || 'nothing'} | ${right || 'nothing'}`];
}

interface Entry {
  readonly file: string;
  readonly stats: Stats;
}

function pathsOn(disk: string, folder = ''): string[] {
  return readdirSync(join(disk, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? [path, ...pathsOn(disk, path)] : [path];
  });
}

function entryOn(disk: string, path: string): Entry | undefined {
  const file = join(disk, path);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats && { file, stats };
}

function compare(path: string, left: Entry | undefined, right: Entry | undefined): string[] {
  if (left && right && isUntouched(left.stats, right.stats)) return [];
  return compareText(path, describe(path, left), describe(path, right));
}

/** Both disks show the image's own file. */
function isUntouched(left: Stats, right: Stats): boolean {
  return left.isFile() && left.ino === right.ino && left.ctimeMs === right.ctimeMs && left.size === right.size;
}

function describe(path: string, entry: Entry | undefined): string {
  if (!entry) return '';
  const { file, stats } = entry;
  const attributes = `${(stats.mode & 0o7777).toString(8).padStart(4, '0')} ${stats.uid}:${stats.gid}`;
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  if (stats.isDirectory()) return `folder ${attributes}`;
  if (!stats.isFile()) return `special file ${attributes} ${stats.rdev}`;
  const content = inEffect(path, readFileSync(file));
  if (content === undefined) return '';
  return `file ${attributes} ${content.length} bytes ${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}
