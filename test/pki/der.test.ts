import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as der from '../../lib/pki/der.ts';
import { countPem, encodePem } from '../../lib/pki/pem.ts';

const test = suite('DER and PEM');
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const seconds = (text: string) => Date.parse(text) / 1000;

test('encodes the examples of X.690', () => {
  assert.is(hex(der.objectIdentifier('2.100.3')), '0603813403');
  assert.is(hex(der.objectIdentifier('1.2.840.113549')), '06062a864886f70d');
  assert.is(hex(der.booleanTrue), '0101ff');
  assert.is(hex(der.bitString(Buffer.from('0a3b5f291cd0', 'hex'))), '0307000a3b5f291cd0');
  assert.is(hex(der.sequence()), '3000');
});

test('lengths take the fewest octets', () => {
  const header = (length: number) => hex(der.octetString(Buffer.alloc(length))).slice(0, -2 * length || undefined);
  assert.equal([0, 127, 128, 255, 256, 65_535, 65_536].map(header), [
    '0400',
    '047f',
    '048180',
    '0481ff',
    '04820100',
    '0482ffff',
    '0483010000',
  ]);
});

test('integers are positive and as short as can be', () => {
  const integer = (octets: string) => hex(der.unsignedInteger(Buffer.from(octets, 'hex')));
  assert.equal(['', '00', '0000', '7f', '80', '0080', '00007f', 'ff01'].map(integer), [
    '020100',
    '020100',
    '020100',
    '02017f',
    '02020080',
    '02020080',
    '02017f',
    '020300ff01',
  ]);
});

test('named bits end with the last that is set', () => {
  assert.is(hex(der.namedBits([0])), '03020780');
  assert.is(hex(der.namedBits([5, 6])), '03020106');
  assert.throws(() => der.namedBits([8]), /first octet/);
});

test('times are UTCTime through 2049 and GeneralizedTime from 2050 on', () => {
  const text = (moment: string) => Buffer.from(der.time(seconds(moment))).toString('latin1');
  assert.is(text('1950-01-01T00:00:00Z'), '\x17\x0d500101000000Z');
  assert.is(text('2049-12-31T23:59:59Z'), '\x17\x0d491231235959Z');
  assert.is(text('2050-01-01T00:00:00Z'), '\x18\x0f20500101000000Z');
  assert.throws(() => der.time(seconds('1949-12-31T23:59:59Z')), /cannot express/);
  assert.throws(() => der.time(seconds('+010000-01-01T00:00:00Z')), /cannot express/);
});

test('a time reads back as the moment that was written', () => {
  const range = { min: seconds('1950-01-01T00:00:00Z'), max: seconds('9999-12-31T23:59:59Z') };
  fc.assert(fc.property(fc.integer(range), (moment) => der.readTime(der.readElement(der.time(moment))) === moment));
  assert.throws(() => der.readTime(der.readElement(der.octetString(Buffer.from('2611220000Z')))), /not a time/);
});

test('names are PrintableString where its alphabet suffices and UTF8String otherwise', () => {
  assert.is(hex(der.directoryString('demo-1')), `1306${hex(Buffer.from('demo-1'))}`);
  assert.is(hex(der.directoryString('a_b')), `0c03${hex(Buffer.from('a_b'))}`);
  assert.is(hex(der.directoryString('é')), '0c02c3a9');
});

test('what was written reads back, and every shorter text is refused', () => {
  const anyOctets = fc.uint8Array({ maxLength: 300, size: 'max' });
  fc.assert(
    fc.property(fc.array(anyOctets, { maxLength: 4 }), fc.nat(), (values, cut) => {
      const encoded = der.sequence(...values.map(der.octetString));
      const read = der.readElements(der.readElement(encoded).content).map((element) => hex(element.content));
      assert.equal(read, values.map(hex));
      assert.throws(() => der.readElement(encoded.subarray(0, cut % encoded.length)), /DER/);
    }),
  );
});

test('an object identifier reads back', () => {
  const arc = fc.nat(0x7fff_ffff);
  const dotted = fc
    .tuple(fc.nat(2), fc.nat(39), fc.array(arc, { maxLength: 6 }))
    .map(([a, b, c]) => [a, b, ...c].join('.'));
  fc.assert(
    fc.property(dotted, (id) => der.readObjectIdentifier(der.readElement(der.objectIdentifier(id)).content) === id),
  );
});

test('PEM has lines of 64 characters and ends in LF', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 400, size: 'max' }), (octets) => {
      const lines = encodePem('CERTIFICATE', octets).split('\n');
      assert.is(lines.shift(), '-----BEGIN CERTIFICATE-----');
      assert.is(lines.pop(), '');
      assert.is(lines.pop(), '-----END CERTIFICATE-----');
      assert.is(lines.join(''), Buffer.from(octets).toString('base64'));
      assert.ok(lines.every((line, index) => (index < lines.length - 1 ? line.length === 64 : line.length <= 64)));
    }),
  );
  assert.is(countPem('CERTIFICATE', encodePem('CERTIFICATE', Buffer.alloc(9)).repeat(2)), 2);
});

test.run();
