/** User-data as each platform takes it: what its datasource reads on the machine is what was packed. */

import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import { firstDocument } from '../../lib/pack/bundle.ts';
import { bundleParts, type PackOptions, packUserData, sizeProblem } from '../../lib/pack/user-data.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { documentBytes } from '../../lib/render/document.ts';
import { type PlatformName, platformFor, platforms, servesUserDataByHttp } from '../../lib/targets/platforms.ts';
import { threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { askDebianPython } from '../python.ts';

const names = Object.keys(platforms) as PlatformName[];
const noParts = () => {
  throw new Error('the parts are asked for only where there is a problem');
};
const textOf = (bytes: number) => `#cloud-config\n${'# 0123456789abc\n'.repeat(bytes / 16 + 1)}`.slice(0, bytes);
const encodingOf = (platform: PlatformName, bytes: number, options?: PackOptions) =>
  packUserData(platform, textOf(bytes), options).encoding;

test('text goes as plain as the platform takes it where it fits comfortably', () => {
  const small = names.map((name) => [name, encodingOf(name, 1000)]);
  const wrapped = small.filter(([, encoding]) => encoding !== 'plain');
  assert.equal(wrapped, [
    ['akamai', 'base64'],
    ['vmware', 'base64'],
  ]);
});

test('text that does not fit comfortably is compressed where the image can read it, and nowhere else', () => {
  const large = names.map((name) => `${name} ${encodingOf(name, 300_000)}`);
  assert.equal(large, [
    'nocloud plain',
    'libvirt plain',
    'proxmox plain',
    'ec2 gzip',
    'gcp gzip+base64',
    'azure gzip',
    'openstack gzip',
    'hetzner gzip+base64',
    'digitalocean plain',
    'oci gzip',
    'akamai base64',
    'scaleway plain',
    'vultr plain',
    'vmware gzip+base64',
  ]);
});

test('comfortable means up to 80 % of the limit, as the platform counts it', () => {
  const lastPlain: Partial<Record<PlatformName, number>> = {
    ec2: 13_107, // of 16,384, as it is
    hetzner: 26_214,
    gcp: 209_715,
    openstack: 39_321, // 52,428 of 65,535 after base64
    oci: 19_191, // 25,588 after base64 and the key `user_data`, of 32,000
    vmware: 39_321, // in base64
  };
  for (const [name, bytes] of Object.entries(lastPlain) as [PlatformName, number][]) {
    const [plainest, compressed] = platforms[name].encodings;
    assert.is(encodingOf(name, bytes), plainest, name);
    assert.is(encodingOf(name, bytes + 1), compressed, name);
  }
});

test('what is counted is what the platform counts', () => {
  const counted = (name: PlatformName, bytes: number, options?: PackOptions) =>
    packUserData(name, textOf(bytes), options).countedBytes;
  assert.is(counted('ec2', 10_000), 10_000);
  assert.is(counted('openstack', 10_000), 13_336);
  assert.is(counted('oci', 10_000, { otherMetadataBytes: 500 }), 13_336 + 'user_data'.length + 500);
  assert.is(counted('akamai', 10_000), 13_336);
  assert.is(packUserData('nocloud', textOf(10_000)).limitBytes, undefined);
});

test('metadata says how to decode, and only where it must', () => {
  const metadata = (name: PlatformName, bytes: number) => packUserData(name, textOf(bytes)).metadata;
  assert.equal(metadata('gcp', 1000), {});
  assert.equal(metadata('gcp', 220_000), { 'user-data-encoding': 'base64' });
  assert.equal(metadata('vmware', 1000), { 'guestinfo.userdata.encoding': 'base64' });
  assert.equal(metadata('vmware', 60_000), { 'guestinfo.userdata.encoding': 'gzip+base64' });
  assert.equal(metadata('hetzner', 30_000), {});
});

test('Ignition is given nothing that it would not decode', () => {
  const options = { format: 'ignition' } as const;
  for (const name of names.filter((each) => each !== 'vmware')) {
    assert.is(encodingOf(name, 300_000, options), platforms[name].encodings[0], name);
    assert.equal(packUserData(name, textOf(300_000), options).metadata, {});
  }
  const packed = packUserData('vmware', textOf(60_000), options);
  assert.equal(packed.metadata, { 'guestinfo.ignition.config.data.encoding': 'gzip+base64' });
  assert.match(platformFor('nocloud', 'ignition').attach, /fw_cfg/);
});

test('compression can be turned off, and is left off where it makes things larger', () => {
  assert.is(encodingOf('ec2', 20_000, { compression: 'never' }), 'plain');
  const noise = Array.from({ length: 14_000 }, (_, n) =>
    String.fromCharCode(33 + ((n * n * 7919 + (n >> 3) * 104_729) % 94)),
  );
  const packed = packUserData('hetzner', noise.concat(noise.reverse()).join(''));
  const other = packUserData('hetzner', noise.concat(noise.reverse()).join(''), { compression: 'never' });
  assert.ok(packed.countedBytes <= other.countedBytes);
});

test('a document is text where it is text, and base64 of its bytes where not', () => {
  const plain = packUserData('ec2', textOf(100));
  assert.equal(plain.document, { encoding: 'utf8', content: textOf(100) });
  const { document, countedBytes } = packUserData('ec2', textOf(15_000));
  assert.is(document.encoding, 'base64');
  assert.is(documentBytes(document).length, countedBytes);
  assert.is(gunzipSync(documentBytes(document)).toString('utf8'), textOf(15_000));
});

test('every row says how to attach it and what it rests on', () => {
  for (const name of names) {
    const { attach, source, title } = platforms[name];
    assert.ok(title.length > 3 && source.length > 10, name);
    assert.ok(name === 'nocloud' || attach.includes('FILE'), name);
    assert.not.match(`${attach}${source}`, /\n/);
  }
});

test('most clouds serve user-data to the machine over HTTP', () => {
  const serving = names.filter(servesUserDataByHttp);
  assert.equal(serving, ['ec2', 'gcp', 'openstack', 'hetzner', 'digitalocean', 'oci', 'akamai', 'scaleway', 'vultr']);
});

test('a problem names the largest parts and what would help', () => {
  const parts = [
    { name: '/etc/small', bytes: 10, kind: 'file' },
    { name: '/etc/ca.pem', bytes: 5000, kind: 'certificate' },
    { name: '/opt/tool', bytes: 60_000, kind: 'file' },
  ] as const;
  const at = (bytes: number, options?: PackOptions) =>
    sizeProblem('n1', packUserData('digitalocean', textOf(bytes), options), () => parts);
  assert.is(at(52_428), undefined);
  assert.is(at(52_429)?.kind, 'near-limit');
  assert.is(at(65_536)?.kind, 'near-limit');
  assert.equal(at(65_537), {
    kind: 'over-limit',
    machine: 'n1',
    platform: 'digitalocean',
    countedBytes: 65_537,
    limitBytes: 65_536,
    largestParts: [parts[2], parts[1], parts[0]],
    helps: ['fetch-by-url'],
  });
  const plain = packUserData('ec2', textOf(17_000), { compression: 'never' });
  assert.equal(sizeProblem('n1', plain, () => parts.slice(0, 2))?.helps, ['gzip', 'fewer-certificates']);
  assert.is(sizeProblem('n1', packUserData('nocloud', textOf(10 ** 6)), noParts), undefined);
});

test('the documents of Akamai contradict each other: the larger figure counts, as other limits do', () => {
  const kind = (bytes: number) => sizeProblem('n1', packUserData('akamai', textOf(bytes)), () => [])?.kind;
  assert.equal(
    [kind(39_321), kind(39_322), kind(49_149), kind(49_152)],
    [undefined, 'near-limit', 'near-limit', 'over-limit'],
  );
});

test("the README's three machines fit EC2", () => {
  const { cluster, secrets } = threeMachines();
  for (const bundle of buildBundles(cluster, secrets)) {
    const packed = packUserData('ec2', Buffer.from(firstDocument(bundle)).toString('utf8'));
    assert.is(sizeProblem(bundle.machine, packed, noParts), undefined);
  }
});

test('the parts of a plan are its files and units, largest first', () => {
  const { cluster, secrets } = threeMachines();
  for (const plan of planMachines(cluster, secrets)) {
    const parts = bundleParts(plan);
    assert.ok(parts.some(({ kind }) => kind === 'certificate') && parts.some(({ kind }) => kind === 'secret'));
    assert.ok(parts.some(({ name, kind }) => name === 'nomad-server.service' && kind === 'unit'));
    assert.equal(
      parts,
      [...parts].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
    );
  }
});

/** What the platform's tools and metadata service do with the file, then what cloud-init's datasource does. */
const datasources = `
import base64, json
from cloudinit import user_data, util
from cloudinit.sources import DataSourceVMware
from cloudinit.sources.helpers import hetzner

def as_bytes(data, metadata): return data
def as_text(data, metadata): return json.loads(json.dumps(data.decode("utf-8")))
def gce(data, metadata):
    value = as_text(data, metadata).encode("utf-8")
    return base64.b64decode(value) if metadata.get("user-data-encoding") == "base64" else value
def oracle(data, metadata): return base64.b64decode(base64.b64encode(data).decode())
def akamai(data, metadata): return base64.b64decode(data.decode()).decode()
def vmware(data, metadata):
    return DataSourceVMware.decode("userdata", metadata.get("guestinfo.userdata.encoding"), data.decode())

readers = {
    "gcp": gce, "oci": oracle, "akamai": akamai, "vmware": vmware,
    "hetzner": lambda data, metadata: hetzner.maybe_b64decode(as_text(data, metadata).encode()),
    "digitalocean": as_text, "vultr": as_text,
    "scaleway": lambda data, metadata: util.decode_binary(data),
}
def read(platform, data, metadata):
    raw = readers.get(platform, as_bytes)(base64.b64decode(data), metadata)
    payload = user_data.convert_string(raw).get_payload(decode=True)
    return base64.b64encode(payload).decode()
answer = [read(*each) for each in given]`;

testWithJudge(test, 'cloud-init', "every platform's datasource reads what was packed", () => {
  const bytes = fc.oneof(fc.integer({ min: 20, max: 30_000 }), fc.integer({ min: 20, max: 90_000 }));
  const noise = fc
    .array(fc.string({ minLength: 1, maxLength: 80 }), { maxLength: 100 })
    .map((each) => each.join('\n# '));
  const texts = fc.tuple(bytes, noise).map(([length, more]) => `${textOf(length)}\n# ${more}`);
  const samples = names.flatMap((name) => fc.sample(texts, { numRuns: 12, seed: 4 }).map((text) => ({ name, text })));
  const given = samples.map(({ name, text }) => {
    const { document, metadata } = packUserData(name, text);
    return [name, Buffer.from(documentBytes(document)).toString('base64'), metadata];
  });
  const expected = samples.map(({ text }) => Buffer.from(text).toString('base64'));
  assert.equal(askDebianPython(datasources, given), expected);
});

test.run();
