/** The hash and its code are those of node:crypto, whatever the parts. */

import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hmacSha256, sha256 } from '../../lib/pki/sha256.ts';

const parts = fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 5 });

test('a hash is that of createHash over the parts', () => {
  fc.assert(
    fc.property(parts, (given) => {
      assert.ok(sha256(...given).equals(createHash('sha256').update(Buffer.concat(given)).digest()));
    }),
  );
});

test('a code is that of createHmac over the parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), parts, (key, given) => {
      assert.ok(hmacSha256(key, ...given).equals(createHmac('sha256', key).update(Buffer.concat(given)).digest()));
    }),
  );
});

test('a key that would have to be hashed first is refused', () => {
  assert.throws(() => hmacSha256(new Uint8Array(65), new Uint8Array(0)), RangeError);
});

test.run();
