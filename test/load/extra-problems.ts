/** Mistakes in users, extra files, units and drop-ins and in dates of certificates, and what is said about each. */

import type { Case } from './descriptions.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q';

export const extras: readonly Case[] = [
  ['', `users: [{ name: ada, sshAuthorizedKeys: ["${key} ada@example"] }]`],
  ['', `users: [{ name: root, sshAuthorizedKeys: ["${key}"] }]`, 'user-reserved users[0].name'],
  ['', `users: [{ name: nomad, sshAuthorizedKeys: ["${key}"] }]`, 'user-reserved users[0].name'],
  [
    '',
    `users: [{ name: a, sshAuthorizedKeys: ["${key}"] }, { name: a, sshAuthorizedKeys: ["${key}"] }]`,
    'user-twice users[1].name',
  ],
  [
    '',
    'extra: { units: { a.service: { content: "[Service]", enable: true } } }',
    'unit-without-install extra.units["a.service"]',
  ],
  ['', 'users: [{ name: a, sshAuthorizedKeys: [abc] }]', 'user-ssh-key users[0].sshAuthorizedKeys[0]'],
  [
    '',
    `users: [{ name: a, sshAuthorizedKeys: ["${key.slice(0, -20)} a@b"] }]`,
    'user-ssh-key users[0].sshAuthorizedKeys[0]',
  ],
  [
    '',
    `users: [{ name: a, sshAuthorizedKeys: ["${key.replace('ssh-ed25519 ', 'ssh-rsa ')}"] }]`,
    'user-ssh-key users[0].sshAuthorizedKeys[0]',
  ],
  ['', `users: [{ name: a, sshAuthorizedKeys: ["${key}", "${key}"] }]`, 'listed-twice users[0].sshAuthorizedKeys[1]'],
  ...[
    '/etc/nomad-server.d/x.hcl',
    '/var/lib/nomad-firstboot/secrets/x',
    '/opt/nomad-firstboot',
    '/etc/systemd/system/nomad-client.service',
    '/etc/systemd/system/nomad-client.service.d/90-x.conf',
    '/etc/systemd/system/nomad.service',
    '/run/systemd/system/nomad-client.service',
    '/usr/lib/systemd/system/nomad-server.service.d/x.conf',
    '/lib/systemd/system/nomad-firstboot.service',
    '/usr/local/lib/systemd/system/nomad.service',
    '/run/systemd/system.control/nomad-client.service.d/50-x.conf',
    '/etc/systemd/system/multi-user.target.wants/nomad-client.service',
    '/etc/systemd/system/nomad-client.service.wants/a.service',
    '/etc/sudoers.d/nomad-firstboot',
    '/etc/ssh/sshd_config.d/10-nomad-firstboot.conf',
  ].map((path): Case => ['', `extra: { files: [{ path: ${path}, content: a }] }`, 'file-reserved extra.files[0].path']),
  [
    '',
    'extra: { files: [{ path: /etc/nomad-server.dx, content: a }, { path: /etc/systemd/system/backup.service, content: a }] }',
  ],
  [
    '',
    'extra: { files: [{ path: /etc/sudoers.d/own, content: a }, { path: /etc/systemd/system/a.service.d/nomad-a.conf, content: a }] }',
  ],
  ...[
    '/etc',
    '/lib',
    '/usr',
    '/var',
    '/opt',
    '/etc/systemd',
    '/usr/local/bin',
    '/etc/ssh/sshd_config.d',
    '/var/lib',
  ].map(
    (path): Case => ['', `extra: { files: [{ path: ${path}, content: a }] }`, 'file-is-folder extra.files[0].path'],
  ),
  [
    '',
    'extra: { units: { a.service: { content: a } }, files: [{ path: /etc/systemd, content: a }] }',
    'file-is-folder extra.files[0].path',
  ],
  [
    '',
    'extra: { units: { a.service: { content: a } }, files: [{ path: /etc/systemd/system/a.service, content: b }] }',
    'file-twice extra.files[0].path',
  ],
  [
    '',
    'extra: { units: { a.service: { dropIns: { 50-a.conf: a } } }, files: [{ path: /etc/systemd/system/a.service.d/50-a.conf, content: b }] }',
    'file-twice extra.files[0].path',
  ],
  [
    '',
    'extra: { units: { a.service: { dropIns: { 50-a.conf: a } } }, files: [{ path: /etc/systemd/system/a.service.d, content: b }] }',
    'file-inside-file extra.units["a.service"].dropIns["50-a.conf"]',
  ],
  ['', 'extra: { files: [{ path: /a, content: a }, { path: /a, content: b }] }', 'file-twice extra.files[1].path'],
  [
    '',
    'extra: { files: [{ path: /a/b, content: a }, { path: /a, content: b }] }',
    'file-inside-file extra.files[0].path',
  ],
  ['', 'extra: { files: [{ path: /a, content: "é" }] }', 'not-ascii extra.files[0].content'],
  ['', 'extra: { files: [{ path: /a, content: a, mode: 0640 }] }', 'octal-number extra.files[0].mode'],
  ['', 'extra: { files: [{ path: /a, content: a, mode: "640" }] }', 'wrong-form extra.files[0].mode'],
  ...['a/b', '/a/../b', '/a/./b', '/a/', '/', '/a b'].map(
    (path): Case => ['', `extra: { files: [{ path: "${path}", content: a }] }`, 'wrong-form extra.files[0].path'],
  ),
  ['', 'extra: { units: { backup: { content: a } } }', 'unit-name extra.units.backup'],
  ...['-a.service', '.a.service', '@.service'].map(
    (name): Case => ['', `extra: { units: { "${name}": { content: a } } }`, `unit-name extra.units["${name}"]`],
  ),
  [
    '',
    'extra: { units: { a@.service: { content: "[Install]", enable: true } } }',
    'unit-template extra.units["a@.service"].enable',
  ],
  ['', 'extra: { units: { a@.service: { content: a }, a@1.service: { enable: true } } }'],
  ['', 'extra: { units: { backup.service: {} } }', 'unit-without-purpose extra.units["backup.service"]'],
  ['', 'extra: { units: { nomad.service: { enable: true } } }', 'unit-reserved extra.units["nomad.service"]'],
  ['', 'extra: { units: { nomad.slice: { content: a } } }', 'unit-reserved extra.units["nomad.slice"]'],
  [
    '',
    'extra: { units: { nomad-client.service: { content: a } } }',
    'unit-reserved extra.units["nomad-client.service"]',
  ],
  ['', 'extra: { units: { ssh.service: { enable: true } } }', 'unit-reserved extra.units["ssh.service"]'],
  ['', 'extra: { units: { nomad-client.service: { dropIns: { 50-own.conf: a } }, own.timer: { enable: true } } }'],
  [
    '',
    'extra: { units: { nomad-client.service: { dropIns: { ../x.conf: a } } } }',
    'drop-in-name extra.units["nomad-client.service"].dropIns["../x.conf"]',
  ],
  [
    '',
    'extra: { units: { nomad-server.service: { dropIns: { 30-sandbox.conf: a } } } }',
    'drop-in-reserved extra.units["nomad-server.service"].dropIns["30-sandbox.conf"]',
  ],
  [
    '',
    'extra: { units: { own.service: { dropIns: { nomad-metadata-reader.conf: a } } } }',
    'drop-in-reserved extra.units["own.service"].dropIns["nomad-metadata-reader.conf"]',
  ],
  ['', 'certificates: { validity: 21y }', 'validity-too-long certificates.validity'],
  ['', 'certificates: { validity: 29d }', 'validity-short certificates.validity'],
  [
    '  n1:\n',
    '  n1:\n    certificate: { issuedAt: 2027-02-29T00:00:00Z }\n',
    'no-such-date machines.n1.certificate.issuedAt',
  ],
  ['  n1:\n', '  n1:\n    certificate: { issuedAt: 2028-02-29T00:00:00Z }\n'],
];
