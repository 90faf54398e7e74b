/** Bundles as platforms take them: names, encodings, sizes, parts of one's own, images. */

import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundle, buildBundles } from '../../lib/build.ts';
import { DescriptionError } from '../../lib/description-error.ts';
import { type Bundle, bundleFiles, firstDocument } from '../../lib/pack/bundle.ts';
import { packBundles } from '../../lib/pack/cluster-bundles.ts';
import { type PlatformName, platforms } from '../../lib/targets/platforms.ts';
import { systems } from '../../lib/targets/systems.ts';
import { clusterFrom, descriptionOn, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { askPython, pythonWith } from '../python.ts';

const decoded = (bytes?: Uint8Array) => new TextDecoder().decode(bytes);
const bundle = suite('bundle');
const { secrets, text } = threeMachines();

const on = (target: string, more = '') =>
  [...buildBundles(clusterFrom(`target: ${target}\n${more}${text}`), secrets)][0] as Bundle;

bundle('a bundle for EC2 is compressed and holds what a plain one holds', () => {
  const packed = on('{ platform: ec2, os: ubuntu }');
  assert.is(packed.size.encoding, 'gzip');
  const unpacked = gunzipSync(firstDocument(packed)).toString();
  assert.match(unpacked, /^#cloud-config\n/);
  assert.ok(unpacked.includes('nomad-metadata-guard.service'));
});

bundle('an Ignition config that EC2 would refuse carries itself compressed, and fits', () => {
  const packed = on('{ format: ignition, os: flatcar, platform: ec2 }');
  assert.ok(packed.size.countedBytes <= 16_384, String(packed.size.countedBytes));
  const { ignition } = JSON.parse(decoded(firstDocument(packed)));
  const [, base64 = ''] = ignition.config.replace.source.split(',');
  assert.is(JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()).storage.directories.length, 2);
});

bundle('base64 stands around it only where nobody else puts it there', () => {
  const isBase64 = (document: Buffer) => /^[A-Za-z0-9+/]+=*$/.test(document.toString('latin1'));
  for (const [platform, expected] of [
    ['hetzner', true],
    ['vmware', true],
    ['akamai', true],
    ['azure', false],
    ['oci', false],
    ['vultr', false],
  ] as const) {
    const [first] = buildBundles(clusterFrom(descriptionOn(platform)), secrets);
    assert.is(first && isBase64(Buffer.from(firstDocument(first))), expected, platform);
  }
});

bundle('the files of a bundle have the names that its first-boot program looks for', () => {
  const names = (target: string) => bundleFiles(on(target)).map(({ name }) => name);
  assert.equal(names('{ os: debian }'), ['user-data', 'meta-data', 'network-config']);
  assert.equal(names('{ format: ignition, os: microos }'), ['config.ign']);
});

bundle('what nobody reads is not written', () => {
  const whole = ['nocloud', 'libvirt', 'proxmox'];
  for (const platform of Object.keys(platforms) as PlatformName[]) {
    const [first] = buildBundles(clusterFrom(descriptionOn(platform)), secrets);
    const names = first && bundleFiles(first).map(({ name }) => name);
    const others = whole.includes(platform)
      ? ['meta-data', 'network-config']
      : platform === 'vmware'
        ? ['meta-data']
        : [];
    assert.equal(names, ['user-data', ...others], platform);
    assert.equal(Object.keys(platforms[platform].documents), names);
  }
});

bundle('guestinfo.metadata has the network that network-config has elsewhere, and the image has NoCloud’s own', () => {
  const cloud = on('{}');
  const [packed] = packBundles(clusterFrom(`target: { platform: vmware }\n${text}`), secrets);
  const of = packed?.bundle;
  if (of?.format !== 'cloud-init' || cloud.format !== 'cloud-init') throw new Error('no bundle for cloud-init');
  const { network, ...identity } = JSON.parse(of.metaData?.content ?? '');
  assert.equal(identity, {
    'instance-id': 'demo-n1-1',
    'local-hostname': 'n1',
    'network.encoding': 'base64',
  });
  assert.is(Buffer.from(network, 'base64').toString(), cloud.networkConfig?.content);
  assert.is(of.metaData?.content.split('\n').length, 2, 'one line');
  assert.ok(decoded(packed?.image()).includes('instance-id: "demo-n1-1"\n'));
});

testWithJudge(
  bundle,
  'python3 with cloudinit',
  'cloud-init reads guestinfo.metadata as it was meant',
  (python) => {
    const of = on('{ platform: vmware }');
    const program = `
import json, sys
from cloudinit.sources import DataSourceVMware as vmware
text = json.load(sys.stdin)
read = vmware.process_metadata(vmware.load_json_or_yaml(text))
json.dump([read["instance-id"], read["local-hostname"], read["network"]["config"]], sys.stdout)`;
    const given = of.format === 'cloud-init' ? of.metaData?.content : '';
    const [id, name, config] = askPython(python, program, given) as [string, string, { ethernets: object }];
    assert.equal([id, name, Object.keys(config.ethernets)], ['demo-n1-1', 'n1', ['net-servers', 'net-clients']]);
  },
  pythonWith('cloudinit.sources.DataSourceVMware'),
);

bundle('parts of one’s own join the build’s in one MIME message', () => {
  const parts = 'extra: { userData: [{ name: own.sh, type: shell-script, content: "#!/bin/sh\\ntrue\\n" }] }\n';
  const message = decoded(firstDocument(on('{}', parts)));
  assert.match(message, /^Content-Type: multipart\/mixed/);
  assert.match(message, 'filename="own.sh"');
  assert.match(message, '#cloud-config');
});

/** A description whose bundles are too large for EC2 even when compressed. */
function tooLarge() {
  const noise = Array.from({ length: 900 }, (_, index) => ((index * 2654435761) % 4294967296).toString(36)).join('-');
  const content = JSON.stringify(`${noise.repeat(3)}${Array.from(noise).reverse().join('')}\n`);
  return clusterFrom(`target: { platform: ec2 }\nextra: { files: [{ path: /etc/big, content: ${content} }] }\n${text}`);
}

bundle('too large a bundle is an error that names the largest part', () => {
  let caught: unknown;
  try {
    buildBundle(tooLarge(), secrets, 'n1');
  } catch (error) {
    caught = error;
  }
  assert.instance(caught, DescriptionError);
  const [problem] = (caught as DescriptionError).diagnostics;
  assert.is(problem?.code, 'bundle-too-large');
  assert.match(problem?.message ?? '', '/etc/big');
});

bundle('certificates that cannot live are an error before the first bundle', () => {
  const later = clusterFrom(text.replace('  n2:\n', '  n2:\n    certificate: { issuedAt: 2099-01-01T00:00:00Z }\n'));
  assert.throws(
    () => [...buildBundles(later, secrets)],
    (error: unknown) =>
      error instanceof DescriptionError && error.diagnostics[0]?.code === 'certificate-outside-authority',
  );
});

bundle('an image is NoCloud’s, OpenStack’s, or none', () => {
  const image = (target: string) => [...packBundles(clusterFrom(`target: ${target}\n${text}`), secrets)][0]?.image();
  const label = (bytes: Uint8Array | undefined) => decoded(bytes?.subarray(32768 + 40, 32768 + 72)).trim();
  assert.is(label(image('{}')), 'cidata');
  assert.is(label(image('{ platform: openstack }')), 'config-2');
  for (const none of ['{ format: ignition, os: flatcar }', '{ platform: hetzner }']) assert.is(image(none), undefined);
});

/** What a description adds of its own, such as users and a file or two. */
const ROOM_BYTES = 500;

bundle('the README’s machines fit on EC2 and leave room, whatever system reads their Ignition config', () => {
  for (const [os, { format }] of Object.entries(systems).filter(([, system]) => system.format === 'ignition')) {
    const description = `target: { format: ${format}, os: ${os}, platform: ec2 }\n${text.replace(/mac: "[^"]*", /g, '')}`;
    for (const { bundle: built } of packBundles(clusterFrom(description), secrets)) {
      const { countedBytes, limitBytes = 0 } = built.size;
      const said = `${built.machine} with ${os}: ${countedBytes} of ${limitBytes} bytes`;
      assert.ok(countedBytes <= limitBytes - ROOM_BYTES, said);
    }
  }
});

bundle.run();
