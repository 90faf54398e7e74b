/** Writes and reads the Distinguished Encoding Rules of ASN.1 (ITU-T X.690), as far as certificates need them. */

/** Identifier octets (X.690 8.1.2) of the types that a certificate is made of. */
export const Tag = Object.freeze({
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
});

/** Bit 6 of the identifier octet: the value is made of other values (X.690 8.1.2.5). */
const CONSTRUCTED = 0x20;
const CONTEXT_SPECIFIC = 0x80;

/** Encodes one value: identifier octet, length, then the contents one after another (X.690 8.1.1). */
export function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const content of contents) length += content.length;
  const header = length < 0x80 ? 2 : length < 0x100 ? 3 : length < 0x10000 ? 4 : 5;
  const encoded = Buffer.allocUnsafe(header + length);
  encoded[0] = tag;
  if (header === 2) encoded[1] = length;
  else {
    encoded[1] = 0x80 | (header - 2);
    encoded.writeUIntBE(length, 2, header - 2);
  }
  let offset = header;
  for (const content of contents) {
    encoded.set(content, offset);
    offset += content.length;
  }
  return encoded;
}

/** SEQUENCE of values that are encoded already (X.690 8.9). */
export function sequence(...elements: readonly Uint8Array[]): Buffer {
  return encode(Tag.sequence, ...elements);
}

/** SET of one value (X.690 11.6 orders several; a relative distinguished name here has one). */
export function setOfOne(element: Uint8Array): Buffer {
  return encode(Tag.set, element);
}

/** `[number] EXPLICIT`: a tag around another encoding (X.690 8.14). */
export function explicit(number: number, element: Uint8Array): Buffer {
  return encode(CONTEXT_SPECIFIC | CONSTRUCTED | number, element);
}

/** `[number] IMPLICIT` of a primitive type: the contents under another tag (X.690 8.14). */
export function implicit(number: number, content: Uint8Array): Buffer {
  return encode(CONTEXT_SPECIFIC | number, content);
}

/** INTEGER from the octets of a number that is not negative, most significant first (X.690 8.3). */
export function unsignedInteger(octets: Uint8Array): Buffer {
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start += 1;
  const digits = octets.subarray(start);
  const needsSignOctet = digits.length === 0 || (digits[0] ?? 0) >= 0x80;
  return needsSignOctet ? encode(Tag.integer, Uint8Array.of(0), digits) : encode(Tag.integer, digits);
}

/** BOOLEAN TRUE; DER leaves out a FALSE that is the default (X.690 11.1 and 11.5). */
export const booleanTrue: Uint8Array = encode(Tag.boolean, Uint8Array.of(0xff));

/** BIT STRING of whole octets (X.690 8.6). */
export function bitString(octets: Uint8Array): Buffer {
  return encode(Tag.bitString, Uint8Array.of(0), octets);
}

/** BIT STRING with a list of named bits, without trailing zero bits (X.690 11.2.2); at most the first eight bits. */
export function namedBits(bits: readonly number[]): Buffer {
  const last = Math.max(...bits);
  if (!(last <= 7)) throw new RangeError('named bits beyond the first octet are not supported');
  const octet = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return encode(Tag.bitString, Uint8Array.of(7 - last, octet));
}

/** OCTET STRING (X.690 8.7). */
export function octetString(octets: Uint8Array): Buffer {
  return encode(Tag.octetString, octets);
}

/** OBJECT IDENTIFIER from its dotted form, for example `2.5.29.17` (X.690 8.19). */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(Tag.objectIdentifier, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** Groups of seven bits, most significant first, bit 8 set on all but the last (X.690 8.19.2). */
function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift(0x80 | (rest & 0x7f));
  return groups;
}

/** PrintableString where its alphabet suffices (X.680 41.4), else UTF8String: the two that RFC 5280 4.1.2.4 allows. */
export function directoryString(text: string): Buffer {
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
  return isPrintable
    ? encode(Tag.printableString, Buffer.from(text, 'latin1'))
    : encode(Tag.utf8String, Buffer.from(text, 'utf8'));
}

/**
 * UTCTime through the year 2049, GeneralizedTime from 2050 on, to the second (RFC 5280 4.1.2.5).
 * @param seconds since 1970-01-01T00:00:00Z
 */
export function time(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replace(/\.\d+Z$|[-:T]/g, '');
  const year = Number(digits.slice(0, 4));
  if (digits.length !== 14 || year < 1950) throw new RangeError('a certificate cannot express this time');
  return year < 2050
    ? encode(Tag.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : encode(Tag.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'));
}

/** One encoded value inside a larger encoding. */
export interface Element {
  readonly tag: number;
  /** The contents octets. */
  readonly content: Uint8Array;
  /** Identifier, length and contents. */
  readonly encoded: Uint8Array;
}

/**
 * Reads the value that begins at an offset. Definite lengths and one-octet tags only, as DER certificates have.
 * @throws RangeError when the octets are no such value or end too early
 */
export function readElement(octets: Uint8Array, offset = 0): Element {
  const tag = octets[offset] ?? Number.NaN;
  const first = octets[offset + 1] ?? Number.NaN;
  if (Number.isNaN(tag) || Number.isNaN(first) || (tag & 0x1f) === 0x1f) throw new RangeError('not a DER value');
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthOctets > 3) throw new RangeError('not a DER length');
  const start = offset + 2 + lengthOctets;
  const length = octets.subarray(offset + 2, start).reduce((sum, octet) => sum * 256 + octet, lengthOctets ? 0 : first);
  if (start + length > octets.length) throw new RangeError('a DER value is cut off');
  return { tag, content: octets.subarray(start, start + length), encoded: octets.subarray(offset, start + length) };
}

/** Reads the values inside a constructed value, in order. @throws RangeError as readElement does */
export function readElements(content: Uint8Array): readonly Element[] {
  const elements: Element[] = [];
  for (let offset = 0; offset < content.length; ) {
    const element = readElement(content, offset);
    elements.push(element);
    offset += element.encoded.length;
  }
  return elements;
}

/** Dotted form of an OBJECT IDENTIFIER's contents octets (X.690 8.19). */
export function readObjectIdentifier(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length > 0) arcs.push(arc);
    else arcs.push(Math.min(Math.floor(arc / 40), 2), arc - 40 * Math.min(Math.floor(arc / 40), 2));
    arc = 0;
  }
  return arcs.join('.');
}

/** Seconds since 1970 of a UTCTime or GeneralizedTime in the form of RFC 5280 4.1.2.5. @throws RangeError otherwise */
export function readTime(element: Element): number {
  const text = Buffer.from(element.content).toString('latin1');
  const century = element.tag === Tag.utcTime ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') : '';
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(century + text);
  const milliseconds = parts ? Date.parse(`${parts.slice(1, 4).join('-')}T${parts.slice(4).join(':')}Z`) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError('not a time of a certificate');
  return milliseconds / 1000;
}
