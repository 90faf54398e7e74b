/** The output folder before a build: where it is, whether it is ours, and what a killed run left beside it. */

import { lstatSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { machinesFolder, manifestName, operatorFolder } from '../../output/layout.ts';
import { type Manifest, parseManifest } from '../../output/manifest.ts';
import { fewOf } from '../../output/words.ts';
import { exitStatus, type Failure, failure, ioFailing, systemErrorCode, systemErrorReason } from '../failure.ts';
import type { Host } from '../host.ts';
import { printable, shellWord } from '../terminal.ts';
import { findLeftovers, type Leftover } from './leftovers.ts';

/** An output folder as the user wrote it, and where it is. */
export interface OutputFolder {
  readonly shown: string;
  /** Absolute. */
  readonly path: string;
}

/** What stands at the output path: nothing, an empty folder, or an earlier build of ours. */
export type EarlierOutput =
  | { readonly kind: 'absent' | 'empty' }
  | { readonly kind: 'ours'; readonly manifest: Manifest };

/** Locates the folder. Throws a failure of wrong usage for the root, the working folder and what holds it. */
export function locateOutput(shown: string): OutputFolder {
  const here = ioFailing('cannot find the working folder', () => process.cwd());
  const path = resolve(here, shown);
  if (here === path || here.startsWith(path.endsWith(sep) ? path : path + sep)) {
    const message = `the output folder ${printable(shown)} is the working folder or holds it`;
    throw failure(
      exitStatus.wrongUsage,
      message,
      'It is replaced as a whole: name a folder of its own, as in --out out.',
    );
  }
  return { shown, path };
}

/**
 * Finishes or undoes what killed runs left beside the folder. A swap that stopped half-way, with the earlier output set
 * aside and no new one in place, is undone; everything else is rubbish, and removed if it is certainly ours.
 * Returns a sentence for each leftover that could not be removed.
 */
export function recoverOutput(folder: OutputFolder, host: Host): string[] {
  const leftovers = findLeftovers(folder.path, host);
  if (leftovers.length === 0) return [];
  restoreEarlier(folder, leftovers);
  const isComplete = isOurs(folder.path);
  return leftovers
    .filter(({ kind, isInUse }) => !isInUse && (kind === 'tmp' || isComplete))
    .filter(({ path, kind }) => (kind === 'old' ? isOurs(path) : holdsOnlyOutput(path)))
    .flatMap(({ path }) => removeTree(path));
}

/** Puts the earlier output back, if nothing or an empty folder is at the path: `rename` replaces an empty folder. */
function restoreEarlier(folder: OutputFolder, leftovers: readonly Leftover[]): void {
  const status = lstatSync(folder.path, { throwIfNoEntry: false });
  if (status !== undefined && !(status.isDirectory() && readdirSync(folder.path).length === 0)) return;
  const [latest] = leftovers
    .filter(({ path, kind }) => kind === 'old' && isOurs(path))
    .sort((a, b) => lstatSync(b.path).ctimeMs - lstatSync(a.path).ctimeMs);
  if (latest === undefined) return;
  const name = printable(folder.shown);
  ioFailing(`an interrupted build set ${name} aside, and it cannot be put back`, () =>
    renameSync(latest.path, folder.path),
  );
}

/** An unfinished build has no manifest: it is ours when there is nothing in it that a build does not make. */
function holdsOnlyOutput(path: string): boolean {
  const names: readonly string[] = [machinesFolder, operatorFolder, manifestName];
  try {
    return lstatSync(path).isDirectory() && readdirSync(path).every((name) => names.includes(name));
  } catch {
    return false;
  }
}

/** Removes a folder; returns a sentence for people when that fails. */
export function removeTree(path: string): string[] {
  try {
    rmSync(path, { recursive: true, force: true });
    return [];
  } catch (error) {
    return [`could not remove ${printable(path)}, which holds secrets: ${systemErrorReason(error)}`];
  }
}

/**
 * Looks at the output path before anything is written. Throws a failure, and touches nothing, if it is no folder, is
 * not ours, belongs to another cluster, or holds files that the earlier build did not make.
 */
export function inspectOutput(folder: OutputFolder, cluster: string): EarlierOutput {
  return ioFailing(`cannot use the output folder ${printable(folder.shown)}`, () => {
    for (;;) {
      const status = lstatSync(folder.path, { throwIfNoEntry: false });
      if (status === undefined) return { kind: 'absent' };
      try {
        return inspectPresent(folder, status, cluster);
      } catch (error) {
        // Another build has put its output in the place meanwhile: look again.
        if (lstatSync(folder.path, { throwIfNoEntry: false })?.ino === status.ino) throw error;
      }
    }
  });
}

function inspectPresent(folder: OutputFolder, status: Stats, cluster: string): EarlierOutput {
  const name = printable(folder.shown);
  if (status.isSymbolicLink()) throw symbolicLink(folder);
  if (!status.isDirectory()) throw refusal(`${name} is not a folder`, 'Choose another folder, or remove it.');
  refuseMountPoint(folder, status.dev);
  const entries = readdirSync(folder.path);
  if (entries.length === 0) return { kind: 'empty' };
  const manifest = readManifest(folder.path);
  if (manifest === undefined) throw notOurs(name);
  if (manifest.cluster !== cluster) throw ofAnotherCluster(folder, manifest.cluster, cluster);
  const foreign = foreignEntries(folder.path, manifest);
  if (foreign.length > 0) throw withForeignFiles(name, foreign);
  return { kind: 'ours', manifest };
}

function refusal(message: string, mend: string): Failure {
  return failure(exitStatus.ioFailed, message, mend);
}

function symbolicLink({ shown, path }: OutputFolder): Failure {
  const target = resolve(dirname(path), readlinkSync(path));
  return refusal(`${printable(shown)} is a symbolic link`, `Name the folder itself: --out ${shellWord(target)}`);
}

/** A mount point, as a container's volume is, cannot be swapped by renaming; a folder in it can. */
function refuseMountPoint({ shown, path }: OutputFolder, device: number): void {
  if (statSync(dirname(path)).dev === device) return;
  const inside = shellWord(join(shown, 'bundles'));
  throw refusal(`something is mounted on ${printable(shown)}`, `Name a folder inside it: --out ${inside}`);
}

function notOurs(name: string): Failure {
  const mend = 'A build replaces the whole folder: choose another one, or empty it yourself.';
  return refusal(`${name} is not empty, and not the output of an earlier build`, mend);
}

function ofAnotherCluster({ shown }: OutputFolder, theirs: string, ours: string): Failure {
  const name = printable(shown);
  const message = `${name} holds the bundles of cluster ${JSON.stringify(theirs)}, and this is cluster ${JSON.stringify(ours)}`;
  return refusal(message, `Choose another folder, or remove it: rm -r ${shellWord(shown)}`);
}

function withForeignFiles(name: string, foreign: readonly string[]): Failure {
  const mend = 'A build replaces the whole folder: move them elsewhere, then build again.';
  return refusal(`${name} holds what no build made: ${fewOf(foreign.map(printable))}`, mend);
}

/** The manifest of a folder, or undefined if there is none of ours. */
function readManifest(path: string): Manifest | undefined {
  try {
    return parseManifest(readFileSync(join(path, manifestName), 'utf8'));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Whether a folder certainly is a complete output of ours; what cannot be read is not. */
function isOurs(path: string): boolean {
  try {
    return readManifest(path) !== undefined;
  } catch {
    return false;
  }
}

/** Paths in the folder that its manifest does not name. */
function foreignEntries(path: string, manifest: Manifest): string[] {
  const inMachines = [...manifest.machines].flatMap(([name, { files }]) =>
    surplus(path, join(machinesFolder, name), (file) => Object.hasOwn(files, file)),
  );
  const top: readonly string[] = [machinesFolder, operatorFolder, manifestName];
  return [
    ...surplus(path, '', (name) => top.includes(name)),
    ...surplus(path, operatorFolder, (name) => Object.hasOwn(manifest.operator.files, name)),
    ...surplus(path, machinesFolder, (name) => manifest.machines.has(name)),
    ...inMachines,
  ];
}

/** What is in a folder besides the known names; a folder that somebody removed holds nothing. */
function surplus(root: string, folder: string, isKnown: (name: string) => boolean): string[] {
  try {
    return readdirSync(join(root, folder))
      .filter((name) => !isKnown(name))
      .map((name) => join(folder, name));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return [folder];
    throw error;
  }
}
