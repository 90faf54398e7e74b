/** One reproducible tar archive (POSIX ustar, pax where a name is long): sorted, owned by root, dated 1970-01-01. */

import { type Pack, pack } from 'tar-stream';

export interface ArchiveFile {
  /** Relative, with `/` between folders, for example `machines/n1/user-data`. */
  readonly path: string;
  /** Permission bits; 0o600 unless given, for bundles hold keys. */
  readonly mode?: number;
  /** A function is called when the file's turn comes, so that no more than one file is in memory. */
  readonly content: Uint8Array | (() => Uint8Array);
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const EPOCH = new Date(0);

interface Member {
  readonly path: string;
  readonly mode: number;
  /** Absent for a folder. */
  readonly content?: ArchiveFile['content'];
}

/**
 * Writes files and the folders above them, in the order of their paths whatever the order of the list. The same files
 * give the same bytes.
 * @returns chunks of the archive; the next file is asked for when what came before has been read
 * @throws RangeError for a path that is given twice, is absolute or leads upwards
 */
export function tarArchive(files: readonly ArchiveFile[]): AsyncIterable<Uint8Array> {
  const members = sortedMembers(files);
  return {
    async *[Symbol.asyncIterator]() {
      const archive = pack();
      const written = writeMembers(archive, members).catch((error: Error) => archive.destroy(error));
      yield* archive as AsyncIterable<Uint8Array>;
      await written;
    },
  };
}

function sortedMembers(files: readonly ArchiveFile[]): Member[] {
  const members = new Map<string, Member>();
  for (const { path, mode = FILE_MODE, content } of files) {
    if (members.has(path)) throw new RangeError(`"${path}" is given twice`);
    members.set(path, { path, mode, content });
    for (const folder of foldersAbove(path)) members.set(folder, { path: folder, mode: FOLDER_MODE });
  }
  const clash = files.find(({ path }) => members.has(`${path}/`));
  if (clash) throw new RangeError(`"${clash.path}" is a file and a folder at once`);
  return [...members.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function foldersAbove(path: string): string[] {
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    throw new RangeError(`"${path}" cannot be put into an archive: it must be relative and without . and ..`);
  }
  return names.slice(1).map((_, index) => `${names.slice(0, index + 1).join('/')}/`);
}

async function writeMembers(archive: Pack, members: readonly Member[]): Promise<void> {
  for (const member of members) await writeMember(archive, member);
  archive.finalize();
}

function writeMember(archive: Pack, { path, mode, content }: Member): Promise<void> {
  const header = { name: path, mode, uid: 0, gid: 0, mtime: EPOCH };
  return new Promise((resolve, reject) => {
    const settle = (error?: Error | null) => (error ? reject(error) : resolve());
    if (content === undefined) archive.entry({ ...header, type: 'directory' }, settle);
    else
      archive.entry(
        { ...header, type: 'file' },
        Buffer.from(typeof content === 'function' ? content() : content),
        settle,
      );
  });
}
