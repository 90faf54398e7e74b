/**
 * One reproducible tar archive (POSIX.1-2017, pax, "ustar Interchange Format"): in the order of the paths, owned by
 * root, dated 1970-01-01. Written here, for streams for each of tens of thousands of files cost half as much as making
 * them; tar-stream, which gives the same bytes, is the judge in the tests, and so is tar(1).
 */

export interface ArchiveFile {
  /** Relative, with `/` between folders, for example `machines/n1/user-data`. ASCII. */
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

const BLOCK_BYTES = 512;

/**
 * Bytes of every chunk but the last: as many as a pipe holds (pipe(7)), so that it takes one at once while its reader
 * has the one before.
 */
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes files and the folders above them. The same files give the same bytes.
 * @param files in the order of their paths, by code units; no file's path is that of another's folder
 * @returns chunks of the archive, each valid until the next one is asked for, as are the files
 * @throws RangeError for a path that is out of order, given twice, absolute, leads upwards or is too long, and for parts
 * that are not as long as they say
 */
export function* tarArchive(files: Iterable<ArchiveFile>): Generator<Uint8Array, void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  for (const piece of pieces(files)) {
    for (let offset = 0; offset < piece.length; ) {
      const length = Math.min(piece.length - offset, CHUNK_BYTES - filled);
      chunk.set(piece.subarray(offset, offset + length), filled);
      offset += length;
      filled += length;
      if (filled < CHUNK_BYTES) continue;
      yield chunk;
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** Headers, contents and what fills up their blocks; the end is two blocks of zeros. */
function* pieces(files: Iterable<ArchiveFile>): Iterable<Uint8Array> {
  let before = '';
  for (const { path, mode = FILE_MODE, content } of files) {
    const folders = foldersAbove(path);
    if (path <= before) throw new RangeError(`"${path}" is out of order, or given twice`);
    for (const folder of folders) if (!before.startsWith(folder)) yield header(folder, FOLDER_MODE, 0);
    yield header(path, mode, content.length);
    if (content instanceof Uint8Array) yield content;
    else yield* partsOf(path, content);
    yield zeros.subarray(0, (BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES);
    before = path;
  }
  yield zeros;
}

const zeros = new Uint8Array(2 * BLOCK_BYTES);

function* partsOf(path: string, { length, parts }: PartedContent): Iterable<Uint8Array> {
  let given = 0;
  for (const part of parts) {
    given += part.length;
    yield part;
  }
  if (given !== length) throw new RangeError(`"${path}" has ${given} bytes, and ${length} were said`);
}

function foldersAbove(path: string): string[] {
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    throw new RangeError(`"${path}" cannot be put into an archive: it must be relative and without . and ..`);
  }
  return names.slice(1).map((_, index) => `${names.slice(0, index + 1).join('/')}/`);
}

/** A number as its octal digits; here with a space after them. */
const octal = (number: number, digits: number) => `${number.toString(8).padStart(digits, '0')} `;

/** What all headers have in common: root's, of 1970, with a checksum that counts itself as spaces. */
const commonHeader = Buffer.alloc(BLOCK_BYTES);
for (const [text, offset] of [
  [octal(0, 6), 108], // uid
  [octal(0, 6), 116], // gid
  [octal(0, 11), 136], // mtime
  [' '.repeat(8), 148], // checksum
  ['ustar\0' + '00', 257], // magic and version
  [octal(0, 6), 329], // devmajor
  [octal(0, 6), 337], // devminor
] as const) {
  commonHeader.write(text, offset, 'latin1');
}

/** A header block; a path that ends in `/` is a folder's. */
function header(path: string, mode: number, bytes: number): Buffer {
  const { name, prefix } = splitPath(path);
  const block = Buffer.from(commonHeader);
  block.write(name, 0, 'latin1');
  block.write(octal(mode, 6), 100, 'latin1');
  block.write(octal(bytes, 11), 124, 'latin1');
  block.write(path.endsWith('/') ? '5' : '0', 156, 'latin1'); // typeflag
  block.write(prefix, 345, 'latin1');
  let sum = 0;
  for (let index = 0; index < BLOCK_BYTES; index += 1) sum += block[index] ?? 0;
  block.write(`${octal(sum, 6)}\0`, 148, 'latin1');
  return block;
}

/** The path as `name`, of at most 100 bytes, or in two at one of its slashes: `prefix`, of at most 155, and `name`. */
function splitPath(path: string): { readonly name: string; readonly prefix: string } {
  let slash = -1;
  while (path.length - slash - 1 > 100) {
    slash = path.indexOf('/', slash + 1);
    if (slash < 0 || slash > 155) throw new RangeError(`"${path}" is too long for an archive`);
  }
  return { name: path.slice(slash + 1), prefix: path.slice(0, Math.max(slash, 0)) };
}
