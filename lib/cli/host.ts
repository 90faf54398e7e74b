/** What the command needs of the process around it, as a value: tests bring their own. */

import { randomFillSync } from 'node:crypto';
import { isatty } from 'node:tty';

/** A stream that text and bytes are written to: standard output or standard error. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(chunk: string | Uint8Array, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Host {
  /** Arguments after the command's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** The caller's user id; undefined if the system has none. */
  readonly userId: number | undefined;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Opens standard input, only when it is wanted. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** The lines that a person types; undefined if nobody can be asked, for standard input or error is no terminal. */
  readonly typedLines: () => AsyncIterator<string> | undefined;
  readonly now: () => Date;
  /** Milliseconds that only go forward. */
  readonly elapsedMs: () => number;
  /** Cryptographically strong random bytes. */
  readonly random: (byteLength: number) => Uint8Array;
  readonly onSignal: (signal: InterruptSignal, listener: () => void) => void;
  readonly offSignal: (signal: InterruptSignal, listener: () => void) => void;
  /** Ends the process at once. */
  readonly exit: (status: number) => void;
}

/** The host of the real command. */
export function processHost(): Host {
  return {
    args: process.argv.slice(2),
    env: process.env,
    pid: process.pid,
    userId: process.getuid?.(),
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: () => process.stdin,
    typedLines: () => (isatty(0) && isatty(2) ? readTypedLines() : undefined),
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    random: (byteLength) => randomFillSync(new Uint8Array(byteLength)),
    onSignal: (signal, listener) => process.on(signal, listener),
    offSignal: (signal, listener) => process.off(signal, listener),
    exit: (status) => process.exit(status),
  };
}

/** The terminal's own line editing is left on: Ctrl-C ends the process by its signal, Ctrl-D ends the lines. */
async function* readTypedLines(): AsyncGenerator<string> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    yield* lines;
  } finally {
    lines.close();
  }
}
