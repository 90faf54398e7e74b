/** The init command: a description to begin with. */

import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isError } from '../../diagnostics.ts';
import { loadCluster } from '../../load/load.ts';
import type { Invocation } from '../arguments.ts';
import {
  exitStatus,
  type Failure,
  failure,
  ioFailing,
  systemErrorCode,
  systemErrorReason,
  wrongUsage,
} from '../failure.ts';
import type { Host } from '../host.ts';
import { askMissing } from '../init/questions.ts';
import { schemaPlace } from '../init/schema-place.ts';
import { startingDescription } from '../init/starting-description.ts';
import { parseWishes, type WishOptions } from '../init/wishes.ts';
import { printable, shellWord, tell, writeData } from '../terminal.ts';

/** Runs the command; returns the exit status. Throws a failure if the file is there already, or cannot be written. */
export async function runInit(host: Host, { path, options }: Extract<Invocation, { kind: 'init' }>): Promise<number> {
  const schema = schemaPlace(path === '-' ? '.' : dirname(path));
  // Before anything is asked.
  describe(options, schema);
  if (path !== '-') refuseWhatIsThere(path);
  const all = await askMissing(host, options);
  const text = describe(all, schema);
  if (path === '-') {
    await writeData(host, text);
    return exitStatus.done;
  }
  writeNew(path, text);
  const word = shellWord(path);
  await tell(
    host,
    `Wrote ${printable(path)}, for ${parseWishes(all).platform}; its comments say what to decide.
Next: build-userdata check ${word}
Then: build-userdata ${word} --out out`,
  );
  return exitStatus.done;
}

/** The description's text. A name that cannot be one is the only thing that options bring unjudged. */
function describe(options: WishOptions, schema: string): string {
  const text = startingDescription(parseWishes(options), schema);
  const problem = loadCluster(text).diagnostics.find(isError);
  if (problem)
    throw wrongUsage(`the description would be wrong: ${problem.message}`, `To mend it: ${problem.mend}.`, 'init');
  return text;
}

/** Never writes over a file, whatever it is; one that could not be written whole is removed. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') throw isThere(path);
    if (systemErrorCode(error) === 'ENOSPC') rmSync(path, { force: true });
    throw failure(exitStatus.ioFailed, `${cannotWrite(path)}: ${systemErrorReason(error)}`);
  }
}

function refuseWhatIsThere(path: string): void {
  if (ioFailing(cannotWrite(path), () => lstatSync(path, { throwIfNoEntry: false }))) throw isThere(path);
}

const cannotWrite = (path: string) => `cannot write ${printable(path)}`;

function isThere(path: string): Failure {
  const mend = 'Name another file, or - for standard output.';
  return failure(exitStatus.ioFailed, `${printable(path)} is there already`, mend);
}
