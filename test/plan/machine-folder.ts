/** A machine's files in a folder of the host, so that its programs can run there without being root of a machine. */

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { writeBelow } from '../pack/temporary.ts';

/** The folders of ours that programs name. */
const OURS = /(?<![\w.])(\/(?:etc\/nomad|opt\/nomad|var\/lib\/nomad|run\/nomad)-)/g;

/** A text in which the folders of ours stand below `folder`. */
export function inside(folder: string, text: string): string {
  return text.replaceAll(OURS, `${folder}$1`);
}

/** Writes files below `folder`, their texts naming it, all executable. */
export function placeFiles(
  folder: string,
  files: readonly { readonly path: string; readonly content: string }[],
): void {
  const placed = files.map(({ path, content }) => ({ path, content: Buffer.from(inside(folder, content)) }));
  writeBelow(folder, placed);
  for (const { path } of placed) chmodSync(join(folder, path), 0o755);
}
