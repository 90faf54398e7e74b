/** Writing to standard output and standard error: back pressure, closed pipes, colour, and names that are safe to print. */

import { exitStatus, failure, isFailure, systemErrorCode, systemErrorReason } from './failure.ts';
import type { Host, Output } from './host.ts';

/** Writes data to standard output and waits until it is taken. Throws `EPIPE` as it is, other errors as a failure. */
export async function writeData(host: Host, data: string | Uint8Array): Promise<void> {
  try {
    await writeAll(host.stdout, data);
  } catch (error) {
    if (isFailure(error) || isBrokenPipe(error)) throw error;
    throw failure(exitStatus.ioFailed, `cannot write to standard output: ${systemErrorReason(error)}`);
  }
}

/** Throws a failure if standard output is a terminal: bytes that are no text would garble it. */
export function refuseTerminal(host: Host, why: string): void {
  if (host.stdout.isTTY !== true) return;
  const mend = 'Write it into a file: > FILE. To read a bundle: build-userdata show DESCRIPTION MACHINE.';
  throw failure(exitStatus.wrongUsage, `${why}, and not written to a terminal`, mend);
}

/** Writes lines for people to standard error; if nobody reads them they are lost. */
export async function tell(host: Host, text: string): Promise<void> {
  await prompt(host, text.endsWith('\n') ? text : `${text}\n`);
}

/** Writes the text of a question there, behind which the answer is typed. */
export async function prompt(host: Host, text: string): Promise<void> {
  await writeAll(host.stderr, text).catch(() => {});
}

function writeAll(stream: Output, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => (error ? reject(error) : resolve()));
  });
}

/** Whether an error says that the reader of a pipe went away, as `| head` does. */
export function isBrokenPipe(error: unknown): boolean {
  return ['EPIPE', 'ECONNRESET'].includes(systemErrorCode(error) ?? '');
}

/** Whether standard error is a terminal that understands escape sequences. */
export function isCapableTerminal(host: Host): boolean {
  return host.stderr.isTTY === true && host.env['TERM'] !== 'dumb';
}

/** Whether messages may be coloured: on a terminal, unless NO_COLOR (no-color.org) says otherwise. */
export function isColourful(host: Host): boolean {
  return isCapableTerminal(host) && !host.env['NO_COLOR'];
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A path or an argument as people write it; characters without a picture become escapes and never reach a terminal. */
export function printable(text: string): string {
  return text.search(invisible) < 0 ? text : `"${escapeInvisible(JSON.stringify(text).slice(1, -1))}"`;
}

/** A path as a word of a shell command that can be copied; bash and zsh understand `$'…'`. */
export function shellWord(path: string): string {
  const word = path.startsWith('-') ? `./${path}` : path;
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(invisible) < 0) return `'${word.replaceAll("'", "'\\''")}'`;
  return `$'${escapeInvisible(word.replace(/['\\]/g, '\\$&'))}'`;
}

/** Characters that have no picture of their own, as `\u001b`. */
function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
