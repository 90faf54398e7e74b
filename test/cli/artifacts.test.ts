/** Promises about images and archives: complete, the same twice, and nothing half-written. */

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { testWithJudge } from '../judges.ts';
import { fixture, recorder, run, snapshot, temporaryFolder } from './harness.ts';

const artifacts = suite('artifacts');

/** The fixture's description and secrets in a folder of their own, with a target and more. */
function workshop(more = '') {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  writeFileSync(path('cluster.yaml'), `${more}${readFileSync(fixture, 'utf8')}`);
  copyFileSync(join(dirname(fixture), 'cluster.secrets.json'), path('cluster.secrets.json'));
  return { path, description: path('cluster.yaml') };
}

artifacts('--iso puts an image beside the documents and into the manifest', async () => {
  const { path, description } = workshop();
  const { status, stderr } = await run([description, '--out', path('out'), '--iso']);
  assert.is(status, 0, stderr);
  const image = readFileSync(path('out/machines/n2/seed.iso'));
  assert.is(image.subarray(32769, 32774).toString(), 'CD001');
  const manifest = JSON.parse(readFileSync(path('out/manifest.json'), 'utf8'));
  assert.is(manifest.machines.n2.files['seed.iso'].bytes, image.length);
  const first = snapshot(path('out'));
  assert.is((await run([description, '--out', path('out'), '--iso'])).status, 0);
  assert.equal(snapshot(path('out')), first);
});

artifacts('a build without --iso takes the images away again', async () => {
  const { path, description } = workshop();
  await run([description, '--out', path('out'), '--iso']);
  assert.is((await run([description, '--out', path('out')])).status, 0);
  assert.not(existsSync(path('out/machines/n1/seed.iso')));
});

artifacts('--iso without a folder is wrong usage', async () => {
  const { description } = workshop();
  assert.is((await run([description, '--iso', '--json'])).status, 2);
});

for (const target of ['{ format: ignition, os: flatcar }', '{ platform: ec2 }', '{ platform: hetzner }']) {
  artifacts(`an image that nothing would read is refused, not left out: ${target}`, async () => {
    const { path, description } = workshop(`target: ${target}\n`);
    const { status, stderr } = await run([description, '--out', path('out'), '--iso']);
    assert.is(status, 2);
    assert.match(stderr, 'machine n1 takes no image');
    assert.not(existsSync(path('out')));
  });
}

artifacts('every platform that takes an image gets one', async () => {
  for (const platform of ['libvirt', 'proxmox', 'openstack', 'vmware']) {
    const { path, description } = workshop(`target: { platform: ${platform} }\n`);
    assert.is((await run([description, '--out', path('out'), '--iso'])).status, 0, platform);
    assert.ok(existsSync(path('out/machines/n1/seed.iso')), platform);
  }
});

artifacts('a build says how its platform takes the files', async () => {
  const { path, description } = workshop('target: { platform: hetzner }\n');
  const { stderr } = await run([description, '--out', path('out')]);
  assert.match(stderr, 'Hetzner Cloud: hcloud server create --user-data-from-file user-data');
});

artifacts('on Proxmox VE, where all snippets lie in one folder, each machine has names of its own', async () => {
  const { path, description } = workshop('target: { platform: proxmox }\n');
  const { stderr } = await run([description, '--out', path('out')]);
  const names = ['user=STORAGE:snippets/NAME-user-data', 'meta=STORAGE:snippets/NAME-meta-data'];
  for (const name of [...names, 'network=STORAGE:snippets/NAME-network-config']) assert.match(stderr, name);
});

const renewals = [
  ['{ platform: proxmox }', 'Proxmox VE: replace the machine, or raise its `instance`, attach its files anew'],
  ['{ platform: openstack }', 'OpenStack: replace the machine; where seed.iso is attached, its `instance`'],
  ['{ platform: akamai }', "Akamai (Linode): replace the machine: its instance-id is the platform's"],
  ['{ format: ignition, os: flatcar }', 'NoCloud: replace the machine: Ignition runs at its first boot alone'],
];
for (const [target, expected = ''] of renewals) {
  artifacts(`a changed machine that runs is renewed as its platform allows: ${target}`, async () => {
    const { path, description } = workshop(`target: ${target}\n`);
    const first = await run([description, '--out', path('out')]);
    assert.not.match(first.stderr, 'A machine that runs');
    writeFileSync(description, readFileSync(description, 'utf8').replace('drivers: [exec]', 'drivers: [docker]'));
    const { stderr } = await run([description, '--out', path('out')]);
    assert.match(stderr, expected);
  });
}

artifacts('compressed user-data and archives are not written to a terminal, and text is', async () => {
  const { path, description } = workshop('target: { platform: ec2 }\n');
  const terminal = () => ({ stdout: recorder({ isTTY: true }) });
  for (const args of [
    ['--machine', 'n1'],
    ['--tar', '-'],
  ]) {
    const { status, stdout, stderr } = await run([description, ...args], terminal());
    assert.equal([status, stdout], [2, ''], args.join(' '));
    assert.match(stderr, 'not written to a terminal');
    assert.is((await run([description, ...args])).status, 0);
  }
  const text = workshop();
  for (const args of [
    [text.description, '--machine', 'n1'],
    [description, '--json'],
    ['show', description, 'n1'],
    [description, '--tar', path('all.tar')],
  ]) {
    assert.is((await run(args, terminal())).status, 0, args.join(' '));
  }
});

testWithJudge(artifacts, 'tar', 'an archive holds what the folder holds', async (tar) => {
  const { path, description } = workshop();
  assert.is((await run([description, '--tar', path('all.tar')])).status, 0);
  assert.is((await run([description, '--out', path('out')])).status, 0);
  assert.is(statSync(path('all.tar')).mode & 0o777, 0o600);
  mkdirSync(path('unpacked'));
  execFileSync(tar, ['-xf', path('all.tar'), '-C', path('unpacked')]);
  assert.equal(snapshot(path('unpacked')), snapshot(path('out')));
});

artifacts('an Ignition target gives config.ign, also as JSON and alone', async () => {
  const { path, description } = workshop('target: { format: ignition, os: flatcar }\n');
  assert.is((await run([description, '--out', path('out')])).status, 0);
  assert.equal(readdirSync(path('out/machines/n1')), ['config.ign']);
  const written = readFileSync(path('out/machines/n1/config.ign'), 'utf8');
  assert.is((await run([description, '--machine', 'n1'])).stdout, written);
  assert.is(JSON.parse((await run([description, '--json'])).stdout).n1.config.content, written);
});

/** A file that no compression makes small enough for EC2. */
function tooLarge(): string {
  const noise = Array.from({ length: 3000 }, (_, n) => ((n * 2654435761) % 4294967296).toString(36)).join('-');
  return `target: { platform: ec2 }\nextra: { files: [{ path: /etc/big, content: "${noise}" }] }\n`;
}

for (const output of ['--out', '--tar']) {
  artifacts(`too large a bundle is an error with ${output}, and what was there stays`, async () => {
    const { path, description } = workshop();
    assert.is((await run([description, output, path('out')])).status, 0);
    const before = statSync(path('out')).isFile() ? readFileSync(path('out')) : snapshot(path('out'));
    writeFileSync(description, `${tooLarge()}${readFileSync(description, 'utf8')}`);
    const { status, stderr } = await run([description, output, path('out')]);
    assert.is(status, 1);
    assert.match(stderr, 'bundle-too-large');
    assert.match(stderr, '/etc/big');
    const after = statSync(path('out')).isFile() ? readFileSync(path('out')) : snapshot(path('out'));
    assert.equal(after, before);
    assert.equal(readdirSync(path('.')).sort(), ['cluster.secrets.json', 'cluster.yaml', 'out']);
  });
}

artifacts('certificates that cannot live are a problem of the description for every command', async () => {
  const { path, description } = workshop();
  const later = readFileSync(description, 'utf8').replace(
    '  n2:\n',
    '  n2:\n    certificate: { issuedAt: 2099-01-01T00:00:00Z }\n',
  );
  writeFileSync(description, later);
  for (const args of [
    ['show', description, 'n2'],
    [description, '--machine', 'n2'],
    [description, '--out', path('out')],
  ]) {
    const { status, stderr } = await run(args);
    assert.is(status, 1, args.join(' '));
    assert.match(stderr, 'certificate-outside-authority');
  }
});

artifacts('an archive takes the place of a file, and of nothing else', async () => {
  const { path, description } = workshop();
  mkdirSync(path('folder'));
  writeFileSync(path('real.tar'), 'theirs');
  symlinkSync('real.tar', path('link.tar'));
  for (const name of ['folder', 'link.tar']) {
    const { status, stderr } = await run([description, '--tar', path(name)]);
    assert.is(status, 3);
    assert.match(stderr, `${name} is there and no regular file`);
  }
  assert.ok(lstatSync(path('link.tar')).isSymbolicLink());
  assert.is(readFileSync(path('real.tar'), 'utf8'), 'theirs');
});

artifacts('an archive that cannot be written leaves nothing behind', async () => {
  const { path, description } = workshop();
  assert.is((await run([description, '--tar', path('no/such/folder.tar')])).status, 3);
  assert.equal(readdirSync(path('.')).sort(), ['cluster.secrets.json', 'cluster.yaml']);
});

artifacts.run();
