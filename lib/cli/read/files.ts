/** Reading the description and the secrets: files, pipes and standard input, never more than a bounded number of bytes. */

import { closeSync, existsSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { meantCommand } from '../arguments.ts';
import { exitStatus, type Failure, failure, ioFailing } from '../failure.ts';
import type { Host } from '../host.ts';
import { printable } from '../terminal.ts';

const mebibyte = 1024 * 1024;

/** Bounds what is read at all; how long a description may be is for the load stage to say. */
const descriptionLimitBytes = 64 * mebibyte;

/** The secrets file has a constant size of a few kilobytes; a rolled authority adds two. */
export const secretsLimitBytes = mebibyte;

/** A description as it was read. */
export interface Description {
  /** As the user wrote it; `-` is standard input. */
  readonly path: string;
  /** For messages. */
  readonly name: string;
  readonly text: string;
  /** A regular file has a place beside it; a pipe has none. */
  readonly isFile: boolean;
}

/** Reads a description; `-` is standard input. Throws a failure if it cannot be read. */
export async function readDescription(host: Host, path: string): Promise<Description> {
  if (path === '-') {
    const text = await readStandardInput(host, 'the description', descriptionLimitBytes);
    return { path, name: 'standard input', text, isFile: false };
  }
  const name = printable(path);
  const mend = `${existsSync(path) ? '' : meantCommand(path)}Name the file that describes the cluster; build-userdata --help shows how.`;
  const { bytes, status } = ioFailing(`cannot read ${name}`, () => readFile(path, descriptionLimitBytes), mend);
  return { path, name, text: decode(bytes), isFile: status.isFile() };
}

/** Reads a text from standard input, `what` naming it in messages. */
export async function readStandardInput(host: Host, what: string, limitBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of host.stdin()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limitBytes) throw tooLarge(`${what} from standard input`, limitBytes);
  }
  return decode(Buffer.concat(chunks));
}

/** Reads a whole file, pipe or device of at most `limitBytes`, and its status as it was before. */
export function readFile(path: string, limitBytes: number): { readonly bytes: Buffer; readonly status: Stats } {
  const descriptor = openSync(path, 'r');
  try {
    const status = fstatSync(descriptor);
    return { bytes: readToEnd(descriptor, path, limitBytes), status };
  } finally {
    closeSync(descriptor);
  }
}

function readToEnd(descriptor: number, path: string, limitBytes: number): Buffer {
  const chunks: Buffer[] = [];
  for (let length = 0; ; ) {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    const taken = readSync(descriptor, chunk);
    if (taken === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, taken));
    length += taken;
    if (length > limitBytes) throw tooLarge(printable(path), limitBytes);
  }
}

/** Decodes UTF-8 without a byte order mark. Other bytes become U+FFFD, which the load stage and JSON refuse. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function tooLarge(name: string, limitBytes: number): Failure {
  return failure(exitStatus.wrongInput, `${name} is larger than ${limitBytes / mebibyte} MiB`, 'Name the right file.');
}
