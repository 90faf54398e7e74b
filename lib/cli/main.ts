/** The command `build-userdata`: chooses what to run, and turns whatever is thrown into a message and an exit status. */

import { type Invocation, parseArguments } from './arguments.ts';
import { exitStatus, isFailure, systemErrorCode, systemErrorReason } from './failure.ts';
import { type Host, processHost } from './host.ts';
import { reportFailure } from './report.ts';
import { isBrokenPipe, tell, writeData } from './terminal.ts';

/** Runs the command with the real process; the returned promise never rejects. */
export async function runProcess(): Promise<void> {
  process.exitCode = await main(processHost());
}

/** Runs the command; returns the exit status and never throws. What a command does not use is not loaded. */
export async function main(host: Host): Promise<number> {
  // Every write has its own answer; without a listener the same error would end the process with a stack trace.
  for (const stream of [host.stdout, host.stderr]) stream.on('error', () => {});
  try {
    return await run(host, parseArguments(host.args));
  } catch (error) {
    return await conclude(host, error);
  }
}

async function run(host: Host, invocation: Invocation): Promise<number> {
  switch (invocation.kind) {
    case 'help':
      await writeData(host, (await import('./help.ts')).helpText(invocation.topic));
      return exitStatus.done;
    case 'version':
      await writeData(host, `build-userdata ${(await import('./version.ts')).packageVersion()}\n`);
      return exitStatus.done;
    case 'build':
      return (await import('./commands/all.ts')).runBuild(host, invocation);
    case 'check':
      return (await import('./commands/all.ts')).runCheck(host, invocation);
    case 'show':
      return (await import('./commands/all.ts')).runShow(host, invocation);
    case 'explain':
      return (await import('./commands/all.ts')).runExplain(host, invocation);
    case 'inventory':
      return (await import('./commands/all.ts')).runInventory(host, invocation);
    case 'diff':
      return (await import('./commands/all.ts')).runDiff(host, invocation);
    case 'init':
      return (await import('./commands/all.ts')).runInit(host, invocation);
  }
}

async function conclude(host: Host, error: unknown): Promise<number> {
  // The reader of our output went away, as `| head` does: say nothing. The status is that of SIGPIPE.
  if (isBrokenPipe(error)) return exitStatus.brokenPipe;
  if (isFailure(error)) {
    await reportFailure(host, error.message, error.mend);
    return error.status;
  }
  const isSystemError = systemErrorCode(error) !== undefined;
  const message = isSystemError ? `a file could not be read or written: ${systemErrorReason(error)}` : surprise(error);
  await reportFailure(
    host,
    message,
    'For the stack, which may quote input, run it again with NODE_DEBUG=build-userdata.',
  );
  const isWanted = (host.env['NODE_DEBUG'] ?? '').split(',').includes('build-userdata');
  if (isWanted && error instanceof Error) await tell(host, error.stack ?? '');
  return isSystemError ? exitStatus.ioFailed : exitStatus.internalError;
}

/** An error's own message may quote what was read, a secret even: only its name and place are told. */
function surprise(error: unknown): string {
  const isError = error instanceof Error;
  const what = `${isError ? error.name : typeof error} at ${placeIn((isError && error.stack) || '')}`;
  return `internal error: ${what}; this is a mistake in the command: please report this line and what you ran`;
}

/** The first place in this package or its dependencies that a stack names, without the path to it. */
function placeIn(stack: string): string {
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return /(?:lib|dist|node_modules)\/[^()\s]+:\d+:\d+/.exec(frames.join('\n'))?.[0] ?? 'an unknown place';
}
