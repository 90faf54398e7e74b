/** Promises about `init`: what it writes is right on every platform, is there for editors, and never takes a file's place. */

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCluster } from '../../lib/load/load.ts';
import { platforms } from '../../lib/targets/platforms.ts';
import { systems } from '../../lib/targets/systems.ts';
import { bytes, root, run, temporaryFolder } from './harness.ts';

async function written(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run(['init', '-', ...args]);
  assert.is(status, 0, stderr);
  return stdout;
}

const clusterOf = (text: string) => {
  const { cluster, diagnostics } = loadCluster(text);
  if (!cluster) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return cluster;
};

/** Of what `check` warns in a description from standard input; notices say what to do when machines are created. */
async function checked(text: string): Promise<readonly string[]> {
  const { status, stdout } = await run(['check', '-', '--json'], { stdin: () => bytes(text) });
  assert.is(status, 0, stdout);
  const said: readonly { code: string; severity: string }[] = JSON.parse(stdout).diagnostics;
  return said.filter(({ severity }) => severity !== 'notice').map(({ code }) => code);
}

for (const platform of Object.keys(platforms)) {
  test(`${platform}: check finds no error and has no warning for what init writes`, async () => {
    assert.equal(await checked(await written('--platform', platform)), []);
  });
}

test('every operating system has its first-boot format', async () => {
  for (const os of Object.keys(systems))
    assert.equal(await checked(await written('--os', os, '--platform', 'libvirt')), []);
});

test('as many machines as are asked for, and a single server is warned of', async () => {
  for (const [servers, clients, codes] of [
    [1, 3, ['single-server']],
    [5, 0, []],
    [3, 1, []],
    [3, 500, []],
    [9, 10_000, []],
  ] as const) {
    const text = await written('--servers', `${servers}`, '--clients', `${clients}`);
    if (clients < 1000) assert.equal(await checked(text), codes);
    const { machines } = clusterOf(text);
    assert.is(machines.filter(({ server }) => server).length, servers);
    assert.is(machines.filter(({ client }) => client).length, clients || servers);
    assert.is(machines.length, servers + clients);
  }
});

test('a range is written as one, with leading zeros, a single machine by its name', async () => {
  assert.match(await written('--clients', '500'), '"client-[001-500]":');
  assert.match(await written('--clients', '1'), '  client-1:\n');
  assert.match(await written('--clients', '1'), 'mac: "52:54:00:20:00:01", address: "10.10.4.1"');
});

test('it is short', async () => {
  for (const platform of Object.keys(platforms)) {
    const lines = (await written('--platform', platform)).split('\n');
    assert.ok(lines.length <= 40 && lines.every((line) => line.length <= 130), platform);
  }
});

test('a word that is a number to YAML stays a name, and what is no name is refused', async () => {
  assert.is(clusterOf(await written('--name', '1234')).name, '1234');
  assert.is(clusterOf(await written('--name', 'no')).name, 'no');
  for (const name of ['Not A Name', 'x\ny: 1', '-x-']) {
    const { status, stdout, stderr } = await run(['init', '-', `--name=${name}`]);
    assert.equal([status, stdout], [2, '']);
    assert.match(stderr, 'build-userdata init --help');
  }
});

test('what stands there is left as it is, be it a file, a folder or a link', async () => {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  writeFileSync(path('cluster.yaml'), 'mine\n');
  mkdirSync(path('folder'));
  symlinkSync(path('nothing'), path('link'));
  for (const name of ['cluster.yaml', 'folder', 'link']) {
    const { status, stderr } = await run(['init', path(name)]);
    assert.is(status, 3);
    assert.match(stderr, `${path(name)} is there already`);
  }
  assert.is(readFileSync(path('cluster.yaml'), 'utf8'), 'mine\n');
  assert.is((await run(['init', path('missing/cluster.yaml')])).status, 3);
});

test('it is written, and said what to do next', async () => {
  const path = join(temporaryFolder(), 'cluster.yaml');
  const { status, stderr, stdout } = await run(['init', path, '--platform', 'ec2']);
  assert.equal([status, stdout], [0, '']);
  assert.match(stderr, `Next: build-userdata check ${path}`);
  assert.is((await run(['check', path])).status, 0);
});

/** The file that an editor looks for. */
function schemaOf(path: string): string {
  const [, reference = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(path, 'utf8')) ?? [];
  assert.match(reference, /^\.\.?\//);
  return resolve(dirname(path), reference);
}

const schema = readFileSync(join(root, 'schemas/cluster.schema.json'), 'utf8');

test('the schema line leads to the installed package from its project and from a folder of it', async () => {
  const project = temporaryFolder();
  const installed = join(project, 'node_modules/nomad-firstboot/schemas/cluster.schema.json');
  mkdirSync(dirname(installed), { recursive: true });
  writeFileSync(installed, schema);
  mkdirSync(join(project, 'clusters/first'), { recursive: true });
  for (const place of ['cluster.yaml', 'clusters/first/cluster.yaml']) {
    await run(['init', join(project, place)]);
    assert.is(schemaOf(join(project, place)), installed);
  }
});

test('without an installed package the schema line leads to the clone that runs', async () => {
  const path = join(temporaryFolder(), 'cluster.yaml');
  await run(['init', path]);
  assert.is(readFileSync(schemaOf(path), 'utf8'), schema);
});

test('a number or a word that cannot be meant is answered', async () => {
  for (const [args, mend] of [
    [['--platform', 'aws'], 'Did you mean ec2?'],
    [['--platform', 'moon'], 'Choose one of nocloud, libvirt'],
    [['--os', 'coreos'], 'Did you mean fedora-coreos?'],
    [['--os', 'ec2'], 'Choose one of debian'],
    [['--servers', '0'], 'Give a number from 1 to 9.'],
    [['--clients', '1e3'], 'Give a number from 0 to 10000.'],
  ] as const) {
    const { status, stderr } = await run(['init', '-', ...args]);
    assert.is(status, 2);
    assert.match(stderr, mend);
  }
});

test.run();
