/**
 * Writes an ISO 9660 image (ECMA-119) with Rock Ridge and Joliet names: the volume that cloud-init's NoCloud and
 * ConfigDrive datasources find by its label. The same files give the same bytes, and no sector is padding.
 */

import { type Charset, encodeText, SECTOR_BYTES, sectorsFor } from './fields.ts';
import {
  directoryRecord,
  type Extent,
  PARENT,
  packRecords,
  pathTable,
  SELF,
  setTerminator,
  volumeDescriptor,
} from './records.ts';
import { alternateName, extensionReference, posixAttributes, sharingProtocol } from './rock-ridge.ts';
import {
  compareIdentifiers,
  type FileNode,
  type FolderNode,
  fileTree,
  type ImageFile,
  jolietIdentifiers,
  type NamedNode,
  type Node,
  primaryIdentifiers,
} from './tree.ts';

export type { ImageFile } from './tree.ts';

export interface Image {
  /** The volume's label, in both descriptors: at most 16 characters, all that Joliet's has room for. */
  readonly label: string;
  readonly files: readonly ImageFile[];
  /** The date of the volume and of all that is in it; 1970-01-01 unless given. */
  readonly secondsSince1970?: number;
}

/** Sectors 0 to 15 are not the volume's own (6.2.1). */
const SYSTEM_AREA_SECTORS = 16;

/**
 * Writes an image. Files are owned by root and mode 0400 unless they say otherwise, folders mode 0700.
 * @returns the whole image, a multiple of 2,048 bytes
 * @throws RangeError for a label or a path that some reader could not show
 */
export function isoImage({ label, files, secondsSince1970 = 0 }: Image): Buffer {
  if (!/^[A-Za-z0-9_-]{1,16}$/.test(label)) throw new RangeError(`"${label}" cannot be the label of an image`);
  const root = fileTree(files);
  const hierarchies = [hierarchy(root, 'ascii'), hierarchy(root, 'ucs2')];
  const volume = place(hierarchies, secondsSince1970);
  const sectors = [
    Buffer.alloc(SYSTEM_AREA_SECTORS * SECTOR_BYTES),
    ...hierarchies.map((each) => describe(volume, each, label)),
    setTerminator,
    ...hierarchies.flatMap((each) => [tableOf(volume, each, 'little'), tableOf(volume, each, 'big')]),
    ...hierarchies.flatMap((each) => each.folders.map((folder) => folderContent(volume, each, folder))),
    ...filesOf(hierarchies).map(({ content }) => content),
  ];
  return Buffer.concat(sectors.flatMap(toWholeSectors));
}

/** One of the two ways through the image. */
interface Hierarchy {
  readonly charset: Charset;
  /** In the order of the path table: by level, by parent, by identifier (6.9.1). */
  readonly folders: readonly Folder[];
}

interface Folder {
  readonly node: FolderNode;
  readonly identifier: Uint8Array;
  /** The folder's place in the path table, from 1. */
  readonly number: number;
  readonly parent: { readonly node: FolderNode; readonly number: number };
  /** In the order of their identifiers. */
  readonly children: readonly NamedNode[];
}

function hierarchy(root: FolderNode, charset: Charset): Hierarchy {
  const named = charset === 'ascii' ? primaryIdentifiers : jolietIdentifiers;
  const sorted = ({ children }: FolderNode) =>
    named(children).sort((a, b) => compareIdentifiers(a.identifier, b.identifier));
  const self = { node: root, number: 1 };
  const folders: Folder[] = [{ ...self, identifier: SELF, parent: self, children: sorted(root) }];
  for (const parent of folders) {
    for (const { node, identifier } of parent.children) {
      if (node.kind === 'file') continue;
      const number = folders.length + 1;
      folders.push({ node, number, parent, identifier: encodeText(identifier, charset), children: sorted(node) });
    }
  }
  return { charset, folders };
}

/** Where everything stands in the image. */
interface Volume {
  readonly secondsSince1970: number;
  readonly sectors: number;
  readonly tables: ReadonlyMap<Hierarchy, { readonly bytes: number; readonly L: number; readonly M: number }>;
  readonly folders: ReadonlyMap<Hierarchy, ReadonlyMap<FolderNode, Extent>>;
  readonly files: ReadonlyMap<FileNode, Extent>;
}

const nowhere: Extent = { sector: 0, bytes: 0 };

/** No length depends on a place, so that everything is measured first: tables, then folders, then files. */
function place(hierarchies: readonly Hierarchy[], secondsSince1970: number): Volume {
  const unplaced = { secondsSince1970, sectors: 0, tables: new Map(), folders: new Map(), files: new Map() };
  let next = SYSTEM_AREA_SECTORS + hierarchies.length + 1;
  const take = (bytes: number): Extent => {
    const extent = bytes === 0 ? nowhere : { sector: next, bytes };
    next += sectorsFor(bytes);
    return extent;
  };
  const tables = hierarchies.map((each) => {
    const { length: bytes } = tableOf(unplaced, each, 'little');
    return [each, { bytes, L: take(bytes).sector, M: take(bytes).sector }] as const;
  });
  const folders = hierarchies.map((each) => {
    const extents = each.folders.map(
      (folder) => [folder.node, take(folderContent(unplaced, each, folder).length)] as const,
    );
    return [each, new Map(extents)] as const;
  });
  const files = filesOf(hierarchies).map((file) => [file, take(file.content.length)] as const);
  return { secondsSince1970, sectors: next, tables: new Map(tables), folders: new Map(folders), files: new Map(files) };
}

/** Every file once, in the order in which the primary hierarchy lists them. */
function filesOf([primary]: readonly Hierarchy[]): FileNode[] {
  const nodes = primary?.folders.flatMap(({ children }) => children.map(({ node }) => node)) ?? [];
  return nodes.filter((node) => node.kind === 'file');
}

function extentOf(volume: Volume, each: Hierarchy, node: Node): Extent {
  const extent = node.kind === 'file' ? volume.files.get(node) : volume.folders.get(each)?.get(node);
  return extent ?? nowhere;
}

function describe(volume: Volume, each: Hierarchy, label: string): Buffer {
  const table = volume.tables.get(each);
  const [root] = each.folders;
  return volumeDescriptor({
    charset: each.charset,
    label,
    sectors: volume.sectors,
    pathTableBytes: table?.bytes ?? 0,
    pathTableL: table?.L ?? 0,
    pathTableM: table?.M ?? 0,
    root: root ? extentOf(volume, each, root.node) : nowhere,
    secondsSince1970: volume.secondsSince1970,
  });
}

function tableOf(volume: Volume, each: Hierarchy, order: 'little' | 'big'): Buffer {
  const records = each.folders.map(({ node, identifier, parent }) => {
    return { identifier, sector: extentOf(volume, each, node).sector, parentNumber: parent.number };
  });
  return pathTable(records, order);
}

function folderContent(volume: Volume, each: Hierarchy, folder: Folder): Buffer {
  const record = (node: Node, identifier: Uint8Array, systemUse: readonly Uint8Array[]) =>
    directoryRecord({
      identifier,
      extent: extentOf(volume, each, node),
      isFolder: node.kind === 'folder',
      secondsSince1970: volume.secondsSince1970,
      systemUse: each.charset === 'ascii' ? Buffer.concat(systemUse) : Buffer.alloc(0),
    });
  const isRoot = folder.number === 1;
  const selfUse = isRoot ? [sharingProtocol, attributes(folder.node), extensionReference] : [attributes(folder.node)];
  return packRecords([
    record(folder.node, SELF, selfUse),
    record(folder.parent.node, PARENT, [attributes(folder.parent.node)]),
    ...folder.children.map(({ node, identifier }) =>
      record(node, encodeText(identifier, each.charset), [attributes(node), alternateName(node.name)]),
    ),
  ]);
}

function attributes(node: Node): Uint8Array {
  const isFolder = node.kind === 'folder';
  const links = isFolder ? 2 + node.children.filter(({ kind }) => kind === 'folder').length : 1;
  return posixAttributes({ isFolder, mode: node.mode, links });
}

function toWholeSectors(content: Uint8Array): Uint8Array[] {
  const missing = sectorsFor(content.length) * SECTOR_BYTES - content.length;
  return missing === 0 ? [content] : [content, Buffer.alloc(missing)];
}
