/**
 * One reproducible archive (POSIX.1-2017, pax, "ustar Interchange Format") by tar-stream: in the order of the paths,
 * owned by root, dated 1970-01-01.
 */

import { type Pack, pack } from 'tar-stream';
import type { PartedContent } from './parted-content.ts';

export interface ArchiveFile {
  /** Relative, with `/` between folders, for example `machines/n1/user-data`. ASCII. */
  readonly path: string;
  /** Permission bits; 0o600 unless given, for bundles hold keys. */
  readonly mode?: number;
  readonly content: Uint8Array | PartedContent;
}

type Header = Parameters<Pack['entry']>[0];

const fileMode = 0o600;
const folderMode = 0o700;

/** Bytes of a chunk at least, but for the last: as many as a pipe holds (pipe(7)). */
const chunkBytes = 64 * 1024;

/**
 * Writes files and the folders above them. The same files give the same bytes. A file is asked for when there is room
 * for it, so no more than a few are in memory.
 * @param files in the order of their paths, by code units; no file's path is that of another's folder
 * @returns chunks of the archive
 * @throws RangeError for a path that is out of order, given twice, absolute or leads upwards; Error for parts that are not
 * as long as they say
 */
export async function* tarArchive(files: Iterable<ArchiveFile>): AsyncGenerator<Uint8Array, void> {
  const archive = pack({ highWaterMark: chunkBytes });
  fill(archive, files).catch((error) => archive.destroy(error));
  yield* gathered(archive as AsyncIterable<Uint8Array>);
}

/** Few large chunks of many small ones. */
async function* gathered(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of archive) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < chunkBytes) continue;
    yield Buffer.concat(waiting);
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}

async function fill(archive: Pack, files: Iterable<ArchiveFile>): Promise<void> {
  let before = '';
  for (const { path, mode = fileMode, content } of files) {
    const folders = foldersAbove(path);
    if (path <= before) throw new RangeError(`"${path}" is out of order, or given twice`);
    for (const folder of folders) {
      if (!before.startsWith(folder)) await add(archive, { name: folder, mode: folderMode, type: 'directory' });
    }
    await add(archive, { name: path, mode, type: 'file' }, content);
    before = path;
  }
  archive.finalize();
}

function foldersAbove(path: string): string[] {
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    throw new RangeError(`"${path}" cannot be put into an archive: it must be relative and without . and ..`);
  }
  return names.slice(1).map((_, index) => `${names.slice(0, index + 1).join('/')}/`);
}

/** Ends when the archive has taken the entry. */
function add(archive: Pack, header: Header, content?: ArchiveFile['content']): Promise<void> {
  return new Promise((resolve, reject) => {
    const taken = (error?: Error | null) => (error ? reject(error) : resolve());
    const owned = { ...header, uid: 0, gid: 0, mtime: new Date(0) };
    if (content === undefined) archive.entry(owned, taken);
    else if (content instanceof Uint8Array) archive.entry(owned, content, taken);
    else writeParts(archive.entry({ ...owned, size: content.length }, taken), content.parts).catch(reject);
  });
}

async function writeParts(entry: ReturnType<Pack['entry']>, parts: Iterable<Uint8Array>): Promise<void> {
  // Told by the entry's callback already.
  entry.on('error', () => {});
  for (const part of parts) {
    if (!entry.write(part)) await new Promise((resolve) => entry.once('drain', () => resolve(undefined)));
  }
  entry.end(null);
}
