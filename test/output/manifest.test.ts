/** Promises about manifest.json: stable bytes, any machine name, and nothing taken for ours that is not. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareManifests } from '../../lib/output/changes.ts';
import {
  formatManifest,
  type Manifest,
  type ManifestMachine,
  manifestEntry,
  manifestFile,
  manifestParts,
  parseManifest,
} from '../../lib/output/manifest.ts';

const file = manifestFile(Buffer.from('abc'));
const machine = (instanceId: string): ManifestMachine => ({
  instanceId,
  platform: 'ec2',
  encoding: 'gzip',
  countedBytes: 9000,
  limitBytes: 16384,
  files: { 'user-data': file },
  certificates: [],
});
const entries = (...machines: readonly (readonly [string, ManifestMachine])[]) =>
  new Map(machines.map(([name, one]) => [name, manifestEntry(one)]));
const format = (...given: Parameters<typeof manifestParts>) => {
  const { length, parts } = manifestParts(...given);
  const bytes = Buffer.concat([...parts]);
  assert.is(bytes.length, length);
  return bytes.toString('utf8');
};
const head = { cluster: 'demo', nomadVersion: '1.11.3', servers: [{ name: 'n1', address: 'fd00::11' }] };
const text = format(head, entries(['n1', machine('demo-n1-1')]), { token: file });

test('a manifest has a fixed form', () => {
  assert.is(
    text,
    `{
  "format": 1,
  "cluster": "demo",
  "nomadVersion": "1.11.3",
  "servers": [
    {
      "name": "n1",
      "address": "fd00::11"
    }
  ],
  "machines": {
    "n1": {
      "instanceId": "demo-n1-1",
      "platform": "ec2",
      "encoding": "gzip",
      "countedBytes": 9000,
      "limitBytes": 16384,
      "files": {
        "user-data": {
          "bytes": 3,
          "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        }
      },
      "certificates": []
    }
  },
  "operator": {
    "files": {
      "token": {
        "bytes": 3,
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      }
    }
  }
}
`,
  );
});

test('a manifest reads back as it was written, whatever the machines are called', () => {
  const machines = ['constructor', 'to-string', 'w-1', 'n1', ...Array.from({ length: 200 }, (_, n) => `m${n}`)].map(
    (name) => [name, machine(name)] as const,
  );
  const written = format(head, entries(...machines), {});
  const expected: Manifest = { format: 1, ...head, machines: new Map(machines), operator: { files: {} } };
  assert.equal(parseManifest(written), expected);
  assert.is(formatManifest(expected), written);
  const object = { format: 1, ...head, machines: Object.fromEntries(machines), operator: { files: {} } };
  assert.is(written, `${JSON.stringify(object, null, 2)}\n`);
});

test('other JSON, other formats and cut manifests are not ours', () => {
  for (const other of [
    '',
    'null',
    '[]',
    '{}',
    '{"format": 1}',
    text.slice(0, -3),
    text.replace('"format": 1', '"format": 2'),
  ]) {
    assert.is(parseManifest(other), undefined, other.slice(0, 40));
  }
  assert.is(
    parseManifest('{"format": 1, "cluster": "demo", "machines": {"n1": 7}, "operator": {"files": {}}}'),
    undefined,
  );
});

test('what an earlier release did not say, or somebody changed, is left out', () => {
  const { servers: _, nomadVersion: __, ...rest } = JSON.parse(text);
  assert.equal(parseManifest(text)?.servers, head.servers);
  for (const odd of [
    {},
    { servers: {}, nomadVersion: 1 },
    { servers: [{ name: 'n1', address: "x'\n" }] },
    { servers: [7] },
  ]) {
    const { servers, nomadVersion, machines } = parseManifest(JSON.stringify({ ...rest, ...odd })) ?? {};
    assert.equal([servers, nomadVersion, machines?.size], [undefined, undefined, 1]);
  }
});

test('changes are told by machine', () => {
  const later = format(head, entries(['n0', machine('demo-n0-1')], ['n1', machine('demo-n1-2')]), {});
  const read = (given: string) => parseManifest(given) as Manifest;
  const changes = (earlier: string | undefined, current: string) =>
    compareManifests(earlier === undefined ? undefined : read(earlier), read(current));
  assert.equal(changes(undefined, text), { added: ['n1'], changed: [], removed: [], unchanged: [] });
  assert.equal(changes(text, text), { added: [], changed: [], removed: [], unchanged: ['n1'] });
  assert.equal(changes(text, later), { added: ['n0'], changed: ['n1'], removed: [], unchanged: [] });
  assert.equal(changes(later, text), { added: [], changed: ['n1'], removed: ['n0'], unchanged: [] });
});

test.run();
