/** The folders and files of an image as a tree, and the names they bear in each of its two hierarchies. */

/** A file to be put into an image or an archive. */
export interface ImageFile {
  /** Relative, with `/` between folders, for example `openstack/latest/user_data`. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits; 0o400 unless given, for bundles hold keys. */
  readonly mode?: number;
}

export interface FileNode {
  readonly kind: 'file';
  readonly name: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

export interface FolderNode {
  readonly kind: 'folder';
  readonly name: string;
  readonly mode: number;
  readonly children: readonly Node[];
}

export type Node = FileNode | FolderNode;

const FILE_MODE = 0o400;
const FOLDER_MODE = 0o700;

/** The root counts as the first level (ECMA-119 6.8.2.1). */
const MOST_LEVELS = 8;

/** Joliet's longest name, in characters (Joliet specification, section 3). */
const LONGEST_NAME = 64;

/** The portable filename character set (POSIX 3.282), which no hierarchy has to escape. */
const portableName = /^[A-Za-z0-9._-]+$/;

/**
 * Builds the tree of an image's files; the order of the list does not matter.
 * @throws RangeError for a path that is given twice, is empty, absolute or too deep, or has a name that some reader
 * could not show
 */
export function fileTree(files: readonly ImageFile[]): FolderNode {
  return folderFrom('', files.map(toEntry), 1);
}

interface Entry {
  readonly names: readonly string[];
  readonly file: ImageFile;
}

function toEntry(file: ImageFile): Entry {
  const names = file.path.split('/');
  for (const name of names) checkName(name, file.path);
  return { names, file };
}

function checkName(name: string, path: string): void {
  if (portableName.test(name) && name !== '.' && name !== '..' && name.length <= LONGEST_NAME) return;
  throw new RangeError(`"${path}" cannot be put into an image: names are 1 to ${LONGEST_NAME} of A-Z a-z 0-9 . _ -`);
}

function folderFrom(name: string, entries: readonly Entry[], level: number): FolderNode {
  if (level > MOST_LEVELS) throw new RangeError(`an image holds at most ${MOST_LEVELS} levels of folders`);
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) {
    const [first = '', ...rest] = entry.names;
    const group = byName.get(first);
    if (group) group.push({ ...entry, names: rest });
    else byName.set(first, [{ ...entry, names: rest }]);
  }
  const children = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([child, group]) => node(child, group, level));
  return { kind: 'folder', name, mode: FOLDER_MODE, children };
}

function node(name: string, group: readonly Entry[], level: number): Node {
  const [only] = group;
  if (only && group.length === 1 && only.names.length === 0) {
    return { kind: 'file', name, content: only.file.content, mode: only.file.mode ?? FILE_MODE };
  }
  const clash = group.find(({ names }) => names.length === 0);
  if (clash) throw new RangeError(`"${clash.file.path}" is given twice, or is a file and a folder at once`);
  return folderFrom(name, group, level + 1);
}

/** Longest stem and extension of a level 2 file identifier together, without `.` and version (ECMA-119 10.2). */
const LONGEST_IDENTIFIER = 30;
const LONGEST_EXTENSION = 3;

/** A child with its identifier, for example `USER_DATA.;1`. */
export interface NamedNode {
  readonly node: Node;
  readonly identifier: string;
}

/**
 * The identifiers of a folder's children in the primary hierarchy: d-characters (ECMA-119 7.4.1), no two alike; a
 * file's ends in `.`, its extension and version 1 (7.5.1).
 */
export function primaryIdentifiers(children: readonly Node[]): NamedNode[] {
  const taken = new Set<string>();
  return children.map((child) => {
    const { stem, extension } = primaryName(child);
    let identifier = `${stem}.${extension}`;
    for (let number = 2; taken.has(identifier); number += 1) {
      identifier = `${stem.slice(0, LONGEST_IDENTIFIER - LONGEST_EXTENSION - 6)}_${number}.${extension}`;
    }
    taken.add(identifier);
    return { node: child, identifier: child.kind === 'file' ? `${identifier};1` : identifier.slice(0, -1) };
  });
}

function primaryName({ kind, name }: Node): { stem: string; extension: string } {
  const dot = kind === 'file' ? name.lastIndexOf('.') : -1;
  const toCharacters = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  const extension = dot > 0 ? toCharacters(name.slice(dot + 1)).slice(0, LONGEST_EXTENSION) : '';
  const stem = toCharacters(dot > 0 ? name.slice(0, dot) : name);
  return { stem: stem.slice(0, LONGEST_IDENTIFIER - LONGEST_EXTENSION), extension };
}

/** The identifiers in Joliet's hierarchy are the names themselves; a version is left out, as other writers do. */
export function jolietIdentifiers(children: readonly Node[]): NamedNode[] {
  return children.map((child) => ({ node: child, identifier: child.name }));
}

/** Orders identifiers: by stem, then by extension, each padded to equal length (ECMA-119 9.3). */
export function compareIdentifiers(a: string, b: string): number {
  const [stemA, extensionA] = sortKey(a);
  const [stemB, extensionB] = sortKey(b);
  return compareText(stemA, stemB) || compareText(extensionA, extensionB);
}

function sortKey(identifier: string): readonly [stem: string, extension: string] {
  const unversioned = identifier.replace(/;1$/, '');
  const dot = unversioned.lastIndexOf('.');
  return dot < 0 ? [unversioned, ''] : [unversioned.slice(0, dot), unversioned.slice(dot + 1)];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
