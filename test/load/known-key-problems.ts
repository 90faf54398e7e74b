/** Settings of `config` that Nomad does not know, or not in the version that the description names, or cannot read. */

import type { Case } from './descriptions.ts';

const network = '  network: clients\n';
const withConfig = (config: string): [string, string] => [network, `${network}  config: { ${config} }\n`];

/** The sound description, up to the configuration of its clients, with another version of Nomad. */
const inVersion = (version: string, config: string): [string, string] => [
  '1.11.3\nnetworks:\n  servers: { subnet: 10.10.0.0/24 }\n  clients: { subnet: 10.20.0.0/24 }\nserver:\n  network: servers\nclient:\n  network: clients\n',
  `${version}\nnetworks:\n  servers: { subnet: 10.10.0.0/24 }\n  clients: { subnet: 10.20.0.0/24 }\nserver:\n  network: servers\nclient:\n  network: clients\n  config: { ${config} }\n`,
];

export const knownKeys: readonly Case[] = [
  // Keys that no release knows: at the top, in a block, in lists, below a name of one's own, in a driver that is built in.
  ...[
    ['cliet: { gc_max_allocs: 5 }', '.cliet'],
    ['client: { hostvolume: { a: { path: /srv } } }', '.client.hostvolume'],
    ['client: { host_volume: { a: { paht: /srv } } }', '.client.host_volume.a.paht'],
    ['client: { host_volume: [{ a: [{ paht: /srv }] }] }', '.client.host_volume[0].a[0].paht'],
    ['gc_interval: 5m', '.gc_interval'],
    ['consul: { adress: "127.0.0.1:8500" }', '.consul.adress'],
    ['consul: [{}, { adress: "127.0.0.1:8500" }]', '.consul[1].adress'],
    ['ui: { label: { colour: red } }', '.ui.label.colour'],
    ['limits: { http_max_conns: 5 }', '.limits.http_max_conns'],
    ['plugin: { docker: { config: { volume: { enabled: false } } } }', '.plugin.docker.config.volume'],
    ['plugin: [{ exec: [{ config: [{ allow_cap: [] }] }] }]', '.plugin[0].exec[0].config[0].allow_cap'],
    ['plugin: { java: { configuration: {} } }', '.plugin.java.configuration'],
  ].map(([config = '', path]): Case => [...withConfig(config), `config-unknown-key client.config${path}`]),
  [
    ...withConfig('client: { host_volume: { a: { Path: / } } }'),
    'config-case client.config.client.host_volume.a.Path',
    'config-exposes-secrets client.config.client.host_volume.a.Path',
  ],
  // Values that Nomad cannot read.
  ...[
    ['enable_debug: 5', '.enable_debug'],
    ['enable_debug: "yes"', '.enable_debug'],
    ['client: { gc_max_allocs: many }', '.client.gc_max_allocs'],
    ['client: { gc_max_allocs: 1.5 }', '.client.gc_max_allocs'],
    ['client: { gc_max_allocs: [5] }', '.client.gc_max_allocs'],
    ['client: { gc_max_allocs: null }', '.client.gc_max_allocs'],
    ['client: { gc_disk_usage_threshold: "80" }', '.client.gc_disk_usage_threshold'],
    ['client: { gc_interval: 300 }', '.client.gc_interval'],
    ['client: { gc_interval: 1d }', '.client.gc_interval'],
    ['client: { artifact: { http_max_size: large } }', '.client.artifact.http_max_size'],
    ['client: { cni_path: [/opt/cni/bin] }', '.client.cni_path'],
    ['client: { host_volume: /srv }', '.client.host_volume'],
    ['client: { host_volume: { a: /srv } }', '.client.host_volume.a'],
    ['client: { artifact: true }', '.client.artifact'],
    ['telemetry: { prefix_filter: nomad }', '.telemetry.prefix_filter'],
    ['http_api_response_headers: { a: { b: c } }', '.http_api_response_headers'],
    ['consul: []', '.consul'],
    ['plugin: { docker: { config: { allow_caps: chown } } }', '.plugin.docker.config.allow_caps'],
    ['plugin: { docker: { config: { volumes: { enabled: maybe } } } }', '.plugin.docker.config.volumes.enabled'],
  ].map(([config = '', path]): Case => [...withConfig(config), `wrong-type client.config${path}`]),
  // Values as Nomad reads them, in the forms that it knows.
  ...[
    'enable_debug: "true", log_rotate_bytes: "1024", log_rotate_duration: 24h30m, syslog_facility: 5',
    'client: { bridge_network_hairpin_mode: "true", users: { dynamic_user_min: 80000 } }',
    'client: { artifact: { http_max_size: 1.5 GB, decompression_size_limit: 100 } }',
    'client: { host_volume: [{ a: [{ path: /srv }] }, { b: { path: /mnt, read_only: true } }] }',
    'consul: [{ name: default }, { name: other, tags: [a, 5] }]',
    'keyring: { awskms: { active: true, region: us-east-1, kms_key_id: alias/nomad } }',
    'plugin: { docker: { args: [a], config: { gc: { image_delay: 1h }, extra_labels: ["*"] } } }',
    'http_api_response_headers: { Access-Control-Allow-Origin: "*" }',
  ].map((config): Case => withConfig(config)),
  // What a version does not know yet, or any more; what was brought into older lines; what is newer than the table.
  [...inVersion('1.5.17', 'client: { node_max_allocs: 5 }'), 'setting-version client.config.client.node_max_allocs'],
  [
    ...inVersion('1.11.3', 'client: { default_ineligible: true }'),
    'setting-version client.config.client.default_ineligible',
  ],
  [
    ...inVersion('1.11.3', 'vault: { allow_unauthenticated: true }'),
    'setting-version client.config.vault.allow_unauthenticated',
  ],
  inVersion('1.9.7', 'vault: { allow_unauthenticated: true }'),
  [...inVersion('1.4.4', 'consul: { grpc_ca_file: /a }'), 'setting-version client.config.consul.grpc_ca_file'],
  inVersion('1.4.5', 'consul: { grpc_ca_file: /a }'),
  [
    ...inVersion('1.7.7', 'plugin: { raw_exec: { config: { denied_envvars: [A] } } }'),
    'setting-version client.config.plugin.raw_exec.config.denied_envvars',
  ],
  [
    ...withConfig('plugin: { nomad-driver-podman: { args: a } }'),
    'plugin-unchecked client.config.plugin.nomad-driver-podman',
    'wrong-type client.config.plugin.nomad-driver-podman.args',
  ],
  // Consul and Vault by the words of the description: no secret is one of them.
  [
    network,
    `${network}  consul: { address: "127.0.0.1:8500", tags: [eu], serviceIdentity: { audience: [consul.io], ttl: 1h } }\n`,
  ],
  [network, `${network}  consul: { token: abc }\n`, 'config-secret client.consul.token'],
  [network, `${network}  vault: { token: hvs.abc }\n`, 'config-secret client.vault.token'],
  [network, `${network}  consul: { auth: "user:abc" }\n`, 'config-secret client.consul.auth'],
  [network, `${network}  consul: { address: "https://me:abc@example.org" }\n`, 'config-secret client.consul.address'],
  [network, `${network}  vault: { adress: "https://vault.example" }\n`, 'unknown-key client.vault.adress'],
  [network, `${network}  vault: { taskTokenTtl: 72h }\n`, 'setting-version client.vault.taskTokenTtl'],
  [
    ...inVersion('1.5.17', '}\n  vault: { defaultIdentity: { ttl: 1h } '),
    'setting-version client.vault.defaultIdentity.ttl',
  ],
  // A plugin of somebody else, once for all machines; words of the description.
  [
    ...withConfig('plugin: { nomad-driver-podman: { config: { Anything: { goes: [1] } } } }'),
    'plugin-unchecked client.config.plugin.nomad-driver-podman',
  ],
  [...withConfig('client: { node_class: a, meta: { rack: b } }'), 'config-has-word client.config.client.node_class'],
];
