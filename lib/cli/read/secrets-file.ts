/** The secrets file on disk: where it is, who may read it, and how it is made once even when two first builds race. */

import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { exitStatus, failure, ioFailing, systemErrorCode } from '../failure.ts';
import type { Host } from '../host.ts';
import { printable, shellWord } from '../terminal.ts';
import { besidePath, findLeftovers, freshSuffix } from '../write/leftovers.ts';
import { decode, readFile, secretsLimitBytes } from './files.ts';

/** `cluster.secrets.json` beside `cluster.yaml`: the description's name without its extension. */
export function defaultSecretsPath(descriptionPath: string): string {
  const stem = basename(descriptionPath, extname(descriptionPath));
  return join(dirname(descriptionPath), `${stem}.secrets.json`);
}

/**
 * Reads a secrets file; undefined if there is none. Throws a failure if it cannot be read, or if it is a
 * regular file of the caller's that others may read too. A pipe or somebody else's file is taken as it is, and so are
 * secrets that say they are for tests: git keeps no private modes.
 */
export function readSecretsFile(host: Host, path: string): string | undefined {
  const name = printable(path);
  try {
    const file = ioFailing(`cannot read the secrets ${name}`, () => readFileUnlessAbsent(path));
    if (!file) return undefined;
    const text = decode(file.bytes);
    if (!areForTests(text)) refuseReadableByOthers(file.status, host, path);
    return text;
  } finally {
    removeLeftovers(host, path);
  }
}

function readFileUnlessAbsent(path: string): ReturnType<typeof readFile> | undefined {
  try {
    return readFile(path, secretsLimitBytes);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whatever is no JSON is none of them; what is wrong with it is for its reader to say. */
function areForTests(text: string): boolean {
  try {
    return JSON.parse(text).forTests === true;
  } catch {
    return false;
  }
}

function refuseReadableByOthers(status: Stats, host: Host, path: string): void {
  const others = status.mode & 0o066;
  if (!status.isFile() || status.uid !== host.userId || others === 0) return;
  const mode = (status.mode & 0o777).toString(8).padStart(4, '0');
  const message = `the secrets ${printable(path)} can be read or changed by other users (mode ${mode})`;
  throw failure(exitStatus.ioFailed, message, `Run: chmod 600 ${shellWord(path)}`);
}

/**
 * Makes a secrets file of mode 0600 that is complete and on the disk from the moment it has its name.
 * Returns false if another run was first: then that file counts. Throws a failure if it cannot be made.
 */
export function publishSecretsFile(host: Host, path: string, text: string): boolean {
  const temporary = besidePath(path, 'tmp', freshSuffix(host));
  return ioFailing(`cannot make the secrets ${printable(path)}`, () => {
    try {
      writeDurably(temporary, text);
      // A link, unlike a rename, never replaces: of two runs that race, one has made the file and the other reads it.
      linkSync(temporary, path);
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(temporary, { force: true });
    }
    syncFolder(dirname(path));
    return true;
  });
}

function writeDurably(path: string, text: string): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the name itself survive a power cut; some systems and file systems cannot sync a folder, and need not. */
function syncFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
  } catch {
    return;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Removes what a run left that was killed while it made this file: regular files of the caller's alone. */
function removeLeftovers(host: Host, path: string): void {
  for (const leftover of findLeftovers(path, host)) {
    if (leftover.kind !== 'tmp' || leftover.isInUse) continue;
    const status = lstatSync(leftover.path, { throwIfNoEntry: false });
    if (status?.isFile() && status.uid === host.userId) rmSync(leftover.path, { force: true });
  }
}
