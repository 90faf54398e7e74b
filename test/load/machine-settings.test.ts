/** What is said of one machine beside what is said of all: one rule for every setting, for ranges as for machines. */

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../lib/cluster/cluster.ts';
import { formatDiagnostic } from '../../lib/diagnostic-text.ts';
import { loadCluster } from '../../lib/load/load.ts';
import { counted, entry, roomy } from './descriptions.ts';

const test = suite('settings of one machine');

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q';

/** Everything that has a rule, said of all. */
const ofAll = `users:
  - { name: ada, sudo: true, sshAuthorizedKeys: ["${key} ada"] }
  - { name: bob, sshAuthorizedKeys: ["${key} bob"] }
extra:
  files: [{ path: /etc/a, content: a, mode: "0600" }, { path: /etc/b, content: b }]
  units: { a.service: { content: "[Service]", dropIns: { 50-a.conf: "[Unit]" } } }
  userData: [{ name: a, type: shell-script, content: "#!/bin/sh" }]
`;

const withAll = roomy
  .replace('1.11.3', `1.11.3\n  install: { method: archive, url: "https://a.example/n", sha256: ${'ab'.repeat(32)} }`)
  .replace('client:\n', `${ofAll}client:\n  drivers: [exec, java]\n  meta: { a: x, b: y }\n`);

/** The machines of a range that says this of itself. */
function rangeOf(size: number, own: string): readonly Machine[] {
  const { cluster, diagnostics } = loadCluster(withAll + entry(`w-[1-${size}]`, counted, own));
  if (!cluster) throw new Error(diagnostics.map((one) => formatDiagnostic(one)).join('\n'));
  return cluster.machines.filter(({ name }) => name.startsWith('w-'));
}

const one = (own: string) => rangeOf(1, own)[0] as Machine;

test('a value and a plain list stand in the place of the cluster’s, mappings are joined key by key', () => {
  const { client } = one('    client: { drivers: [docker], meta: { b: z, c: w }, logLevel: WARN }\n');
  assert.equal(client?.drivers, ['docker']);
  assert.equal(client?.settings.meta, { a: 'x', b: 'z', c: 'w' });
  assert.is(client?.settings.logLevel, 'WARN');
  assert.is(client?.settings['telemetry.collectionInterval'], '10s');
  assert.equal(one('    client: { drivers: [] }\n').client?.drivers, []);
});

test('named things are joined by their names, in the order of the cluster, and an empty list leaves none', () => {
  const { users } = one(
    `    users: [{ name: eve, sshAuthorizedKeys: ["${key}"] }, { name: ada, sshAuthorizedKeys: ["${key}"] }]\n`,
  );
  assert.equal(
    users.map(({ name, sudo, sshAuthorizedKeys: [first] }) => [name, sudo, first === key]),
    [
      ['ada', true, true],
      ['bob', false, false],
      ['eve', false, true],
    ],
  );
  assert.equal(one('    users: []\n').users, []);
  const { extra } = one(`    extra:
      files: [{ path: /etc/b, content: c }, { path: /etc/a, content: d }, { path: /etc/c, content: e }]
      units: { a.service: { dropIns: { 60-b.conf: "[Unit]" } }, b.service: { content: "[Service]" } }
      userData: [{ name: a, type: shell-script, content: "#!/bin/bash" }, { name: b, type: shell-script, content: "#!/b" }]
`);
  assert.equal(
    extra.files.map(({ path, content, mode }) => [path, content, mode]),
    [
      ['/etc/a', 'd', '0600'],
      ['/etc/b', 'c', '0644'],
      ['/etc/c', 'e', '0644'],
    ],
  );
  assert.equal(
    extra.units.map(({ name, content, dropIns }) => [name, content, dropIns.map((dropIn) => dropIn.name)]),
    [
      ['a.service', '[Service]', ['50-a.conf', '60-b.conf']],
      ['b.service', '[Service]', []],
    ],
  );
  assert.equal(
    extra.userData.map(({ name, content }) => [name, content]),
    [
      ['a', '#!/bin/bash'],
      ['b', '#!/b'],
    ],
  );
});

test('an installation stands in the place of the cluster’s whole, a release leaves it', () => {
  const install = '    nomad: { install: { method: preinstalled, path: /opt/nomad } }\n';
  assert.equal(one(install).nomad, { version: '1.11.3', install: { method: 'preinstalled', path: '/opt/nomad' } });
  const { nomad } = one('    nomad: { version: 1.10.5 }\n');
  assert.is(nomad.version, '1.10.5');
  assert.is(nomad.install.method, 'archive');
});

test('machines that say nothing have the very objects of all, and those of a range one for them all', () => {
  const machines = rangeOf(3, `    client: { drivers: [raw_exec] }\n    users: []\n`);
  const { cluster } = loadCluster(withAll + entry('w-[1-2]'));
  const silent = cluster?.machines ?? [];
  for (const { nomad, users, extra, client } of silent) {
    assert.ok(nomad === silent[0]?.nomad && users === silent[0].users && extra === silent[0].extra);
    assert.ok(client?.settings === silent[0]?.client?.settings && client?.drivers === silent[0]?.client?.drivers);
  }
  for (const { nomad, users, extra, client } of machines) {
    assert.ok(users === machines[0]?.users && extra === machines[0].extra && nomad === machines[0].nomad);
    assert.ok(client?.settings === machines[0]?.client?.settings && client?.drivers === machines[0]?.client?.drivers);
  }
});

test('what is wrong with a range’s own settings is said once, where it is written, and counted', () => {
  const said = (own: string) => {
    const { diagnostics } = loadCluster(withAll + entry('w-[1-3]', counted, own), { fileName: 'a.yaml' });
    return diagnostics.map((problem) => formatDiagnostic(problem).split('\n').slice(0, 2).join('\n'));
  };
  assert.equal(said('    extra: { files: [{ path: /etc/motd, content: "\u00e4" }] }\n'), [
    `a.yaml:36:50: error[not-ascii]: expected ASCII text, received U+00E4 on line 1 of the content, and likewise for 2 more machines of "w-[1-3]"
  36 |     extra: { files: [{ path: /etc/motd, content: "\u00e4" }] }`,
  ]);
  const incomplete = said('    nomad: { install: { method: archive } }\n');
  assert.is(incomplete.length, 2);
  for (const problem of incomplete) assert.match(problem, /install-incomplete.*2 more machines of "w-\[1-3\]"/);
});

test.run();
