/**
 * POSIX names and modes beside the names of ISO 9660: the System Use Sharing Protocol (SUSP, IEEE P1281) and the
 * Rock Ridge Interchange Protocol (RRIP, IEEE P1282), the four entries that readers need.
 */

import { fields } from './fields.ts';

/** File types of POSIX `st_mode` (RRIP 4.1.1). */
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

/** The identifier that all readers know (RRIP 1991A); the later one, IEEE_P1282, needs a longer PX. */
const RRIP = Buffer.from('RRIP_1991A', 'latin1');

/** What PX says of a file or a folder. */
export interface PosixAttributes {
  readonly isFolder: boolean;
  /** Permission bits, for example 0o400. */
  readonly mode: number;
  /** Number of links: for a folder its name, its own `.` and each subfolder's `..`. */
  readonly links: number;
}

function entry(signature: string, dataBytes: number) {
  return fields(4 + dataBytes)
    .bytes(Buffer.from(signature, 'latin1'))
    .byte(4 + dataBytes)
    .byte(1);
}

/** SP: the System Use Sharing Protocol is in use, and nothing stands before its entries (SUSP 5.3). */
export const sharingProtocol: Uint8Array = entry('SP', 3).byte(0xbe).byte(0xef).byte(0).done();

/** ER: the extension in use is Rock Ridge; its optional description and source are left out (SUSP 5.5). */
export const extensionReference: Uint8Array = entry('ER', 4 + RRIP.length)
  .byte(RRIP.length)
  .byte(0)
  .byte(0)
  .byte(1)
  .bytes(RRIP)
  .done();

/** PX: mode, links, owner and group, both root (RRIP 4.1.1). */
export function posixAttributes({ isFolder, mode, links }: PosixAttributes): Buffer {
  return entry('PX', 32)
    .both32((isFolder ? FOLDER : REGULAR_FILE) | mode)
    .both32(links)
    .both32(0)
    .both32(0)
    .done();
}

/** NM: the POSIX name, whole (RRIP 4.1.4). */
export function alternateName(name: string): Buffer {
  return entry('NM', 1 + name.length)
    .byte(0)
    .bytes(Buffer.from(name, 'latin1'))
    .done();
}
