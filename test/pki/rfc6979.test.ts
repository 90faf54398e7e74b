import { createPublicKey, verify } from 'node:crypto';
import { mapHashToField } from '@noble/curves/abstract/modular.js';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inverse } from '../../lib/pki/inverse.ts';
import {
  encodePrivateKey,
  encodePublicKey,
  numberToOctets,
  ORDER,
  octetsToNumber,
  publicPoint,
  scalarFromExtraBits,
} from '../../lib/pki/p256.ts';
import { encodeSignature, prepareSigningKey, sign, signVerified } from '../../lib/pki/rfc6979.ts';

const test = suite('P-256 and RFC 6979');
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');

/** RFC 6979 A.2.5: the key, and the signatures with SHA-256. */
const vectors = {
  x: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
  Ux: '60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6',
  Uy: '7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299',
  sample: {
    r: 'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716',
    s: 'F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
  },
  test: {
    r: 'F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367',
    s: '019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083',
  },
};

const scalars = fc.bigInt({ min: 1n, max: ORDER - 1n }).map(numberToOctets);
const messages = fc.uint8Array({ maxLength: 700, size: 'max' });

test('signs the vectors of RFC 6979 A.2.5', () => {
  const x = Buffer.from(vectors.x, 'hex');
  assert.is(hex(publicPoint(x)), `04${vectors.Ux}${vectors.Uy}`.toLowerCase());
  for (const message of ['sample', 'test'] as const) {
    const { r, s } = sign(x, Buffer.from(message));
    assert.equal(
      [hex(r), hex(s)],
      [vectors[message].r, vectors[message].s].map((text) => text.toLowerCase()),
    );
  }
});

test('agrees with noble on any key and message', () => {
  fc.assert(
    fc.property(scalars, messages, (scalar, message) => {
      const { r, s } = sign(scalar, message);
      assert.is(hex(r) + hex(s), hex(p256.sign(message, scalar, { lowS: false })));
    }),
    { numRuns: 200 },
  );
});

test('agrees with noble on the smallest and the largest keys', () => {
  for (const key of [1n, 2n, ORDER - 2n, ORDER - 1n]) {
    const { r, s } = sign(numberToOctets(key), Buffer.from('edge'));
    assert.is(hex(r) + hex(s), hex(p256.sign(Buffer.from('edge'), numberToOctets(key), { lowS: false })));
  }
});

test('a signature leaves only when it verifies', () => {
  const [key, other] = [5n, 6n].map((scalar) => prepareSigningKey(numberToOctets(scalar)));
  assert.ok(key && other);
  const message = Buffer.from('message');
  assert.ok(verify('sha256', message, key.publicKey, signVerified(key, message)));
  assert.throws(() => signVerified({ ...key, publicKey: other.publicKey }, message), /did not verify/);
});

test('a signature with leading zeros is in the shortest form', () => {
  const [r, s] = [Buffer.alloc(32), Buffer.alloc(32)];
  r[31] = 0x80;
  s[31] = 0x01;
  assert.is(hex(encodeSignature({ r, s })), '300702020080020101');
});

/** The inverse as the textbook has it: the judge of the fast one. */
function plainInverse(value: bigint): bigint {
  let [x, y, u, v] = [ORDER, value, 0n, 1n];
  while (y !== 0n) [x, y, u, v] = [y, x % y, v, u - (x / y) * v];
  return ((u % ORDER) + ORDER) % ORDER;
}

test('the fast inverse is the inverse', () => {
  const edges = [1n, 2n, 3n, 2n ** 48n, 2n ** 56n, 2n ** 56n + 1n, 2n ** 128n, ORDER >> 1n, ORDER - 2n, ORDER - 1n];
  const nearRatios = Array.from({ length: 400 }, (_, index) => ORDER / BigInt(index + 2));
  for (const value of [...edges, ...nearRatios]) assert.is(inverse(value), plainInverse(value));
  const anySize = fc
    .tuple(fc.bigInt({ min: 1n, max: ORDER - 1n }), fc.nat(250))
    .map(([value, drop]) => value >> BigInt(drop));
  fc.assert(
    fc.property(anySize, (value) => value === 0n || (inverse(value) * value) % ORDER === 1n),
    { numRuns: 3000 },
  );
});

test('scalars from extra bits are those of FIPS 186-5 A.2.1, as noble has it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), (octets) => {
      assert.is(hex(scalarFromExtraBits(octets)), hex(mapHashToField(octets, ORDER)));
    }),
  );
  assert.is(octetsToNumber(scalarFromExtraBits(Buffer.alloc(48))), 1n);
  assert.is(octetsToNumber(scalarFromExtraBits(Buffer.alloc(48, 0xff))), ((2n ** 384n - 1n) % (ORDER - 1n)) + 1n);
  assert.throws(() => scalarFromExtraBits(Buffer.alloc(40)), /48 octets/);
});

test('keys are encoded as node:crypto encodes them', async () => {
  const { createPrivateKey } = await import('node:crypto');
  fc.assert(
    fc.property(scalars, (scalar) => {
      const point = publicPoint(scalar);
      const encoded = encodePrivateKey(scalar, point);
      const key = createPrivateKey({ key: encoded, format: 'der', type: 'pkcs8' });
      assert.is(hex(key.export({ format: 'der', type: 'pkcs8' })), hex(encoded));
      assert.is(hex(createPublicKey(key).export({ format: 'der', type: 'spki' })), hex(encodePublicKey(point)));
    }),
    { numRuns: 50 },
  );
});

test('zero and the order are no keys', () => {
  assert.throws(() => publicPoint(Buffer.alloc(32)));
  assert.throws(() => publicPoint(numberToOctets(ORDER)));
});

test.run();
