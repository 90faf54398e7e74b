/** The fields that an ISO 9660 volume is made of: numbers in both byte orders, padded strings, dates (ECMA-119 clauses 7 and 8). */

/** Bytes in a logical sector, and in a logical block (ECMA-119 6.1.2, 6.2.2). */
export const SECTOR_BYTES = 2048;

/** Writes fields one after the other into a block of fixed size, so that code reads like the standard's tables. */
export interface FieldWriter {
  byte(value: number): FieldWriter;
  bytes(value: Uint8Array): FieldWriter;
  /** Unused or reserved bytes, all zero. */
  zeros(count: number): FieldWriter;
  /** 7.2.3: least significant byte first, then most significant byte first. */
  both16(value: number): FieldWriter;
  /** 7.3.1 */
  little32(value: number): FieldWriter;
  /** 7.3.2 */
  big32(value: number): FieldWriter;
  /** 7.3.3 */
  both32(value: number): FieldWriter;
  /** The block, which must be full. */
  done(): Buffer;
}

/**
 * Starts a block of `length` bytes.
 * @throws RangeError from `done` if the fields do not fill the block exactly
 */
export function fields(length: number): FieldWriter {
  const block = Buffer.alloc(length);
  let offset = 0;
  const writer: FieldWriter = {
    byte: (value) => write(() => block.writeUInt8(value, offset)),
    bytes: (value) => write(() => offset + copy(value)),
    zeros: (count) => write(() => offset + count),
    both16: (value) => {
      write(() => block.writeUInt16LE(value, offset));
      return write(() => block.writeUInt16BE(value, offset));
    },
    little32: (value) => write(() => block.writeUInt32LE(value, offset)),
    big32: (value) => write(() => block.writeUInt32BE(value, offset)),
    both32: (value) => writer.little32(value).big32(value),
    done: () => {
      if (offset !== length) throw new RangeError(`a block of ${length} bytes was given ${offset}`);
      return block;
    },
  };
  const write = (put: () => number) => {
    offset = put();
    return writer;
  };
  const copy = (value: Uint8Array) => {
    if (offset + value.length > length) throw new RangeError(`a block of ${length} bytes overflows`);
    block.set(value, offset);
    return value.length;
  };
  return writer;
}

/** The character set of a hierarchy: ASCII in the primary one, UCS-2 in Joliet's. */
export type Charset = 'ascii' | 'ucs2';

/** Encodes a name without padding; `ucs2` has its most significant byte first (Joliet specification, section 3). */
export function encodeText(text: string, charset: Charset): Buffer {
  return charset === 'ascii' ? Buffer.from(text, 'latin1') : Buffer.from(text, 'utf16le').swap16();
}

/**
 * A string padded with blanks to `length` bytes (ECMA-119 7.4.4); the odd last byte of a UCS-2 field is zero.
 * @throws RangeError if the text is longer than the field
 */
export function paddedText(text: string, length: number, charset: Charset): Buffer {
  const characters = charset === 'ascii' ? length : Math.floor(length / 2);
  if (text.length > characters) throw new RangeError(`"${text}" is longer than ${characters} characters`);
  const field = Buffer.alloc(length);
  field.set(encodeText(text.padEnd(characters, ' '), charset));
  return field;
}

/** A date of a volume descriptor, `YYYYMMDDHHMMSScc` and the offset from UTC, here 0 (8.4.26.1). */
export function descriptorDate(secondsSince1970: number): Buffer {
  const digits = new Date(secondsSince1970 * 1000).toISOString().replace(/\D/g, '').slice(0, 16);
  return Buffer.concat([Buffer.from(digits, 'latin1'), Buffer.of(0)]);
}

/** 8.4.26.1: all digits `0` say that a date is not given. */
export const noDate: Uint8Array = Buffer.concat([Buffer.from('0'.repeat(16), 'latin1'), Buffer.of(0)]);

/** A date of a directory record: years since 1900 and five more numbers, UTC (9.1.5). */
export function recordDate(secondsSince1970: number): Buffer {
  const date = new Date(secondsSince1970 * 1000);
  return Buffer.of(
    date.getUTCFullYear() - 1900,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    0,
  );
}

/** How many sectors `bytes` take. */
export function sectorsFor(bytes: number): number {
  return Math.ceil(bytes / SECTOR_BYTES);
}
