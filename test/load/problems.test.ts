import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DiagnosticCode, diagnosticCodes } from '../../lib/diagnostics.ts';
import { loadCluster, resolveCluster } from '../../lib/load/load.ts';
import { type Case, changed, complaints, listed, sound } from './descriptions.ts';
import { extras } from './extra-problems.ts';
import { knownKeys } from './known-key-problems.ts';
import { ofMachines } from './machine-problems.ts';
import { platformNetworks, severalOnPlatforms } from './platform-problems.ts';
import { provisions } from './provision-problems.ts';
import { ranges } from './range-problems.ts';
import { routes } from './route-problems.ts';
import { settings } from './setting-problems.ts';

const test = suite('problems of a description');

const text: readonly Case[] = [
  [sound, '', 'empty-description'],
  [sound, '# nothing\n---\n', 'empty-description'],
  [sound, 'name: \0', 'not-text'],
  [sound, 'name: \uFFFD', 'not-text'],
  [sound, `name: ${'x'.repeat(4 * 1024 * 1024)}`, 'too-large'],
  [sound, 'name: a: b', 'yaml-syntax'],
  [sound, '{"name": "demo", ', 'yaml-syntax'],
  [sound, 'name:\n\t- a', 'yaml-syntax'],
  [sound, '['.repeat(200), 'yaml-too-deep'],
  [sound, `${sound}---\n${sound}`, 'yaml-several-documents'],
  ['name: demo', 'name: !name demo', 'yaml-tag name'],
  ['', '? [a]\n: 1', 'yaml-key'],
  ['  n3:\n', '  n3:\n    <<: {}\n', 'yaml-merge-key machines.n3["<<"]'],
  ['name: demo', 'name: *demo', 'yaml-unknown-alias name'],
  ['name: demo', 'name: demo\nname: other', 'duplicate-key name'],
  ['  n3:\n', '  n2:\n', 'duplicate-machine machines.n2'],
  ['  n3:\n', '  n3:\n    __proto__: {}\n', 'reserved-key machines.n3.__proto__'],
  ['', 'certificates: { validity: .inf }', 'number-not-exact certificates.validity'],
];

const shape: readonly Case[] = [
  ['name: demo', 'nmae: demo', 'unknown-key nmae'],
  ['  n3:\n', '  n3:\n    memory: 1\n', 'unknown-key machines.n3.memory'],
  ['version: 1.11.3', '{}', 'missing-key nomad.version'],
  ['name: demo', 'name: 1', 'wrong-type name'],
  ['  network: clients\n', '  network: clients\n  drivers: exec\n', 'wrong-type client.drivers'],
  ['  network: clients\n', '  network: clients\n  drivers: [exce]\n', 'not-one-of client.drivers[0]'],
  ['name: demo', 'name: Demo', 'wrong-form name'],
  ['', 'certificates: { validity: 1 year }', 'wrong-form certificates.validity'],
  ['/24 }\n  clients', '/24, mtu: 99999 }\n  clients', 'out-of-range networks.servers.mtu'],
  ['  n3:\n', '  n3:\n    roles: []\n', 'nothing-given machines.n3.roles'],
  ['  n3:\n', '  n3:\n    roles: [client, server, client]\n', 'listed-twice machines.n3.roles[2]'],
  [
    '{ subnet: 10.10.0.0/24 }',
    '{ subnet: 10.10.0.0/24, subnets: [10.10.0.0/24] }',
    'both-forms networks.servers.subnet',
  ],
  [
    'address: 10.10.0.11',
    'address: 10.10.0.11, addresses: [10.10.0.11]',
    'both-forms machines.n1.interfaces[0].address',
  ],
  ['{ subnet: 10.10.0.0/24 }', '{ mtu: 1500 }', 'no-subnet networks.servers'],
  ['1.11.3', '1.11', 'version-number nomad.version'],
];

const names: readonly Case[] = [
  ['  n3:', '  n_3:', 'hostname machines.n_3'],
  ['  n3:', '  N3:', 'hostname machines.N3'],
  ['  n3:', '  -n3:', 'hostname machines["-n3"]'],
  ['  n3:', '  n3-:', 'hostname machines.n3-'],
  ['  n3:', '  n3.example.org:', 'hostname machines["n3.example.org"]'],
  ['  n3:', '  "3":', 'hostname machines["3"]'],
  ['  n3:', '  localhost:', 'hostname machines.localhost'],
  ['  n3:', '  "":', 'hostname machines[""]'],
  ['  n3:', '  müller:', 'hostname machines["müller"]'],
  ['  n3:', `  ${'n'.repeat(64)}:`, `hostname machines.${'n'.repeat(64)}`],
  ['  servers: {', '  Third: { subnet: 10.30.0.0/24 }\n  servers: {', 'network-name networks.Third'],
];

const nomad: readonly Case[] = [
  ['1.11.3', '0.11.2', 'nomad-version nomad.version'],
  ['1.11.3', '1.12.0', 'nomad-unknown-line nomad.version'],
  ['1.11.3', '2.1.0', 'nomad-unknown-line nomad.version'],
  ['1.11.3', '2.0.6-dev', 'nomad-prerelease nomad.version'],
  ['1.11.3', 'v1.11.3', 'nomad-version nomad.version'],
  ['1.11.3', 'latest', 'nomad-version nomad.version'],
  ['1.11.3', '1.11.3+oss', 'nomad-version nomad.version'],
  ['1.11.3', '1.11.3+ent', 'nomad-license nomad.version'],
  ['1.11.3', '1.3.1', 'nomad-without-token nomad.version'],
  ['1.11.3', '1.2.16', 'nomad-without-token nomad.version', 'nomad-cgroups nomad.version'],
  ['  network: clients\n', '  network: clients\n  drivers: [exec, raw_exec]\n', 'raw-exec client.drivers[1]'],
];

const networks: readonly Case[] = [
  ['  network: servers\n', '  network: server\n', 'unknown-network server.network'],
  ['- { network: servers', '- { network: nothing', 'unknown-network machines.n1.interfaces[0].network'],
  ['10.10.0.0/24', '10.10.0.0', 'subnet-form networks.servers.subnet'],
  ['10.10.0.0/24', '10.10.0.0/33', 'subnet-form networks.servers.subnet'],
  ['10.10.0.0/24', 'servers/24', 'subnet-form networks.servers.subnet'],
  ['10.10.0.0/24', '010.10.0.0/24', 'subnet-leading-zero networks.servers.subnet'],
  ['10.10.0.0/24', '10.10.0.5/24', 'subnet-host-bits networks.servers.subnet'],
  ['  servers: {', '  third: { subnet: 169.254.0.0/16 }\n  servers: {', 'subnet-reserved networks.third.subnet'],
  ['  servers: {', '  third: { subnet: "fe80::/64" }\n  servers: {', 'subnet-reserved networks.third.subnet'],
  ['clients: { subnet: 10.20.0.0/24 }', 'clients: { subnet: 10.0.0.0/8 }', 'subnet-overlap networks.clients.subnet'],
  ['address: 10.10.0.11', 'address: 10.10.0', 'address-form machines.n1.interfaces[0].address'],
  ['address: 10.10.0.11', 'address: 10.10.0.11/24', 'address-form machines.n1.interfaces[0].address'],
  ['address: 10.10.0.11', 'address: n1.example.org', 'address-form machines.n1.interfaces[0].address'],
  ['address: 10.10.0.11', 'address: 10.10.0.011', 'address-leading-zero machines.n1.interfaces[0].address'],
  ['address: 10.10.0.11', 'address: 10.30.0.11', 'address-outside-subnet machines.n1.interfaces[0].address'],
  ['address: 10.10.0.11', 'address: 10.10.0.0', 'address-not-for-hosts machines.n1.interfaces[0].address'],
  ['address: 10.10.0.11', 'address: 10.10.0.255', 'address-not-for-hosts machines.n1.interfaces[0].address'],
  ['address: 10.10.0.12', 'address: 10.10.0.11', 'duplicate-address machines.n2.interfaces[0].address'],
  ['10.10.0.0/24 }', '10.10.0.0/24, gateway: 10.10.0.11 }', 'duplicate-address machines.n1.interfaces[0].address'],
  ['10.10.0.0/24 }', '10.10.0.0/24, gateway: 10.30.0.1 }', 'gateway-outside-subnet networks.servers.gateway'],
  ['10.10.0.0/24 }', '10.10.0.0/24, gateway: 10.10.0.255 }', 'address-not-for-hosts networks.servers.gateway'],
  ['10.10.0.0/24 }', '10.10.0.0/24, gateways: [10.10.0.1, 10.10.0.2] }', 'gateway-twice networks.servers.gateways[1]'],
  [
    '10.10.0.0/24 }',
    '10.10.0.0/24, nameservers: [10.10.0.1, 10.10.0.1] }',
    'listed-twice networks.servers.nameservers[1]',
  ],
  [
    '{ subnet: 10.10.0.0/24 }',
    '{ subnets: [10.10.0.0/24, "fd00::/64"], mtu: 1000 }',
    'mtu-below-ipv6 networks.servers.mtu',
  ],
];

const interfaces: readonly Case[] = [
  ['"52:54:00:10:00:01"', '525400100001', 'mac-number machines.n1.interfaces[0].mac'],
  ['"52:54:00:10:00:01"', '52:54:00:10:00', 'mac-form machines.n1.interfaces[0].mac'],
  ['"52:54:00:10:00:01"', '"01:54:00:10:00:01"', 'mac-not-for-hosts machines.n1.interfaces[0].mac'],
  ['"52:54:00:10:00:01"', '"00:00:00:00:00:00"', 'mac-not-for-hosts machines.n1.interfaces[0].mac'],
  ['"52:54:00:10:00:02"', '52-54-00-10-00-01', 'duplicate-mac machines.n2.interfaces[0].mac'],
  ['mac: "52:54:00:10:00:01", ', '', 'interface-unnamed machines.n1.interfaces[0]'],
  ['mac: "52:54:00:10:00:01"', 'name: lo', 'interface-name-loopback machines.n1.interfaces[0].name'],
  [
    'network: clients, mac: "52:54:00:20:00:01", address: 10.20.0.11 }',
    'network: clients, name: a, address: 10.20.0.11 }\n      - { network: third, name: a }\n',
    'unknown-network machines.n1.interfaces[2].network',
    'interface-name-twice machines.n1.interfaces[2].name',
  ],
  [
    '      - { network: clients',
    '      - { network: servers, name: e9, address: 10.10.0.99 }\n      - { network: clients',
    'interface-network-twice machines.n1.interfaces[1].network',
  ],
];

/** Clients enough for the servers to want more memory. */
const hundredWorkers = `  "w-[100-200]":
    roles: [client]
    interfaces:
      - { network: servers, mac: "52:54:00:30:00:00 + n", address: "10.10.0.0 + n" }
      - { network: clients, mac: "52:54:00:40:00:00 + n", address: "10.20.0.0 + n" }
`;

const agents: readonly Case[] = [
  [sound.slice(sound.indexOf('  n2:')), '', 'single-server machines'],
  [sound.slice(sound.indexOf('  n3:')), '', 'even-servers machines'],
  [
    '- { network: servers, mac: "52:54:00:10:00:01", address: 10.10.0.11 }',
    '',
    'server-off-network machines.n1.interfaces',
  ],
  [
    '- { network: clients, mac: "52:54:00:20:00:01", address: 10.20.0.11 }',
    '',
    'client-off-network machines.n1.interfaces',
  ],
  [', address: 10.10.0.11', '', 'server-on-dhcp machines.n1.interfaces[0]'],
  [', address: 10.20.0.11', ''],
  ['  network: clients\n', '  network: servers\n', 'agents-collide client.ports.http'],
  ['  network: clients\n', '  network: servers\n  ports: { http: 4656 }\n'],
  ['  network: servers\n', '  network: servers\n  ports: { rpc: 4648 }\n', 'server-ports-collide server.ports.serf'],
  ['  network: servers\n', '  network: servers\n  ports: { http: 443 }\n', 'server-port-privileged server.ports.http'],
  ['  n1:\n', '  n1:\n    memoryMiB: 2047\n', 'server-memory machines.n1.memoryMiB'],
  ['  n1:\n', '  n1:\n    memoryMiB: 2048\n'],
  ['  n1:\n', `${hundredWorkers}  n1:\n`],
  ['  n1:\n', `${hundredWorkers}  n1:\n    memoryMiB: 4096\n`, 'server-memory-short server.resources.memoryMaxMiB'],
  [
    '  network: servers\n',
    '  network: servers\n  failoverHeartbeatTtl: 29s\n',
    'failover-too-short server.failoverHeartbeatTtl',
  ],
  ['  network: servers\n', '  network: servers\n  failoverHeartbeatTtl: 30s\n'],
  [
    '  n1:\n',
    '  n1:\n    memoryMiB: 2048\n    client: { reserved: { memoryMiB: 769 } }\n',
    'task-memory machines.n1.memoryMiB',
  ],
  ['  n1:\n', '  n1:\n    memoryMiB: 2048\n    client: { reserved: { memoryMiB: 768 } }\n'],
  ['  n1:\n', '  n1:\n    roles: [server]\n    memoryMiB: 2048\n    client: { reserved: { memoryMiB: 769 } }\n'],
  [
    '  n1:\n',
    '  n1:\n    memoryMiB: 2048\n    client: { config: { client: { reserved: { memory: 1793 } } } }\n',
    'task-memory machines.n1.memoryMiB',
    'config-has-word machines.n1.client.config.client.reserved.memory',
  ],
  [
    '',
    '  n4:\n    roles: [client]\n    interfaces: [{ network: clients, address: 10.20.0.14 }]',
    'client-without-route machines.n4.interfaces',
  ],
  ['', '  n4:\n    roles: [client]\n    interfaces: [{ network: clients }]'],
  ['10.10.0.0/24', '10.10.0.0/24, gateway: 10.10.0.1'],
  [
    ', address: 10.20.0.11 }',
    ', address: 10.20.0.11 }\n  n0:\n    roles: [client]\n    interfaces: [{ network: clients, name: a, address: 10.20.0.9 }, { network: servers, name: b, address: 10.10.0.9 }]',
  ],
];

const ignition = 'target: { format: ignition, os: flatcar }';
const sha256 = 'a'.repeat(64);
const binary = `url: "https://files.example/nomad.gz", sha256: ${sha256}`;
const part = (content: string, more = '') =>
  `extra: { userData: [{ name: own.cfg, type: cloud-config, content: "${content}"${more} }] }`;

const targets: readonly Case[] = [
  ['', 'target: { os: rhel }\nupdates: { reboot: off }', 'updates-of-os updates.reboot'],
  [
    '  n3:\n',
    '  n3:\n    target: { os: rhel }\n    updates: { reboot: staggered }\n',
    'updates-of-os machines.n3.updates.reboot',
  ],
  ['  n3:\n', '  n3:\n    target: { os: rhel }\n    updates: { reboot: image }\n'],
  ['', ignition],
  ['', 'target: { format: ignition }', 'format-of-os target'],
  ['', 'target: { os: microos }', 'format-of-os target'],
  ['  n3:\n', '  n3:\n    target: { os: flatcar }\n', 'format-of-os machines.n3.target'],
  ['1.11.3', `1.11.3\n  install: { method: sysext, ${binary} }`, 'install-of-os nomad.install.method'],
  ['1.11.3', `1.11.3\n  install: { sha256: ${sha256} }`, 'install-unneeded nomad.install.sha256'],
  ['  n2:\n', '  n2:\n    instance: 2\n'],
  ['  n2:\n', '  n2:\n    instance: 2\n    target: { platform: vmware }\n'],
  [
    '  n2:\n',
    '  n2:\n    instance: 2\n    target: { platform: hetzner }\n',
    'instance-without-effect machines.n2.instance',
    'addresses-to-tell machines.n2.interfaces',
  ],
  [
    '  n2:\n',
    '  n2:\n    instance: 2\n    target: { format: ignition, os: flatcar }\n',
    'instance-without-effect machines.n2.instance',
  ],
  ['', part('#cloud-config\\n{}\\n')],
  ['', part('{}\\n'), 'user-data-part extra.userData[0].content'],
  ['', part('## template: jinja\\n#cloud-config\\n'), 'user-data-part extra.userData[0].content'],
  ['', part('#cloud-config\\n', ', mergeHow: always'), 'user-data-merge extra.userData[0].mergeHow'],
  ['', `${ignition}\n${part('#cloud-config\\n')}`, 'user-data-with-ignition extra.userData'],
  [
    '  network: clients\n',
    '  network: clients\n  metadataGuard: false\ntarget: { platform: ec2 }\n',
    'metadata-unguarded client.metadataGuard',
    'addresses-to-tell machines.n1.interfaces',
    'ignored-by-platform machines.n1.interfaces[0].mac',
  ],
  ['  network: clients\n', '  network: clients\n  metadataGuard: false\n'],
  ['  network: clients\n', '  network: clients\n  metadataReaders: [own.service, snap.own.agent.service]\n'],
  ...['docker.service', 'containerd.service', 'nomad-client.service', 'own.socket', 'own@1.service'].map(
    (unit): Case => [
      '  network: clients\n',
      `  network: clients\n  metadataReaders: [${unit}]\n`,
      'wrong-form client.metadataReaders[0]',
    ],
  ),
];

/** Fixed addresses are not there yet when Ignition fetches. */
const early = 'install-before-network nomad.install.method';

/** How Nomad comes to machines that read Ignition. */
const installations: readonly Case[] = [
  ['1.11.3', `1.11.3\n  install: { method: archive, ${binary} }`, early],
  ['1.11.3', `1.11.3\n  install: { method: sysext, ${binary} }`, early],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary.replace(/url: (\S+),/, 'urls: [$1, "https://mirror.example/nomad.gz"],')} }`,
    ...[early, 'install-mirrors-unused nomad.install.urls'],
  ],
  [
    '1.11.3',
    '1.11.3\n  install: { method: archive }',
    ...['install-incomplete nomad.install', 'install-incomplete nomad.install', early],
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary.replace('.gz', '.zip')} }`,
    ...[early, 'install-zip nomad.install.url'],
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary.replace(/url: (\S+)[.]gz",/, 'urls: [$1.zip"],')} }`,
    ...[early, 'install-zip nomad.install.urls[0]'],
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary}, sha512: ${sha256.repeat(2)} }`,
    ...[early, 'both-forms nomad.install.sha512'],
  ],
].map(([from = '', to = '', ...expected]) => [from, `${to}\n${ignition}`, ...expected] as const);

const repository =
  'repository: { url: "https://apt.example", suite: trixie, key: "-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\nmDMEaA==\\n-----END PGP PUBLIC KEY BLOCK-----" }';

/** How it comes to machines that read cloud-init. */
const downloads: readonly Case[] = [
  ['1.11.3', `1.11.3\n  install: { method: archive, ${binary.replace('.gz', '.zip')} }`],
  ['1.11.3', `1.11.3\n  install: { method: archive, architectures: { amd64: { ${binary} } } }`],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, architectures: { arm64: { ${binary} } } }`,
    'install-architecture-missing nomad.install.architectures',
  ],
  [
    '1.11.3',
    '1.11.3\n  install: { method: archive, architectures: { amd64: {} } }',
    ...['install-incomplete nomad.install.architectures.amd64', 'install-incomplete nomad.install.architectures.amd64'],
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary}, architectures: { amd64: { ${binary} } } }`,
    ...['both-forms nomad.install.url', 'both-forms nomad.install.sha256'],
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary}, urls: ["https://mirror.example/nomad"] }`,
    'both-forms nomad.install.url',
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary}, urls: ["ftp://mirror.example/nomad"] }`,
    ...['both-forms nomad.install.url', 'wrong-form nomad.install.urls[0]'],
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: archive, ${binary}, packageVersion: 1.11.3-1 }`,
    'install-unneeded nomad.install.packageVersion',
  ],
  ['1.11.3', `1.11.3\n  install: { method: apt, ${repository} }`],
  ['1.11.3', `1.11.3\n  install: { method: apt, ${repository}, packageVersion: 1.11.3+2 }`],
  ['1.11.3', '1.11.3\n  install: { method: apt }', 'install-incomplete nomad.install'],
  [
    '1.11.3',
    `1.11.3\n  install: { method: apt, ${repository}, packageVersion: 1.11.30-1 }`,
    'install-package-version nomad.install.packageVersion',
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: apt, path: /opt/bin/nomad, ${repository} }`,
    'install-unneeded nomad.install.path',
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: apt, ${repository.replace('BEGIN', 'BEGUN')} }`,
    'wrong-form nomad.install.repository.key',
  ],
  [
    '1.11.3',
    `1.11.3\n  install: { method: apt, ${repository} }\ntarget: { os: rhel }`,
    'install-of-os nomad.install.method',
  ],
];

const several: (readonly [text: string, ...expected: readonly string[]])[] = [
  ...severalOnPlatforms.map(([changes, ...expected]): readonly [string, ...string[]] => [
    changes.reduce((text, [from, to]) => text.replace(from, () => to), sound),
    ...expected,
  ]),
  [
    changed(
      '  servers: { subnet: 10.10.0.0/24 }\n',
      '  servers: { subnet: 10.10.0.0/24, gateway: 10.10.0.1 }\n',
    ).replace('10.20.0.0/24 }', '10.20.0.0/24, gateway: 10.20.0.1 }'),
    ...['n1', 'n2', 'n3'].map((n) => `two-default-gateways machines.${n}.interfaces`),
  ],
  [
    `${sound.slice(0, sound.indexOf('  n1:'))}  n1: { roles: [client], interfaces: [{ network: clients }] }\n`,
    'no-server machines',
  ],
  [
    changed(
      '1.11.3',
      `1.11.3\n  install: { method: sysext, ${binary} }\n${ignition.replace('flatcar', 'microos')}`,
    ).replace('  n1:\n', '  n1:\n    arch: arm64\n'),
    'install-of-os nomad.install.method',
    'install-architectures nomad.install.method',
    early,
  ],
  [
    changed('1.11.3', '1.5.0')
      .replace('  network: clients\n', '  network: clients\n  nodePool: gpu\n')
      .replace('  n1:\n', '  n1:\n    client: { nodePool: big }\n'),
    'setting-version client.nodePool',
    'setting-version machines.n1.client.nodePool',
  ],
];

const nested = 'wide: { subnet: 10.0.0.0/8 }\n  narrow: { subnet: 10.1.0.0/16 }\n  far: { subnet: 10.200.0.0/16 }\n  ';
several.push([
  changed('servers: {', `${nested}servers: {`),
  ...['narrow', 'far', 'servers', 'clients'].map((network) => `subnet-overlap networks.${network}.subnet`),
]);

const tables = {
  provisions,
  ...{ text, shape, names, ranges, nomad, networks, interfaces },
  ...{ agents, ofMachines, routes, settings, knownKeys, extras, targets, platformNetworks },
  ...{ installations, downloads },
};

/** Which settings of `config` have a word follows from rows, which grow: only cases of that notice are about it. */
function complaintsBut(expected: readonly string[], description: string): readonly string[] {
  const isAboutWords = (one: string) => one.startsWith('config-has-word ');
  const all = complaints(description);
  return expected.some(isAboutWords) ? all : all.filter((one) => !isAboutWords(one));
}

for (const [name, cases] of Object.entries(tables)) {
  test(`${name}: each mistake gets its own answer at its own place, and no other`, () => {
    for (const [from, to, ...expected] of cases) {
      const description = from === sound ? to : changed(from, to);
      assert.equal(complaintsBut(expected, description), expected, `${from} -> ${to.slice(0, 200)}`);
    }
  });
}

test('mistakes of several machines are all named', () => {
  for (const [description, ...expected] of several) assert.equal(complaints(description), expected);
});

test('every code of the catalogue is said to somebody', () => {
  const said = new Set(Object.values(tables).flatMap((cases) => cases.flatMap(([, , ...expected]) => expected)));
  for (const [, ...expected] of several) for (const one of expected) said.add(one);
  const codes = new Set([...said].map((one) => one.split(' ')[0]));
  const elsewhere = new Set<DiagnosticCode>([
    'yaml-alias-expansion',
    'not-plain-data',
    'more-problems',
    'nomad-lacks-fixes',
    'nomad-line-ended',
    'config-unread-key',
  ]);
  const isElsewhere = (code: DiagnosticCode) =>
    elsewhere.has(code) || /^(secrets|authority|bundle|certificate)-/.test(code);
  const silent = diagnosticCodes.filter((code) => !codes.has(code) && !isElsewhere(code));
  assert.equal(silent, []);
});

test('all problems are named at once, in the order of the text', () => {
  const description = changed('name: demo', 'nmae: demo')
    .replace('1.11.3', '0.9.0')
    .replace('10.10.0.11', '10.20.0.99')
    .replace('"52:54:00:10:00:02"', '525400100002')
    .replace('  n3:', '  n_3:');
  assert.equal(complaints(description), [
    'unknown-key nmae',
    'nomad-version nomad.version',
    'address-outside-subnet machines.n1.interfaces[0].address',
    'mac-number machines.n2.interfaces[0].mac',
    'hostname machines.n_3',
  ]);
});

test('what is damaged is not complained about a second time', () => {
  assert.equal(complaints(changed('  servers: { subnet: 10.10.0.0/24 }', '  servers: 5')), [
    'wrong-type networks.servers',
  ]);
  assert.equal(complaints(changed('  servers: { subnet', '  servers: { subnt')), [
    'unknown-key networks.servers.subnt',
  ]);
  assert.equal(complaints(changed('{ network: servers, mac', '{ netwrok: servers, mac')), [
    'unknown-key machines.n1.interfaces[0].netwrok',
  ]);
  assert.equal(complaints(changed('  n3:\n', '  n3:\n    roles: [sever]\n')), ['not-one-of machines.n3.roles[0]']);
  assert.equal(complaints(`${sound.slice(0, sound.indexOf('  n3:'))}  n3: 5\n`), ['wrong-type machines.n3']);
});

test('only an error withholds the cluster', () => {
  const warned = loadCluster(changed(sound.slice(sound.indexOf('  n2:')), ''));
  assert.equal(listed(warned), ['single-server machines']);
  assert.ok(warned.cluster);
  assert.is(loadCluster(changed('1.11.3', '0.9.0')).cluster, undefined);
});

test('a problem names the first of two places as well', () => {
  const [problem] = loadCluster(changed('address: 10.10.0.12', 'address: 10.10.0.11')).diagnostics;
  assert.is(problem?.position?.line, 18);
  assert.is(problem?.first?.position?.line, 14);
  const [twice] = loadCluster(changed('  n3:\n', '  n2:\n')).diagnostics;
  assert.equal([twice?.first?.position?.line, twice?.position?.line], [16, 20]);
});

test('a key is not missing where a mistyped one was meant to be it', () => {
  assert.equal(complaints(changed('name: demo', 'foo: demo')), ['missing-key name', 'unknown-key foo']);
  assert.equal(complaints(changed('name: demo', 'nome: demo')), ['unknown-key nome']);
});

test('a value without text is judged alike, without positions', () => {
  const { diagnostics } = resolveCluster({
    name: 'demo',
    nomad: { version: '9' },
    networks: {},
    server: { network: 'a' },
  });
  assert.equal(listed({ diagnostics }), [
    'missing-key client',
    'missing-key machines',
    'nothing-given networks',
    'nomad-version nomad.version',
  ]);
  assert.ok(diagnostics.every(({ position }) => position === undefined));
});

test('what is not plain data is named and never touched', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic['a'] = cyclic;
  const odd: readonly unknown[] = [
    () => 1,
    Symbol('a'),
    10n,
    new Date(0),
    new Map(),
    Number.NaN,
    cyclic,
    undefined,
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('no');
        },
      },
    ),
  ];
  for (const value of odd) {
    const inside = resolveCluster({ name: value });
    assert.is(inside.cluster, undefined);
    assert.ok(
      value === undefined || inside.diagnostics.some(({ code }) => code === 'not-plain-data'),
      String(typeof value),
    );
  }
  assert.equal(listed(resolveCluster(JSON.parse('{"__proto__": {"name": "x"}}'))).slice(0, 1), [
    'reserved-key __proto__',
  ]);
});

test('of very many problems the first thousand are listed, and the rest is counted', () => {
  const many = changed('', Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join('\n'));
  const { diagnostics } = loadCluster(many);
  assert.is(diagnostics.length, 1001);
  assert.is(diagnostics.at(-1)?.code, 'more-problems');
  assert.match(diagnostics.at(-1)?.message ?? '', '4000');
});

test('nothing follows from what a merge key would have brought', () => {
  assert.equal(complaints(`${sound.replace('  n3:\n', '  n3: &n3\n')}  n4: { <<: *n3, instance: 2 }\n`), [
    'yaml-merge-key machines.n4["<<"]',
  ]);
});

test('what is true of many machines is one warning, which stops nothing and hides no error', () => {
  const lost = (index: number) =>
    `  lost${index}: { roles: [client], interfaces: [{ network: clients, address: 10.20.${index >> 8}.${index & 255} }] }`;
  const wide = sound.replace('10.20.0.0/24', '10.20.0.0/16');
  const many = `${wide}${Array.from({ length: 1500 }, (_, index) => lost(index + 300)).join('\n')}\n`;
  const warned = loadCluster(many);
  assert.is(warned.cluster?.machines.length, 1503);
  assert.equal(listed(warned), ['client-without-route machines.lost300.interfaces']);
  assert.match(
    warned.diagnostics[0]?.message ?? '',
    'from machines lost300, lost301, lost302, lost303, lost304, lost305, lost306 and 1493 more to servers,',
  );
  const refused = loadCluster(
    `${many}  late: { roles: [client], interfaces: [{ network: clinets, address: 10.20.255.1 }] }\n`,
  );
  assert.is(refused.cluster, undefined);
  assert.equal(
    refused.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    ['unknown-network'],
  );
});

test('a docker setting that many machines have is one warning, at the first of them', () => {
  const mounts = 'client: { config: { plugin: { docker: { config: { volumes: { enabled: true } } } } } }';
  const withDocker = changed('  network: clients\n', '  network: clients\n  drivers: [docker]\n');
  const workers = ['"w[1-9]"', 'x1', 'x2'].map((name) => {
    return `  ${name}: { roles: [client], ${mounts}, interfaces: [{ network: clients }] }\n`;
  });
  assert.equal(complaints(withDocker + workers.join('')), [
    'docker-hands-out-machine machines.w1.client.config.plugin.docker.config.volumes.enabled',
  ]);
});

test('aliases that multiply are stopped before they cost anything', () => {
  const levels = 'bcdefghij'.split('').map((name, index) => {
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[index]}`).join(', ')}]`;
  });
  const { diagnostics } = loadCluster(`a: &a [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`);
  assert.ok(diagnostics.some(({ code, position }) => code === 'yaml-alias-expansion' && position?.line === 6));
});

test('a secret setting is answered with a way that keeps it secret', () => {
  const mendOf = (config: string) => {
    const network = '  network: servers\n';
    const { diagnostics } = loadCluster(changed(network, `${network}  config: { ${config} }\n`));
    return diagnostics.find(({ code }) => code === 'config-secret')?.mend ?? '';
  };
  assert.match(mendOf('consul: { token: abc }'), /CONSUL_HTTP_TOKEN=….* EnvironmentFile= .*nomad-server\.service/);
  assert.match(mendOf('acl: { replication_token: abc }'), 'LoadCredential=own.json:/var/lib/own/server.json');
  assert.match(mendOf('server: { encrypt: abc }'), 'gossipKey');
  const said = JSON.stringify(
    loadCluster(
      changed(
        '  network: servers\n',
        '  network: server\n  config: { server: { Encrypt: c2VjcmV0, "ſ": [{ a_token: [c2VjcmV0] }] }, client: { intro_token: c2VjcmV0 } }\n',
      ),
    ),
  );
  assert.not.match(said, 'c2VjcmV0');
});

test('a secret that was put into the description is shown by no problem', () => {
  const description = changed(
    '  network: servers\n',
    '  network: server\n  config: { bind_addr: 0.0.0.0, server: { encrypt: "c2VjcmV0c2VjcmV0" } }\n',
  ).concat('users: { name: a, sshAuthorizedKeys: "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1r" }\n');
  const said = JSON.stringify(loadCluster(description));
  assert.match(said, 'config-secret');
  assert.not.match(said, 'c2VjcmV0');
  assert.not.match(said, 'b3BlbnNz');
  const inList = changed(
    '',
    'users: [{ name: a, sshAuthorizedKeys: "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1r" }]',
  );
  assert.not.match(JSON.stringify(loadCluster(inList)), 'b3BlbnNz');
  const pasted = changed('', 'users: [{ name: a, sshAuthorizedKeys: ["-----BEGIN PRIVATE KEY----- b3BlbnNzaC1r"] }]');
  assert.not.match(JSON.stringify(loadCluster(pasted)), 'b3BlbnNz');
  assert.match(loadCluster(pasted).diagnostics[0]?.message ?? '', 'received a private key');
});

test.run();
