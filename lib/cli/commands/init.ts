/** The init command: a description to begin with. */

import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isError } from '../../diagnostics.ts';
import { loadCluster } from '../../load/load.ts';
import type { Invocation } from '../arguments.ts';
import { exitStatus, failure, systemErrorCode, systemErrorReason, wrongUsage } from '../failure.ts';
import type { Host } from '../host.ts';
import { schemaPlace } from '../init/schema-place.ts';
import { startingDescription } from '../init/starting-description.ts';
import { printable, shellWord, tell, writeData } from '../terminal.ts';

/** Runs the command; returns the exit status. Throws a failure if the file is there already, or cannot be written. */
export async function runInit(host: Host, { path, wishes }: Extract<Invocation, { kind: 'init' }>): Promise<number> {
  const text = startingDescription(wishes, schemaPlace(path === '-' ? '.' : dirname(path)));
  refuseWhatIsWrong(text);
  if (path === '-') {
    await writeData(host, text);
    return exitStatus.done;
  }
  writeNew(path, text);
  const word = shellWord(path);
  await tell(
    host,
    `Wrote ${printable(path)}, for ${wishes.platform}; its comments say what to decide.
Next: build-userdata check ${word}
Then: build-userdata ${word} --out out`,
  );
  return exitStatus.done;
}

/** A name that cannot be one is the only thing that a user brings unjudged. */
function refuseWhatIsWrong(text: string): void {
  const problem = loadCluster(text).diagnostics.find(isError);
  if (problem)
    throw wrongUsage(`the description would be wrong: ${problem.message}`, `To mend it: ${problem.mend}.`, 'init');
}

/** Never writes over a file, whatever it is; one that could not be written whole is removed. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const isThere = systemErrorCode(error) === 'EEXIST';
    if (!isThere && systemErrorCode(error) === 'ENOSPC') rmSync(path, { force: true });
    const message = isThere
      ? `${printable(path)} is there already`
      : `cannot write ${printable(path)}: ${systemErrorReason(error)}`;
    throw failure(exitStatus.ioFailed, message, isThere ? 'Name another file, or - for standard output.' : '');
  }
}
