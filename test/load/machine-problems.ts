/** Mistakes in what is said of one machine, alone or beside what is said of all, and what is said about each. */

import type { Case } from './descriptions.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q';
const user = (name: string) => `{ name: ${name}, sshAuthorizedKeys: ["${key}"] }`;
const archive = `method: archive, url: "https://a.example/nomad.zip", sha256: ${'ab'.repeat(32)}`;

/** What n1 says of itself beside what is said of all; lines of `ofAll` that are indented belong to `client`. */
const ofN1 = (own: string, ofAll: string, ...expected: readonly string[]): Case => [
  '  network: clients\nmachines:\n  n1:\n',
  `  network: clients\n${ofAll}machines:\n  n1:\n    ${own}\n`,
  ...expected,
];

/** Each at the machine's own place. */
const alone: readonly Case[] = [
  ofN1('client: { drivers: [exec, exec] }', '', 'listed-twice machines.n1.client.drivers[1]'),
  ofN1('client: { drivers: [raw_exec] }', '', 'raw-exec machines.n1.client.drivers[0]'),
  ofN1('client: { drivers: [dokcer] }', '', 'not-one-of machines.n1.client.drivers[0]'),
  ofN1('client: { network: servers }', '', 'unknown-key machines.n1.client.network'),
  ofN1('client: { config: { bind_addr: a } }', '', 'config-invariant machines.n1.client.config.bind_addr'),
  ofN1('client: { metadataReaders: [docker.service] }', '', 'wrong-form machines.n1.client.metadataReaders[0]'),
  ofN1('server: { resources: { memoryMaxMiB: 1 } }', '', 'out-of-range machines.n1.server.resources.memoryMaxMiB'),
  ofN1('memoryMiB: 4096\n    server: { resources: { memoryMaxMiB: 3000 } }', '', 'server-memory machines.n1.memoryMiB'),
  ofN1(`users: [${user('nomad')}]`, '', 'user-reserved machines.n1.users[0].name'),
  ofN1(`users: [${user('ada')}, ${user('ada')}]`, '', 'user-twice machines.n1.users[1].name'),
  ofN1('users: [{ name: ada, sshAuthorizedKeys: [a] }]', '', 'user-ssh-key machines.n1.users[0].sshAuthorizedKeys[0]'),
  ofN1('extra: { files: [{ path: /etc, content: a }] }', '', 'file-is-folder machines.n1.extra.files[0].path'),
  ofN1('extra: { files: [{ path: /etc/motd, content: ä }] }', '', 'not-ascii machines.n1.extra.files[0].content'),
  ofN1(
    'extra: { files: [{ path: /etc/nomad-client.d/a, content: a }] }',
    '',
    'file-reserved machines.n1.extra.files[0].path',
  ),
  ofN1('extra: { units: { own: { enable: true } } }', '', 'unit-name machines.n1.extra.units.own'),
  ofN1(
    'extra: { userData: [{ name: a, type: cloud-config, content: b }] }',
    '',
    'user-data-part machines.n1.extra.userData[0].content',
  ),
  ofN1('nomad: { version: 9.9 }', '', 'version-number machines.n1.nomad.version'),
  ofN1('nomad: { version: v1.11.3 }', '', 'nomad-version machines.n1.nomad.version'),
  ofN1('nomad: { install: { path: /opt/nomad } }', '', 'install-without-method machines.n1.nomad.install'),
  ofN1(
    'nomad: { install: { method: sysext } }',
    '',
    ...Array(2).fill('install-incomplete machines.n1.nomad.install'),
    'install-of-os machines.n1.nomad.install.method',
  ),
  ofN1(
    `nomad: { install: { ${archive} } }\n    target: { format: ignition, os: flatcar }`,
    '',
    'install-before-network machines.n1.nomad.install.method',
    'install-zip machines.n1.nomad.install.url',
  ),
];

/** What is wrong with both together is said of the machine, and what is wrong with the cluster's once. */
const together: readonly Case[] = [
  ofN1('client: { nodeClass: a }', '  drivers: [exec, raw_exec]\n', 'raw-exec client.drivers[1]'),
  ofN1(
    'extra: { files: [{ path: /etc/a, content: a }] }',
    'extra: { files: [{ path: /etc/b, content: ä }] }\n',
    'not-ascii extra.files[0].content',
  ),
  ofN1('extra: { files: [{ path: /etc/a, content: b }] }', 'extra: { files: [{ path: /etc/a, content: a }] }\n'),
  ofN1(
    'extra: { files: [{ path: /etc/a/b, content: b }] }',
    'extra: { files: [{ path: /etc/a, content: a }] }\n',
    'file-inside-file machines.n1.extra.files[0].path',
  ),
  ofN1(
    'extra: { files: [{ path: /etc/a, content: b }] }',
    'extra: { files: [{ path: /etc/a/b, content: a }] }\n',
    'file-inside-file machines.n1',
  ),
  ofN1(
    'users: []',
    `users: [${user('ada')}]\nextra: { units: { ssh.service: { dropIns: { 50-a.conf: "[Service]" } } } }\n`,
    'unit-reserved machines.n1',
  ),
  ofN1(
    'target: { format: ignition, os: flatcar }',
    'extra: { userData: [{ name: a, type: cloud-config, content: "#cloud-config" }] }\n',
    'user-data-with-ignition extra.userData',
  ),
  ofN1(
    'client: { drivers: [docker] }',
    '  config: { plugin: { docker: { config: { allow_privileged: true } } } }\n',
    'docker-hands-out-machine client.config.plugin.docker.config.allow_privileged',
  ),
  ofN1(
    'client: { metadataGuard: false }\n    target: { platform: openstack }',
    '',
    'metadata-unguarded machines.n1.client.metadataGuard',
    'addresses-to-tell machines.n1.interfaces',
  ),
];

/** Releases that differ from machine to machine. */
const releases: readonly Case[] = [
  ofN1('nomad: { version: 1.11.2 }', '', 'server-versions-differ machines.n1.nomad.version'),
  ofN1('nomad: { version: 1.10.5 }\n    roles: [client]', '', 'even-servers machines'),
  ofN1(
    'nomad: { version: 1.11.4 }\n    roles: [client]',
    '',
    'even-servers machines',
    'client-newer-than-servers machines.n1.nomad.version',
  ),
  ofN1(
    'nomad: { version: 1.5.17 }\n    roles: [client]',
    '  nodePool: gpu\n',
    'even-servers machines',
    'setting-version machines.n1.nomad.version',
  ),
  ofN1(
    'nomad: { version: 1.5.17 }\n    roles: [client]\n    client: { nodePool: gpu }',
    '',
    'even-servers machines',
    'setting-version machines.n1.client.nodePool',
  ),
  ofN1(
    'nomad: { version: 1.5.17 }\n    roles: [client]\n    client: { nodePool: default }',
    '  nodePool: gpu\n',
    'even-servers machines',
  ),
];

export const ofMachines: readonly Case[] = [...alone, ...together, ...releases];
