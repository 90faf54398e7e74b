/**
 * Writes an output folder, all or nothing: built beside it, the manifest last, then swapped in by two renames.
 *
 * Nothing is synced to the disk: after a power cut a rebuild gives the same bytes, and the manifest tells torn files.
 */

import { closeSync, lstatSync, mkdirSync, openSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster } from '../../cluster/cluster.ts';
import { filesByName, machineFiles, type OutputFile, outputOfOperator } from '../../output/files.ts';
import { machinesFolder, manifestName, operatorFolder } from '../../output/layout.ts';
import {
  type ManifestEntries,
  type ManifestFile,
  manifestEntry,
  manifestHead,
  manifestMachine,
  manifestParts,
} from '../../output/manifest.ts';
import type { MachineBundle } from '../../pack/cluster-bundles.ts';
import type { OperatorFile } from '../../render/operator-file.ts';
import { exitStatus, failure, ioFailing, systemErrorCode } from '../failure.ts';
import type { Host } from '../host.ts';
import { printable } from '../terminal.ts';
import { cleaningUpOnInterrupt } from './interrupts.ts';
import { besidePath, freshSuffix } from './leftovers.ts';
import { type EarlierOutput, type OutputFolder, removeTree } from './output-folder.ts';

/** The moments between which a run can be killed; tests stop it at each. */
export type OutputStep =
  | 'begun'
  | 'machine written'
  | 'operator written'
  | 'manifest written'
  | 'earlier output set aside'
  | 'new output in place'
  | 'done';

/** What goes into the folder. */
export interface OutputContent {
  readonly cluster: Cluster;
  readonly bundles: Iterable<MachineBundle>;
  /** Whether each machine's image is written, too. */
  readonly withImages: boolean;
  /** Asked for once, after the last bundle. */
  readonly operatorFiles: () => readonly OperatorFile[];
}

/** What came of it, and a sentence for everything that is left behind and could not be removed. */
export interface WrittenOutput {
  readonly entries: ManifestEntries;
  readonly warnings: readonly string[];
}

interface Draft {
  readonly path: string;
  /** Where the earlier output waits between the two renames. */
  readonly setAside: string;
  /** The topmost parent that had to be made, if any. */
  readonly madeParent: string | undefined;
}

/**
 * Writes the folder. Throws a failure, with the earlier output as it was and nothing left beside it, if that cannot
 * be done; `atStep` is called after each step.
 */
export async function writeOutput(
  host: Host,
  folder: OutputFolder,
  earlier: EarlierOutput,
  content: OutputContent,
  atStep: (step: OutputStep) => void = () => {},
): Promise<WrittenOutput> {
  const draft = beginDraft(host, folder);
  return cleaningUpOnInterrupt(
    host,
    () => discardDraft(draft, folder),
    async (breathe) => {
      try {
        atStep('begun');
        const entries = await fillDraft(draft, folder, content, breathe, atStep);
        swapIn(draft, folder, earlier, atStep);
        const warnings = removeTree(draft.setAside);
        atStep('done');
        return { entries, warnings };
      } catch (error) {
        discardDraft(draft, folder);
        throw error;
      }
    },
  );
}

/** Missing parents are made, as `mkdir -p` would, and removed again when the build fails. */
function beginDraft(host: Host, folder: OutputFolder): Draft {
  const suffix = freshSuffix(host);
  const parent = dirname(folder.path);
  const path = besidePath(folder.path, 'tmp', suffix);
  const what = `cannot write beside ${printable(folder.shown)}`;
  const mend = `The bundles are built beside the folder and swapped in, so ${printable(parent)} has to be writable.`;
  const madeParent = ioFailing(what, () => mkdirSync(parent, { recursive: true }), mend);
  const draft = { path, setAside: besidePath(folder.path, 'old', suffix), madeParent };
  try {
    ioFailing(what, () => makeFolder(path), mend);
  } catch (error) {
    discardDraft(draft, folder);
    throw error;
  }
  return draft;
}

async function fillDraft(
  draft: Draft,
  folder: OutputFolder,
  { cluster, bundles, withImages, operatorFiles }: OutputContent,
  breathe: () => Promise<void>,
  atStep: (step: OutputStep) => void,
): Promise<ManifestEntries> {
  const writing = <T>(write: () => T): T => ioFailing(`cannot write ${printable(folder.shown)}`, write);
  const entries = new Map<string, string>();
  writing(() => makeFolder(join(draft.path, machinesFolder)));
  for (const packed of bundles) {
    entries.set(
      packed.bundle.machine,
      writing(() => writeMachine(draft.path, cluster, packed, withImages)),
    );
    atStep('machine written');
    await breathe();
  }
  const operator = operatorFiles();
  const operatorEntries = writing(() => writeOperator(draft.path, operator));
  atStep('operator written');
  const { parts } = manifestParts(manifestHead(cluster), entries, operatorEntries);
  writing(() => writeParts(join(draft.path, manifestName), parts));
  atStep('manifest written');
  return entries;
}

function makeFolder(path: string): void {
  mkdirSync(path, { mode: 0o700 });
}

function writeFiles(root: string, files: readonly OutputFile[]): void {
  for (const { path, content, mode } of files) writeFileSync(join(root, path), content, { flag: 'wx', mode });
}

function writeParts(path: string, parts: Iterable<Uint8Array>): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (const part of parts) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** Gives the entry of the machine for the manifest. */
function writeMachine(root: string, cluster: Cluster, packed: MachineBundle, withImages: boolean): string {
  const { bundle } = packed;
  const files = machineFiles(packed, { withImages });
  makeFolder(join(root, machinesFolder, bundle.machine));
  writeFiles(root, files);
  return manifestEntry(manifestMachine(cluster, packed, filesByName(files)));
}

function writeOperator(root: string, operator: readonly OperatorFile[]): Readonly<Record<string, ManifestFile>> {
  const files = outputOfOperator(operator);
  makeFolder(join(root, operatorFolder));
  writeFiles(root, files);
  return filesByName(files);
}

/** The earlier output steps aside and the new one takes its place; an empty folder is replaced by the rename itself. */
function swapIn(draft: Draft, folder: OutputFolder, earlier: EarlierOutput, atStep: (step: OutputStep) => void): void {
  const name = printable(folder.shown);
  const what = `cannot put the new bundles in the place of ${name}`;
  if (earlier.kind === 'ours') ioFailing(what, () => renameSync(folder.path, draft.setAside));
  try {
    atStep('earlier output set aside');
    renameSync(draft.path, folder.path);
  } catch (error) {
    if (earlier.kind === 'ours') putBack(draft, folder);
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) {
      ioFailing(what, () => {
        throw error;
      });
    }
    throw failure(exitStatus.ioFailed, `something else was put at ${name} during the build`, 'Build again.');
  }
  atStep('new output in place');
}

/** If another run has filled the place meanwhile, its output stands and the earlier one is no longer needed. */
function putBack({ setAside }: Draft, folder: OutputFolder): void {
  try {
    renameSync(setAside, folder.path);
  } catch {
    if (lstatSync(folder.path, { throwIfNoEntry: false }) !== undefined) removeTree(setAside);
  }
}

function discardDraft(draft: Draft, folder: OutputFolder): void {
  removeTree(draft.path);
  if (draft.madeParent === undefined) return;
  try {
    for (let parent = dirname(folder.path); parent.length >= draft.madeParent.length; parent = dirname(parent)) {
      rmdirSync(parent);
    }
  } catch {
    // Somebody else uses it by now.
  }
}
