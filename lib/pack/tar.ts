/** One reproducible tar archive (POSIX ustar, pax where a name is long): sorted, owned by root, dated 1970-01-01. */

import { pipeline, Readable } from 'node:stream';
import type { Header, Pack } from 'tar-stream';

export interface ArchiveFile {
  /** Relative, with `/` between folders, for example `machines/n1/user-data`. */
  readonly path: string;
  /** Permission bits; 0o600 unless given, for bundles hold keys. */
  readonly mode?: number;
  readonly content: Uint8Array | PartedContent;
}

/** A content that is never in memory as a whole. */
export interface PartedContent {
  /** Bytes of all parts together. */
  readonly length: number;
  readonly parts: Iterable<Uint8Array>;
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const EPOCH = new Date(0);

/**
 * Bytes of every chunk but the last: as many as a pipe holds (pipe(7)), so that it takes one at once while its reader
 * has the one before.
 */
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes files and the folders above them. The same files give the same bytes.
 * @param files in the order of their paths, by code units; no file's path is that of another's folder
 * @returns chunks of the archive, each valid until the next one is asked for, as are the files
 * @throws RangeError for a path that is out of order, given twice, absolute or leads upwards
 */
export async function* tarArchive(files: Iterable<ArchiveFile>): AsyncGenerator<Uint8Array, void> {
  // Loaded by those alone who want an archive.
  const { pack } = await import('tar-stream');
  const archive = pack();
  const written = writeFiles(archive, files).catch((error: Error) => archive.destroy(error));
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  for await (const part of archive as AsyncIterable<Uint8Array>) {
    for (let offset = 0; offset < part.length; ) {
      const length = Math.min(part.length - offset, CHUNK_BYTES - filled);
      chunk.set(part.subarray(offset, offset + length), filled);
      offset += length;
      filled += length;
      if (filled < CHUNK_BYTES) continue;
      yield chunk;
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
  await written;
}

async function writeFiles(archive: Pack, files: Iterable<ArchiveFile>): Promise<void> {
  let before = '';
  for (const { path, mode = FILE_MODE, content } of files) {
    const folders = foldersAbove(path);
    if (path <= before) throw new RangeError(`"${path}" is out of order, or given twice`);
    for (const folder of folders) {
      if (!before.startsWith(folder)) await write(archive, { name: folder, mode: FOLDER_MODE, type: 'directory' });
    }
    await write(archive, { name: path, mode, type: 'file' }, content);
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

function write(
  archive: Pack,
  header: Pick<Header, 'name' | 'mode' | 'type'>,
  content?: ArchiveFile['content'],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => (error ? reject(error) : resolve());
    const whole = { ...header, uid: 0, gid: 0, mtime: EPOCH };
    if (content instanceof Uint8Array) archive.entry(whole, asBuffer(content), settle);
    else if (!content) archive.entry(whole, settle);
    else pipeline(Readable.from(content.parts), archive.entry({ ...whole, size: content.length }), settle);
  });
}

function asBuffer(content: Uint8Array): Buffer {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
