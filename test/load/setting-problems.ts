/** Mistakes in `server.config` and `client.config`, and what is said about each. */

import type { Case } from './descriptions.ts';

export const settings: readonly Case[] = [
  ...[
    ['server', 'bind_addr: 0.0.0.0', 'bind_addr'],
    ['server', 'addresses: { http: 0.0.0.0 }', 'addresses'],
    ['server', 'advertise: {}', 'advertise'],
    ['server', 'ports: {}', 'ports'],
    ['server', 'tls: { http: false }', 'tls'],
    ['server', 'acl: { enabled: false }', 'acl.enabled'],
    ['server', 'data_dir: /tmp', 'data_dir'],
    ['server', 'region: other', 'region'],
    ['server', 'datacenter: other', 'datacenter'],
    ['server', 'name: other', 'name'],
    ['server', 'client: { enabled: true }', 'client'],
    ['server', 'server: { enabled: false }', 'server.enabled'],
    ['server', 'server: { bootstrap_expect: 1 }', 'server.bootstrap_expect'],
    ['server', 'server: { retry_join: [] }', 'server.retry_join'],
    ['server', 'server: { server_join: {} }', 'server.server_join'],
    ['server', 'server: { raft_protocol: 2 }', 'server.raft_protocol'],
    ['server', 'server: { retry_max: 3 }', 'server.retry_max'],
    ['server', 'server: { Retry_Interval: 9s }', 'server.Retry_Interval'],
    ['server', 'telemetry: { collection_interval: 60s }', 'telemetry.collection_interval'],
    ['server', 'leave_on_terminate: true', 'leave_on_terminate'],
    ['server', 'leave_on_interrupt: "1"', 'leave_on_interrupt'],
    ['client', 'client: { drain_on_shutdown: { deadline: 1h } }', 'client.drain_on_shutdown'],
    ['client', 'client: { state_dir: /srv/a }', 'client.state_dir'],
    ['client', 'client: { alloc_dir: /srv/a }', 'client.alloc_dir'],
    ['client', 'client: { alloc_mounts_dir: /srv/a }', 'client.alloc_mounts_dir'],
    ['client', 'client: { network_interface: eth0 }', 'client.network_interface'],
    ['client', 'plugin: { raw_exec: { config: { enabled: false } } }', 'plugin.raw_exec.config.enabled'],
    ['client', 'plugin: [{ raw_exec: [{ config: [{ enabled: true }] }] }]', 'plugin[0].raw_exec[0].config[0].enabled'],
    ['client', 'server: { enabled: true }', 'server'],
    ['client', 'client: { servers: [] }', 'client.servers'],
    ['client', 'client: { server_join: {} }', 'client.server_join'],
    ['client', 'TLS: { http: false }', 'TLS'],
  ].map(([role = '', config, path = '']): Case => {
    const network = `  network: ${role}s\n`;
    return [network, `${network}  config: { ${config} }\n`, `config-invariant ${role}.config.${path}`];
  }),
  [
    '  network: clients\n',
    '  network: clients\n  config: { client: { options: { driver.allowlist: docker } } }\n',
    'config-invariant client.config.client.options["driver.allowlist"]',
  ],
  [
    '  network: clients\n',
    '  network: clients\n  config: { client: { options: { driver.raw_exec.enable: "1" } } }\n',
    'config-invariant client.config.client.options["driver.raw_exec.enable"]',
  ],
  ...(
    [
      ['plugin: { docker: { config: { allow_privileged: true } } }', '.plugin.docker.config.allow_privileged'],
      [
        'plugin: [{ docker: [{ config: [{ volumes: [{ enabled: "true" }] }] }] }]',
        '.plugin[0].docker[0].config[0].volumes[0].enabled',
      ],
      ['client: { options: { docker.privileged.enabled: 1 } }', '.client.options["docker.privileged.enabled"]'],
      ['client: { options: { docker.volumes.enabled: T } }', '.client.options["docker.volumes.enabled"]'],
      ['plugin: { docker: { config: { allow_privileged: false, volumes: { enabled: false } } } }', undefined],
    ] as const
  ).flatMap(([config, path]): Case[] => {
    const network = '  network: clients\n';
    const withDrivers = (drivers: string) => `${network}  drivers: [${drivers}]\n  config: { ${config} }\n`;
    const told = path === undefined ? [] : [`docker-hands-out-machine client.config${path}`];
    return [
      [network, withDrivers('exec, docker'), ...told],
      [network, withDrivers('exec')],
    ];
  }),
  [
    '  n1:\n',
    '  n1:\n    server: { config: { bind_addr: 0.0.0.0 } }\n',
    'config-invariant machines.n1.server.config.bind_addr',
  ],
  [
    '  network: servers\n',
    '  network: servers\n  config: { server: { encrypt: aaaa } }\n',
    'config-secret server.config.server.encrypt',
  ],
  [
    '  network: servers\n',
    '  network: servers\n  config: { server: [{ encrypt: aaaa }] }\n',
    'config-block server.config.server',
    'config-secret server.config.server[0].encrypt',
  ],
  [
    '  network: servers\n',
    '  network: servers\n  config: { Server: { enabled_schedulers: [service] } }\n',
    'config-case server.config.Server',
  ],
  ...['server: { rejoin_after_leave: true }', 'leave_on_terminate: false', 'consul: { server_auto_join: true }'].map(
    (config): Case => ['  network: servers\n', `  network: servers\n  config: { ${config} }\n`],
  ),
  ...[
    ['"\u017ferver": { enabled: true }', '["\u017ferver"]'],
    ['"\u212Aey": 1', '["\u212Aey"]'],
    ['"server ": { enabled: true }', '["server "]'],
    ['"client\\0": { enabled: true }', '["client\\u0000"]'],
    ['client: { "server\u017f": [] }', '.client["server\u017f"]'],
    ['client: { reserved: { "": 1 } }', '.client.reserved[""]'],
    ['client: { host_volume: { "a b": { "p ath": /srv } } }', '.client.host_volume["a b"]["p ath"]'],
    ['consul: [{ "toke\u017f": x }]', '.consul[0]["toke\u017f"]'],
  ].map(([config = '', path = '']): Case => {
    const network = '  network: clients\n';
    return [network, `${network}  config: { ${config} }\n`, `config-key client.config${path}`];
  }),
  ...['client: { chroot_env: { "/a b": /c }, host_network: { "ö": { cidr: 10.0.0.0/8 } }, options: { "x y": z } }'].map(
    (config): Case => ['  network: clients\n', `  network: clients\n  config: { ${config} }\n`],
  ),
  ...[
    ['vault: { token: hvs.abc }', 'vault.token'],
    ['vault: [{ name: a }, { Token: hvs.abc }]', 'vault[1].Token'],
    ['consul: { token: abc }', 'consul.token'],
    ['consul: { auth: "user:abc" }', 'consul.auth'],
    ['acl: { replication_token: abc }', 'acl.replication_token'],
    ['client: { intro_token: abc }', 'client.intro_token'],
    ['client: { options: { DB_PASSWORD: abc } }', 'client.options.DB_PASSWORD'],
    ['telemetry: { circonus_api_token: [abc] }', 'telemetry.circonus_api_token'],
    ['keyring: { awskms: { secret_key: wJalr } }', 'keyring.awskms.secret_key'],
    ['keyring: { awskms: { access_key: AKIA } }', 'keyring.awskms.access_key'],
    ['client: { options: { k: "-----BEGIN EC PRIVATE KEY-----" } }', 'client.options.k'],
    ['telemetry: { circonus_submission_url: "https://me:abc@example.org/" }', 'telemetry.circonus_submission_url'],
  ].map(([config = '', path = '']): Case => {
    const network = '  network: clients\n';
    return [network, `${network}  config: { ${config} }\n`, `config-secret client.config.${path}`];
  }),
  ...[
    [
      'plugin: { podman: { config: { auth: { password: 1234 } } } }',
      'plugin-unchecked',
      'plugin.podman',
      '.config.auth.password',
    ],
    ['sink: [[{ api_key: abc }]]', 'config-unknown-key', 'sink', '[0][0].api_key'],
    ['ssh: { passphrase: abc }', 'config-unknown-key', 'ssh', '.passphrase'],
  ].map(([config = '', code = '', path = '', secret = '']): Case => {
    const network = '  network: clients\n';
    const at = `client.config.${path}`;
    return [network, `${network}  config: { ${config} }\n`, `${code} ${at}`, `config-secret ${at}${secret}`];
  }),
  ...[
    ['memory: 1536.5', 'memory'],
    ['memory: "2048"', 'memory'],
    ['disk: -1', 'disk'],
    ['reserved_ports: null', 'reserved_ports'],
    ['reserved_ports: {}', 'reserved_ports'],
    ['reserved_ports: ""', 'reserved_ports'],
    ['reserved_ports: "9100,"', 'reserved_ports'],
  ].map(([given, key]): Case => {
    const network = '  network: clients\n';
    const config = `client: { reserved: { ${given} } }`;
    return [network, `${network}  config: { ${config} }\n`, `wrong-form client.config.client.reserved.${key}`];
  }),
  [
    '  network: clients\n',
    '  network: clients\n  config: { client: { reserved: { memory: 2048, disk: 0, reserved_ports: "9100,8000-8010" } } }\n',
    'config-has-word client.config.client.reserved.memory',
  ],
  [
    '  n1:\n',
    '  n1:\n    server: { config: { vault: { token: abc } } }\n',
    'config-secret machines.n1.server.config.vault.token',
  ],
  [
    '  network: clients\n',
    '  network: clients\n  config: { client: { host_volume: { secret: { path: /srv } }, options: { no_token: false } }, vault: { token: "" }, acl: { token_ttl: 1h } }\n',
  ],
  ...[
    'docker',
    '[docker]',
    '{ docker: a }',
    '{ docker: { config: true } }',
    '[{ docker: [{}, {}] }]',
    '[{ docker: [{ config: [{}, {}] }] }]',
  ].map(
    (plugin): Case => [
      '  network: clients\n',
      `  network: clients\n  config: { plugin: ${plugin} }\n`,
      'config-plugin client.config.plugin',
    ],
  ),
  ...[
    '{ docker: { config: { volumes: { enabled: true } } } }',
    '[{ docker: [{ config: [{ allow_runtimes: [runc] }] }] }]',
    '{}',
  ].map((plugin): Case => ['  network: clients\n', `  network: clients\n  config: { plugin: ${plugin} }\n`]),
  ...[
    ...[
      '/',
      '/var',
      '/var/lib/',
      '/var/lib/nomad-firstboot/secrets',
      '/var/lib/nomad-server',
      '/var/lib/nomad-client/a',
    ],
    ...['/var/lib/../lib/nomad-firstboot', '/var/run/credentials', '/run', '/etc', '/proc/1/root', '/var/lib/cloud'],
  ].flatMap((folder) =>
    [
      [`{ a: { path: ${folder} } }`, '.a.path'],
      [`[{ b: { path: /srv } }, { a: [{ read_only: true, path: ${folder} }] }]`, '[1].a[0].path'],
    ].map(
      ([volume = '', path = '']): Case => [
        '  network: clients\n',
        `  network: clients\n  config: { client: { host_volume: ${volume} } }\n`,
        `config-exposes-secrets client.config.client.host_volume${path}`,
      ],
    ),
  ),
  [
    '  network: clients\n',
    '  network: clients\n  config: { client: { host_volume: { a: { path: /var/lib/nomad-firstboots }, b: { path: /srv }, sys: { path: /sys } } } }\n',
  ],
  ...[
    '/etc',
    '/etc/',
    '//etc/.',
    '/',
    '/var',
    '/etc/ssl/..',
    '/var/lib/nomad-firstboot/secrets',
    '/etc/nomad-client.d/agent.json',
    '/var/run',
    '/var/run/credentials/nomad-server.service',
    '/proc',
    '/proc/self',
    '/sys',
  ].map(
    (folder): Case => [
      '  network: clients\n',
      `  network: clients\n  config: { client: { chroot_env: { "${folder}": /x } } }\n`,
      `config-exposes-secrets client.config.client.chroot_env["${folder}"]`,
    ],
  ),
  [
    '  network: clients\n',
    '  network: clients\n  config: { client: { chroot_env: { /etc/ssl: /etc/ssl, /usr: /usr }, host_network: { Rack: { cidr: 10.0.0.0/8 } }, options: { user.denylist: "" } }, leave_on_terminate: true }\n',
  ],
];
