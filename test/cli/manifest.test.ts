/** Promises about manifest.json: stable bytes, any machine name, and nothing taken for ours that is not. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  formatManifest,
  type ManifestMachine,
  manifestChanges,
  manifestFile,
  manifestOf,
  parseManifest,
} from '../../lib/cli/manifest.ts';

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
const manifest = manifestOf('demo', new Map([['n1', machine('demo-n1-1')]]), { token: file });

test('a manifest has a fixed form', () => {
  assert.is(
    formatManifest(manifest),
    `{
  "format": 1,
  "cluster": "demo",
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
  const names = ['constructor', 'to-string', 'w-1', 'n1'];
  const written = manifestOf('demo', new Map(names.map((name) => [name, machine(name)])), {});
  assert.equal(parseManifest(formatManifest(written)), written);
});

test('other JSON, other formats and cut manifests are not ours', () => {
  const text = formatManifest(manifest);
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

test('changes are told by machine', () => {
  const later = manifestOf(
    'demo',
    new Map([
      ['n0', machine('demo-n0-1')],
      ['n1', machine('demo-n1-2')],
    ]),
    {},
  );
  assert.equal(manifestChanges(undefined, manifest), { added: ['n1'], changed: [], removed: [], unchanged: [] });
  assert.equal(manifestChanges(manifest, manifest), { added: [], changed: [], removed: [], unchanged: ['n1'] });
  assert.equal(manifestChanges(manifest, later), { added: ['n0'], changed: ['n1'], removed: [], unchanged: [] });
  assert.equal(manifestChanges(later, manifest), { added: [], changed: ['n1'], removed: ['n0'], unchanged: [] });
});

test.run();
