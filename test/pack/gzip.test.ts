/** Compressed bytes: the same everywhere, and readable by everybody. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { gzip } from '../../lib/pack/gzip.ts';
import { testWithJudge } from '../judges.ts';
import { askDebianPython } from '../python.ts';

/** Words in an order without a rule, so that the search for matches shows. */
const words = ['path', '/etc/nomad-server.d/', 'permissions', '"0644"', 'content', '- { ', ' }\n', 'MIIB', '=='];
const sample = Array.from({ length: 9000 }, (_, n) => words[(Math.imul(n + 1, 0x9e3779b1) >>> 13) % words.length]).join(
  '',
);

/** Both kinds of blocks, stored and compressed, and repetition over more than the window of 32 KiB. */
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .tuple(fc.uint8Array({ maxLength: 900 }), fc.integer({ min: 1, max: 80 }))
    .map(([piece, count]) => repeated(piece, count)),
);

function repeated(piece: Uint8Array, count: number): Uint8Array {
  return Buffer.concat(Array.from({ length: count }, () => piece));
}

test('a short text has these bytes', () => {
  assert.is(
    gzip('#cloud-config\n').toString('hex'),
    '1f8b08000000000002ff534ecec92f4dd14dcecf4bcb4ce702000556b3b80e000000',
  );
});

test('a long text has these bytes', () => {
  const bytes = gzip(sample);
  assert.equal(
    { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    {
      length: 1174,
      sha256: 'd69a56f091f4892645cf90061bd2ef0482db4c9c76cd780e33b794062b001c30',
    },
  );
});

test('nothing is said of time, name or system, and nothing follows the trailer', () => {
  const bytes = gzip(sample);
  assert.is(bytes.subarray(0, 10).toString('hex'), '1f8b08000000000002ff');
  assert.is(bytes.readUInt32LE(bytes.length - 4), Buffer.byteLength(sample));
});

test('zlib reads back what was compressed', () => {
  fc.assert(
    fc.property(contents, (content) => gunzipSync(gzip(content)).equals(content)),
    { numRuns: 200 },
  );
});

test('a text is compressed as UTF-8', () => {
  assert.is(gunzipSync(gzip('Käse 🧀\n')).toString('utf8'), 'Käse 🧀\n');
});

testWithJudge(test, 'gzip', 'gzip(1) reads it without a warning', (path) => {
  assert.is(execFileSync(path, ['-dc'], { input: gzip(sample), encoding: 'utf8' }), sample);
});

testWithJudge(test, 'python3', "Python's gzip reads back what was compressed", () => {
  const samples = fc.sample(contents, { numRuns: 60, seed: 4 });
  const given = samples.map((content) => gzip(content).toString('base64'));
  const program = `
import base64, gzip
answer = [base64.b64encode(gzip.decompress(base64.b64decode(each))).decode() for each in given]`;
  assert.equal(
    askDebianPython(program, given),
    samples.map((content) => Buffer.from(content).toString('base64')),
  );
});

testWithJudge(test, 'cloud-init', 'cloud-init recognises it', () => {
  const program = `
import base64
from cloudinit import user_data
answer = user_data.convert_string(base64.b64decode(given)).get_payload()`;
  assert.is(askDebianPython(program, gzip(sample).toString('base64')), sample);
});

test.run();
