/** What a build says of machines that run already: which have to be replaced, and which need not be. */

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixture, run, temporaryFolder } from './harness.ts';

const changes = suite('changes');

/** A folder that holds the build of a description, and a function that builds a changed one into it. */
async function builtFrom(adapt: (text: string) => string = (text) => text) {
  const path = (name: string) => join(temporary, name);
  const temporary = temporaryFolder();
  const description = path('cluster.yaml');
  copyFileSync(fixture, description);
  const build = async (change: (text: string) => string, ...more: string[]) => {
    writeFileSync(description, change(readFileSync(description, 'utf8')));
    const { status, stdout, stderr } = await run([description, '--out', path('out'), ...more]);
    assert.is(status, 0, stderr);
    return { stdout, stderr };
  };
  await build(adapt);
  return { build, manifest: path('out/manifest.json') };
}

const server = (n: number) =>
  `  n${n}:
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:0${n}", address: 10.10.0.1${n} }
      - { network: clients, mac: "52:54:00:20:00:0${n}", address: 10.20.0.1${n} }
`;
const client = `  w1:
    roles: [client]
    interfaces:
      - { network: clients, mac: "52:54:00:20:00:99", address: 10.20.0.99 }
`;
/** As clients without a server need it to reach the servers. */
const withRoutes = (text: string) =>
  text.replace('{ subnet: 10.20.0.0/24 }', '{ subnet: 10.20.0.0/24, gateway: 10.20.0.1 }');
const grown = (text: string) => text + server(4) + server(5);

for (const target of ['{ platform: nocloud }', '{ platform: ec2 }', '{ format: ignition, os: flatcar }']) {
  changes(`two servers more are no reason to replace the others: ${target}`, async () => {
    const { build } = await builtFrom((text) => `target: ${target}\n${text}`);
    const { stderr } = await build(grown);
    assert.match(stderr, ': new: n4, n5; list of servers only: n1, n2, n3.\n');
    assert.match(stderr, 'Nothing to replace now: to n1, n2, n3 only the list of servers is new');
    assert.not.match(stderr, 'A machine that runs keeps what it has');
  });
}

changes('what changed besides the list of servers is told as changed', async () => {
  const { build } = await builtFrom();
  const { stderr } = await build((text) => grown(text.replace('  n2:\n', '  n2:\n    client: { nodeClass: big }\n')));
  assert.match(stderr, ': new: n4, n5; changed: n2; list of servers only: n1, n3.\n');
  assert.match(stderr, 'A machine that runs keeps what it has');
});

changes('a raised instance is no matter of the list, though an Ignition config does not hold it', async () => {
  const { build } = await builtFrom((text) => `target: { format: ignition, os: flatcar }\n${text}`);
  const { stderr } = await build((text) => grown(text.replace('  n2:\n', '  n2:\n    instance: 2\n')));
  assert.match(stderr, ': new: n4, n5; changed: n2; list of servers only: n1, n3.\n');
});

changes('where a setting of all machines changed as well, all of them did', async () => {
  const { build } = await builtFrom();
  const { stderr } = await build((text) => grown(`certificates: { validity: 9y }\n${text}`));
  assert.match(stderr, ': new: n4, n5; changed: n1, n2, n3.\n');
  assert.not.match(stderr, 'Nothing to replace');
});

changes('where none of the earlier servers is left, whoever knew them has to be replaced', async () => {
  const { build } = await builtFrom((text) => withRoutes(text) + client);
  const moved = await build((text) => text.replace(/address: 10\.10\.0\.1(?=[23])/g, 'address: 10.10.0.2'));
  assert.match(moved.stderr, ': changed: n2, n3; list of servers only: n1, w1.\n');
  const { stderr } = await build((text) => text.replace(/address: 10\.10\.0\.[12](?=[123])/g, 'address: 10.10.0.3'));
  assert.match(stderr, ': changed: n1, n2, n3, w1.\n');
});

changes('another version of Nomad is asked of the image, where it is part of that', async () => {
  const { build } = await builtFrom();
  const { stderr, stdout } = await build((text) => text.replace('1.11.3', '1.11.2'), '--json');
  assert.match(stderr, 'Nomad was 1.11.3 and is 1.11.2: n1, n2, n3 have it from their image');
  assert.match(stderr, 'replace them by machines whose image has 1.11.2.');
  assert.not.match(stderr, 'unchanged');
  assert.equal(JSON.parse(stdout).otherNomad, { before: '1.11.3', now: '1.11.2', inImages: ['n1', 'n2', 'n3'] });
  assert.not.match((await build((text) => text)).stderr, 'Nomad was');
});

changes('another version of Nomad that machines fetch is asked of no image', async () => {
  const archive = (version: string) =>
    `{ version: ${version}, install: { method: archive, url: "https://example.org/${version}", sha256: ${'a'.repeat(64)} } }`;
  const { build } = await builtFrom(
    (text) =>
      `target: { format: ignition, os: flatcar }\n${text.replace(/nomad:\n.*\n/, `nomad: ${archive('1.11.3')}\n`)}`,
  );
  const { stderr } = await build((text) => text.replaceAll('1.11.3', '1.11.2'));
  assert.match(stderr, ': changed: n1, n2, n3.\n');
  assert.not.match(stderr, 'whose image');
});

changes('--json tells every machine that changed, and standard error the first few', async () => {
  const workers = `  "w-[01-12]":
    roles: [client]
    interfaces:
      - { network: clients, mac: "52:54:00:40:00:00 + n", address: "10.20.0.100 + n" }
`;
  const { build } = await builtFrom((text) => withRoutes(text) + workers);
  const { stdout, stderr } = await build((text) => text.replace(/$/, '    client: { nodeClass: big }\n'), '--json');
  const names = Array.from({ length: 12 }, (_, index) => `w-${String(index + 1).padStart(2, '0')}`);
  assert.equal(JSON.parse(stdout), {
    cluster: 'demo',
    added: [],
    changed: names,
    serverListOnly: [],
    removed: [],
    unchanged: ['n1', 'n2', 'n3'],
  });
  assert.match(stderr, 'changed: w-01, w-02, w-03, w-04, w-05 and 7 more; 3 unchanged.');
  const again = await build((text) => text.replaceAll('w-[01-12]', 'w-[02-12]'), '--json');
  assert.equal([JSON.parse(again.stdout).removed, JSON.parse(again.stdout).unchanged.length], [['w-01'], 14]);
});

changes('an output of a release that said less is compared by its bundles alone', async () => {
  const { build, manifest } = await builtFrom();
  const { servers: _, nomadVersion: __, ...older } = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify(older));
  assert.match((await build((text) => text)).stderr, ': 3 unchanged.\n');
  writeFileSync(manifest, JSON.stringify(older));
  assert.match((await build(grown)).stderr, ': new: n4, n5; changed: n1, n2, n3.\n');
});

changes.run();
