/** Mistakes in bridge, host networks, host volumes and plugins, and what is said about each. */

import type { Case } from './descriptions.ts';

const ofClient = (text: string, ...expected: readonly string[]): Case => [
  '  network: clients\nmachines:',
  `  network: clients\n  ${text}\nmachines:`,
  ...expected,
];
const hash = 'a'.repeat(64);
const plugin = (more: string) => `plugins: { own: { ${more} } }`;
const fetched = `url: "https://files.example/own.zip", sha256: ${hash}`;
const volume = (path: string) => `hostVolumes: { data: { path: ${path} } }`;

export const provisions: readonly Case[] = [
  ofClient('hostNetworks: [servers, clients]'),
  ofClient('hostNetworks: [server]', 'unknown-network client.hostNetworks[0]'),
  ofClient('hostNetworks: [servers, servers]', 'listed-twice client.hostNetworks[1]'),
  [
    '  clients: { subnet: 10.20.0.0/24 }\nserver:\n  network: servers\nclient:\n  network: clients\n',
    '  clients: { subnet: 10.20.0.0/24 }\n  storage: { subnet: 10.30.0.0/24 }\nserver:\n  network: servers\nclient:\n  network: clients\n  hostNetworks: [storage]\n',
    'host-network-apart client.hostNetworks[0]',
  ],
  ofClient(volume('/srv/data')),
  ofClient(volume('/var/lib/own/data')),
  ofClient(volume('data'), 'wrong-form client.hostVolumes.data.path'),
  ofClient(volume('/srv/../etc'), 'wrong-form client.hostVolumes.data.path'),
  ...[
    '/',
    '/etc',
    '/var',
    '/var/lib/nomad-server',
    '/var/lib',
    '/var/lib/nomad-firstboot/secrets',
    '/run/credentials',
  ].map((path) =>
    ofClient(
      volume(path),
      path === '/' ? 'wrong-form client.hostVolumes.data.path' : 'config-exposes-secrets client.hostVolumes.data.path',
    ),
  ),
  ...['/usr/local/data', '/etc/own', '/tmp/data', '/run/data', '/srv', '/home', '/var/log'].map((path) =>
    ofClient(volume(path), 'host-volume-of-system client.hostVolumes.data.path'),
  ),
  ofClient('hostVolumes: { "a b": { path: /srv/data } }', 'host-volume-name client.hostVolumes["a b"]'),
  ofClient('hostVolumes: { a: { path: /srv/data }, b: { path: /srv/data, readOnly: true } }'),
  ofClient(
    'hostVolumes: { a: { path: /srv/data }, b: { path: /srv/data, owner: 1 } }',
    'host-volume-twice client.hostVolumes.b',
  ),
  [
    '  n3:\n',
    '  n3:\n    client: { hostVolumes: { data: { path: /usr/data } } }\n',
    'host-volume-of-system machines.n3.client.hostVolumes.data.path',
  ],
  ofClient(plugin(fetched)),
  ofClient(plugin(`${fetched}, capabilities: [CAP_SYS_TIME], devices: [/dev/fuse], packages: [fuse3], driver: mine`)),
  ofClient(plugin('url: "https://files.example/own"'), 'install-incomplete client.plugins.own'),
  ofClient(plugin(`${fetched}, capabilities: [SYS_TIME]`), 'wrong-form client.plugins.own.capabilities[0]'),
  ofClient(plugin(`${fetched}, devices: [kvm]`), 'wrong-form client.plugins.own.devices[0]'),
  ofClient(`plugins: { "../own": { ${fetched} } }`, 'plugin-name client.plugins["../own"]'),
  ofClient(`cniPlugins: { url: "https://files.example/cni.tgz", sha256: ${hash} }`),
  ofClient('cniPlugins: { url: "https://files.example/cni.tgz" }', 'install-incomplete client.cniPlugins'),
  ofClient('installPackages: true'),
  [
    '  n3:\n',
    '  n3:\n    target: { os: flatcar, format: ignition }\n    client: { installPackages: true }\n',
    'packages-of-os machines.n3.client.installPackages',
  ],
  [
    '  n3:\n',
    `  n3:\n    target: { os: flatcar, format: ignition, platform: libvirt }\n    client: { plugins: { own: { ${fetched} } } }\n`,
    'install-zip machines.n3.client.plugins.own.url',
    'install-before-network machines.n3.client.plugins.own.url',
  ],
];
