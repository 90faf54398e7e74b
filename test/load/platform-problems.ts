/** Mistakes about networks that the platform makes, what it has to be told, and what it ignores. */

import type { Case } from './descriptions.ts';

const on = (platform: string) => `target: { platform: ${platform} }`;

/** The sound description's three machines on a platform that gives the addresses it is told, with their MACs. */
const told = ['addresses-to-tell machines.n1.interfaces', 'ignored-by-platform machines.n1.interfaces[0].mac'];

const [servers, clients] = ['  servers: { subnet: 10.10.0.0/24 }', '  clients: { subnet: 10.20.0.0/24 }'];

export const platformNetworks: readonly Case[] = [
  ...['nocloud', 'libvirt', 'proxmox', 'vmware'].map((platform): Case => ['', on(platform)]),
  ...['ec2', 'azure'].map((platform): Case => ['', on(platform), ...told]),
  // The port has the MAC, too, and Ignition is told the network by the bundle.
  ['', on('openstack'), 'addresses-to-tell machines.n1.interfaces'],
  ['', 'target: { platform: openstack, format: ignition, os: flatcar }'],
  // A card that the bundle brings up is found by its MAC.
  ['', on('gcp'), ...told],
  ['', on('hetzner'), 'addresses-to-tell machines.n1.interfaces'],
  ['', 'target: { platform: ec2, format: ignition, os: flatcar }', ...told],
  // Servers and clients in one network: all that such a platform has.
  ...['digitalocean', 'vultr'].map((platform): Case => {
    const client = `roles: [client], target: { platform: ${platform} }`;
    return ['', `  n4: { ${client}, interfaces: [{ network: clients }] }`];
  }),
  [
    '',
    '  n4: { roles: [client], target: { platform: digitalocean }, interfaces: [{ network: servers }, { network: clients }] }',
    'platform-network-count machines.n4.interfaces',
  ],
  [
    '',
    '  n4: { roles: [client], target: { platform: vultr }, interfaces: [{ network: clients, address: 10.20.0.14 }] }',
    'address-chosen-by-platform machines.n4.interfaces[0]',
  ],
  [
    '  n3:\n',
    '  n3:\n    target: { platform: vultr }\n',
    'server-on-choosing-platform machines.n3.interfaces',
    'ignored-by-platform machines.n3.interfaces[0].mac',
  ],
  [
    '',
    '  n4: { target: { platform: vultr }, interfaces: [{ network: servers }, { network: clients }] }',
    'even-servers machines',
    'server-on-choosing-platform machines.n4.interfaces',
  ],
  // What platforms keep for themselves.
  ...(
    [
      ['ec2', '10.10.0.3', true],
      ['ec2', '10.10.0.4', false],
      ['ec2', '10.10.0.254', false],
      ['azure', '10.10.0.2', true],
      ['oci', '10.10.0.1', true],
      ['oci', '10.10.0.2', false],
    ] as const
  ).map(([platform, address, isReserved]): Case => {
    const target = `    target: { platform: ${platform} }\n`;
    const interfaces = `    interfaces: [{ network: servers, address: ${address} }]\n`;
    return [
      '  n1:\n',
      `  n0:\n    roles: [server]\n${target}${interfaces}  n1:\n`,
      'even-servers machines',
      'addresses-to-tell machines.n0.interfaces',
      ...(isReserved ? ['address-of-platform machines.n0.interfaces[0]'] : []),
    ];
  }),
  [
    '  n1:\n',
    '  n0: { roles: [client], target: { platform: gcp }, interfaces: [{ network: clients, address: 10.20.0.254 }] }\n  n1:\n',
    'addresses-to-tell machines.n0.interfaces',
    'address-of-platform machines.n0.interfaces[0]',
  ],
];

/** Descriptions in which several things are changed at once. */
export const severalOnPlatforms: readonly (readonly [changes: readonly (readonly [string, string])[], ...string[]])[] =
  [
    [
      [
        [servers, '  servers: { subnet: 172.31.0.0/16 }'],
        [clients, '  clients: { subnet: 192.0.2.0/24 }'],
        ['10.10.0.11', '172.31.1.1'],
        ['10.10.0.12', '172.31.0.12'],
        ['10.10.0.13', '172.31.0.13'],
        ['10.20.0.11', '192.0.2.11'],
        ['10.20.0.12', '192.0.2.12'],
        ['10.20.0.13', '192.0.2.13'],
        ['name: demo', `name: demo\n${on('hetzner')}`],
      ],
      'subnet-not-of-platform networks.clients',
      'addresses-to-tell machines.n1.interfaces',
      'address-of-platform machines.n1.interfaces[0]',
    ],
    [
      [
        [servers, '  servers: { subnet: 10.10.0.0/24, gateway: 10.10.0.9, nameservers: [10.10.0.2], mtu: 1400 }'],
        [clients, '  clients: { subnet: 10.20.0.0/24, gateways: [10.20.0.9] }'],
        ['mac: "52:54:00:10:00:01"', 'name: ens5'],
        ['name: demo', `name: demo\n${on('ec2')}`],
      ],
      'ignored-by-platform networks.servers.gateway',
      'ignored-by-platform networks.servers.nameservers',
      'ignored-by-platform networks.servers.mtu',
      'addresses-to-tell machines.n1.interfaces',
      'ignored-by-platform machines.n1.interfaces[0].name',
      'ignored-by-platform machines.n1.interfaces[1].mac',
    ],
    [
      [
        ['mac: "52:54:00:20:00:02", ', ''],
        ['name: demo', `name: demo\n${on('scaleway')}`],
      ],
      'addresses-to-tell machines.n1.interfaces',
      'card-unknown machines.n2.interfaces',
    ],
  ];
