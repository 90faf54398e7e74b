/** The records of an ISO 9660 volume: directory records, path tables and volume descriptors (ECMA-119 clauses 8 and 9). */

import {
  type Charset,
  descriptorDate,
  fields,
  noDate,
  paddedText,
  recordDate,
  SECTOR_BYTES,
  sectorsFor,
} from './fields.ts';

/** Where something stands in the volume. */
export interface Extent {
  readonly sector: number;
  readonly bytes: number;
}

const FOLDER_FLAG = 0x02;
const RECORD_HEADER_BYTES = 33;
const STANDARD_IDENTIFIER = Buffer.from('CD001', 'latin1');

/** The identifiers of a folder's first two records, itself and its parent (9.1.11, 6.8.2.2). */
export const SELF = Buffer.of(0);
export const PARENT = Buffer.of(1);

export interface DirectoryRecord {
  readonly identifier: Uint8Array;
  readonly extent: Extent;
  readonly isFolder: boolean;
  readonly secondsSince1970: number;
  /** Entries of the System Use Sharing Protocol. */
  readonly systemUse: Uint8Array;
}

/** One directory record, of even length (9.1). */
export function directoryRecord(record: DirectoryRecord): Buffer {
  const { identifier, extent, isFolder, secondsSince1970, systemUse } = record;
  const padding = identifier.length % 2 === 0 ? 1 : 0;
  const used = RECORD_HEADER_BYTES + identifier.length + padding + systemUse.length;
  const length = used + (used % 2);
  return fields(length)
    .byte(length)
    .byte(0)
    .both32(extent.sector)
    .both32(extent.bytes)
    .bytes(recordDate(secondsSince1970))
    .byte(isFolder ? FOLDER_FLAG : 0)
    .zeros(2)
    .both16(1)
    .byte(identifier.length)
    .bytes(identifier)
    .zeros(padding)
    .bytes(systemUse)
    .zeros(length - used)
    .done();
}

/** Records one after the other, none across the border of two sectors, filled up to whole sectors (6.8.1.1). */
export function packRecords(records: readonly Uint8Array[]): Buffer {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const push = (piece: Uint8Array) => {
    pieces.push(piece);
    length += piece.length;
  };
  for (const record of records) {
    const room = SECTOR_BYTES - (length % SECTOR_BYTES);
    if (record.length > room) push(Buffer.alloc(room));
    push(record);
  }
  push(Buffer.alloc(sectorsFor(length) * SECTOR_BYTES - length));
  return Buffer.concat(pieces);
}

export interface PathTableRecord {
  readonly identifier: Uint8Array;
  readonly sector: number;
  /** The number of the parent folder's record in the table, from 1; the root is its own parent. */
  readonly parentNumber: number;
}

/** A path table with its numbers in one byte order (9.4): type L is little, type M big. */
export function pathTable(records: readonly PathTableRecord[], order: 'little' | 'big'): Buffer {
  return Buffer.concat(records.map((record) => pathTableRecord(record, order)));
}

function pathTableRecord({ identifier, sector, parentNumber }: PathTableRecord, order: 'little' | 'big'): Buffer {
  const number = Buffer.alloc(2);
  if (order === 'little') number.writeUInt16LE(parentNumber);
  else number.writeUInt16BE(parentNumber);
  const padding = identifier.length % 2;
  const header = fields(8 + identifier.length + padding)
    .byte(identifier.length)
    .byte(0);
  return (order === 'little' ? header.little32(sector) : header.big32(sector))
    .bytes(number)
    .bytes(identifier)
    .zeros(padding)
    .done();
}

export interface VolumeDescriptor {
  readonly charset: Charset;
  readonly label: string;
  readonly sectors: number;
  readonly pathTableBytes: number;
  readonly pathTableL: number;
  readonly pathTableM: number;
  readonly root: Extent;
  readonly secondsSince1970: number;
}

const PRIMARY = 1;
const SUPPLEMENTARY = 2;
const TERMINATOR = 255;

/** Joliet, UCS-2 level 3 (Joliet specification, section 2). */
const UCS2_LEVEL_3 = Buffer.from('%/E', 'latin1');

/** The primary volume descriptor (8.4), or with `ucs2` the supplementary one that makes the volume Joliet's (8.5). */
export function volumeDescriptor(volume: VolumeDescriptor): Buffer {
  const { charset, secondsSince1970 } = volume;
  const isPrimary = charset === 'ascii';
  const blank = (length: number) => paddedText('', length, charset);
  return fields(SECTOR_BYTES)
    .byte(isPrimary ? PRIMARY : SUPPLEMENTARY)
    .bytes(STANDARD_IDENTIFIER)
    .byte(1)
    .zeros(1)
    .bytes(blank(32)) // system
    .bytes(paddedText(volume.label, 32, charset))
    .zeros(8)
    .both32(volume.sectors)
    .bytes(isPrimary ? Buffer.alloc(32) : Buffer.concat([UCS2_LEVEL_3], 32))
    .both16(1) // volumes in the set
    .both16(1) // this volume's number
    .both16(SECTOR_BYTES)
    .both32(volume.pathTableBytes)
    .little32(volume.pathTableL)
    .little32(0)
    .big32(volume.pathTableM)
    .big32(0)
    .bytes(rootRecord(volume))
    .bytes(Buffer.concat([128, 128, 128, 128].map(blank))) // volume set, publisher, preparer, application
    .bytes(Buffer.concat([37, 37, 37].map(blank))) // copyright, abstract, bibliography
    .bytes(descriptorDate(secondsSince1970)) // creation
    .bytes(descriptorDate(secondsSince1970)) // modification
    .bytes(noDate) // expiration
    .bytes(noDate) // effective
    .byte(1)
    .zeros(1 + 512 + 653)
    .done();
}

function rootRecord({ root, secondsSince1970 }: VolumeDescriptor): Buffer {
  const systemUse = Buffer.alloc(0);
  return directoryRecord({ identifier: SELF, extent: root, isFolder: true, secondsSince1970, systemUse });
}

/** Ends the set of volume descriptors (8.3). */
export const setTerminator: Uint8Array = fields(SECTOR_BYTES)
  .byte(TERMINATOR)
  .bytes(STANDARD_IDENTIFIER)
  .byte(1)
  .zeros(SECTOR_BYTES - 7)
  .done();
