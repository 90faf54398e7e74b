/** What a machine's plan promises, whatever the format it is rendered in. */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { type JsonObject, roles } from '../../lib/cluster/vocabulary.ts';
import { agentConfig, filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { firstDocument } from '../../lib/pack/bundle.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { createSecrets } from '../../lib/secrets/secrets.ts';
import type { UnitFile } from '../../lib/systemd/unit-file.ts';
import { systems } from '../../lib/targets/systems.ts';
import { clusterFrom, fixtures, threeMachines } from '../fixtures.ts';

const plan = suite('plan');
const { cluster, secrets, text } = threeMachines();
const plans = [...planMachines(cluster, secrets)];

const withFourthMachine = (roles: string) =>
  clusterFrom(`${text}  n4:
    roles: [${roles}]
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:04", address: 10.10.0.14 }
      - { network: clients, mac: "52:54:00:20:00:04", address: 10.20.0.14 }
`);

const fileOf = (of: MachinePlan, path: string) => filesOf(of).find((file) => file.path === path)?.content ?? '';
const configOf = (of: MachinePlan, role: 'server' | 'client') => agentConfig(of, role) as JsonObject;
const dropIn = ({ shared: { units } }: MachinePlan, unit: string, name: string) =>
  units.find((candidate) => candidate.name === unit)?.dropIns.find((candidate) => candidate.name === name)?.content;
const userData = (of: Cluster) =>
  new Map(
    [...buildBundles(of, secrets)].map((bundle) => [
      bundle.machine,
      Buffer.from(firstDocument(bundle)).toString('utf8'),
    ]),
  );

/** The base64 body of every private key in a plan. */
const privateKeys = (of: MachinePlan) =>
  filesOf(of)
    .filter(({ content }) => content.includes('PRIVATE KEY'))
    .map(({ content }) => content.split('\n')[1] ?? '');

plan('a bundle never holds another machine’s key', () => {
  const bundles = userData(cluster);
  for (const machine of plans) {
    const keys = privateKeys(machine);
    assert.is(keys.length, 2);
    for (const [name, document] of bundles) {
      for (const key of keys)
        assert.is(document.includes(key), name === machine.machine, `${name}, ${machine.machine}`);
    }
  }
});

plan('the authority’s key and the seed are in no bundle', () => {
  const hidden = [secrets.leafSeed, ...secrets.authorities.map(({ privateKey }) => privateKey?.split('\n')[1] ?? '')];
  for (const document of userData(cluster).values()) {
    for (const secret of hidden) assert.ok(secret.length > 40 && !document.includes(secret));
  }
});

plan('the bootstrap token is on every machine with a server, and on no other', () => {
  const withClient = clusterFrom(
    `${text}  n4: { roles: [client], interfaces: [{ network: servers, name: a, address: 10.10.0.14 }, { network: clients, name: b, address: 10.20.0.14 }] }\n`,
  );
  const holders = [...userData(withClient)].filter(([, document]) => document.includes(String(secrets.bootstrapToken)));
  assert.equal(
    holders.map(([name]) => name),
    ['n1', 'n2', 'n3'],
  );
});

plan('no secret stands under /etc, and every secret is for root alone', () => {
  const values = [secrets.gossipKey, String(secrets.bootstrapToken), 'PRIVATE KEY'];
  for (const machine of plans) {
    for (const { path, mode, content, secret } of filesOf(machine)) {
      assert.is(
        values.some((value) => content.includes(value)),
        secret,
        path,
      );
      if (secret) assert.ok(path.startsWith('/var/lib/nomad-firstboot/secrets/') && mode === '0600', path);
    }
    assert.ok(machine.shared.directories.some(({ path, mode }) => path.endsWith('/secrets') && mode === '0700'));
  }
});

plan(
  'an agent’s files have no key in common, for Nomad’s merge loses some, and together they are its configuration',
  () => {
    for (const { clusterFile } of fixtures()) {
      const machines = planMachines(clusterFrom(readFileSync(clusterFile, 'utf8')), secrets);
      for (const machine of machines) {
        for (const [role, file] of [
          ['server', 'server.d'],
          ['client', 'client.d'],
        ] as const) {
          const folder = filesOf(machine).filter(
            ({ path }) => path.startsWith(`/etc/nomad-${file}/`) && path.endsWith('.json'),
          );
          const credential =
            role === 'server' ? filesOf(machine).filter(({ path }) => path.endsWith('/gossip.json')) : [];
          const configs = [...folder, ...credential].map(({ content }) => JSON.parse(content) as JsonObject);
          const whole = agentConfig(machine, role);
          assert.is(configs.length, whole ? (role === 'server' ? 3 : 2) : 0);
          if (!whole) continue;
          const keys = configs.flatMap(keysOf);
          assert.is(new Set(keys).size, keys.length);
          assert.equal([...keysOf(whole), ...(role === 'server' ? ['server.encrypt'] : [])].sort(), keys.sort());
        }
      }
    }
  },
);

/** The keys of all values but blocks, with what leads to them. */
function keysOf(config: JsonObject): string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isBlock ? keysOf(value as JsonObject).map((below) => `${key}.${below}`) : [key];
  });
}

plan('one more client changes no other machine’s bundle', () => {
  const [before, after] = [userData(cluster), userData(withFourthMachine('client'))];
  for (const [name, document] of before) assert.is(after.get(name), document, name);
});

plan('one more server changes every join list', () => {
  const [before, after] = [userData(cluster), userData(withFourthMachine('server'))];
  for (const [name, document] of before) assert.is.not(after.get(name), document, name);
});

plan('a server joins every other server, and a client all of them', () => {
  const [first] = plans;
  const join = (role: 'server' | 'client') =>
    (configOf(first as MachinePlan, role)[role] as { server_join: { retry_join: string[] } }).server_join.retry_join;
  assert.equal(join('server'), ['10.10.0.12:4648', '10.10.0.13:4648']);
  assert.equal(join('client'), ['10.10.0.11:4647', '10.10.0.12:4647', '10.10.0.13:4647']);
});

plan('a single server has nobody to join', () => {
  const alone = clusterFrom(text.slice(0, text.indexOf('  n2:')));
  const [machine] = planMachines(alone, secrets);
  const server = configOf(machine as MachinePlan, 'server')['server'] as JsonObject;
  assert.is(server['bootstrap_expect'], 1);
  assert.not('server_join' in server);
});

plan('an IPv6 address is joined in brackets', () => {
  const sixth = text.replaceAll('10.10.0.0/24', 'fd00:10::/64').replace(/10\.10\.0\.(\d+)/g, '"fd00:10::$1"');
  const [machine] = planMachines(clusterFrom(sixth), secrets);
  const join = (role: 'server' | 'client') =>
    (configOf(machine as MachinePlan, role)[role] as { server_join: { retry_join: string[] } }).server_join.retry_join;
  assert.equal(join('server'), ['[fd00:10::12]:4648', '[fd00:10::13]:4648']);
  assert.is(join('client')[0], '[fd00:10::11]:4647');
});

plan('a revoked bootstrap token is in no bundle, and nothing else changes', () => {
  const revoked = planMachines(cluster, { ...secrets, bootstrapToken: undefined });
  const path = '/var/lib/nomad-firstboot/secrets/bootstrap-token';
  const withoutToken = (of: MachinePlan) => filesOf(of).filter((file) => file.path !== path);
  assert.equal([...revoked].map(filesOf), plans.map(withoutToken));
  assert.ok(plans.some((of) => filesOf(of).some((file) => file.path === path)));
});

plan('every authority is trusted, the one that is named signs, and their order changes nothing', async () => {
  const random = (byteLength: number) => Buffer.alloc(byteLength, 9);
  const newer = await createSecrets({ cluster: 'demo', random, now: new Date(secrets.issuedAt) });
  const [first, second] = [newer.signer, secrets.signer];
  const rolled = { ...secrets, signer: first, authorities: [second, first] };
  const machines = [...planMachines(cluster, rolled)];
  assert.equal([...planMachines(cluster, { ...rolled, authorities: [first, second] })], machines);
  for (const machine of machines) {
    for (const role of roles) {
      const trusted = fileOf(machine, `/etc/nomad-${role}.d/ca.pem`);
      assert.ok([first, second].every(({ certificate }) => trusted.includes(certificate)));
      assert.is(trusted.length, first.certificate.length + second.certificate.length);
      const leaf = new X509Certificate(fileOf(machine, `/etc/nomad-${role}.d/${role}.pem`));
      assert.ok(leaf.verify(new X509Certificate(first.certificate).publicKey));
      assert.not(leaf.verify(new X509Certificate(second.certificate).publicKey));
    }
  }
});

plan('no agent listens on every address', () => {
  for (const machine of plans) {
    for (const { path, content } of filesOf(machine)) assert.not.match(content, /0\.0\.0\.0/, path);
  }
  assert.is(configOf(plans[0] as MachinePlan, 'server')['bind_addr'], '10.10.0.11');
  assert.is(configOf(plans[0] as MachinePlan, 'client')['bind_addr'], '10.20.0.11');
});

plan('without an address the binding goes by the network’s subnet', () => {
  const [, , , dhcp] = planMachines(
    clusterFrom(`${text}  n4:
    roles: [client]
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:04", address: 10.10.0.14 }
      - { network: clients, mac: "52:54:00:20:00:04" }
`),
    secrets,
  );
  const config = configOf(dhcp as MachinePlan, 'client');
  assert.is(config['bind_addr'], '{{ GetAllInterfaces | include "network" "10.20.0.0/24" | attr "address" }}');
  assert.match(fileOf(dhcp as MachinePlan, '/etc/nomad-firstboot/machine'), "CLIENT_PREFIXES='10.20.0.0/24'");
});

plan('the agents’ own ports are kept from tasks', () => {
  const client = configOf(plans[0] as MachinePlan, 'client')['client'] as { reserved: { reserved_ports: string } };
  assert.is(client.reserved.reserved_ports, '22,4646,4647,4648');
});

plan('ports that somebody reserves besides join the agents’ own', () => {
  const own = '  drivers: [exec]\n  config: { client: { reserved: { reserved_ports: "9100", cpu: 100 } } }';
  const [machine] = planMachines(clusterFrom(text.replace('  drivers: [exec]', own)), secrets);
  const client = configOf(machine as MachinePlan, 'client')['client'] as { reserved: object };
  const memory = { memory: 1536, disk: 1024 };
  assert.equal(client.reserved, { ...memory, reserved_ports: '22,4646,4647,4648,9100', cpu: 100 });
});

plan('memory of system and server agent is kept from tasks, as much as the machine’s own settings say', () => {
  const machines = planMachines(
    clusterFrom(`${text
      .replace('  network: servers\n', '  network: servers\n  resources: { memoryMaxMiB: 600 }\n')
      .replace('  drivers: [exec]', '  reserved: { memoryMiB: 300, diskMiB: 2000 }')
      .replace('  n2:\n', '  n2:\n    client: { reserved: { memoryMiB: 400 } }\n')
      .replace('  n3:\n', '  n3:\n    client: { config: { client: { reserved: { memory: 70 } } } }\n')}  n4:
    roles: [client]
    interfaces: [{ network: servers, name: a, address: 10.10.0.14 }, { network: clients, name: b, address: 10.20.0.14 }]
`),
    secrets,
  );
  const said = [...machines].map((machine) => {
    const client = configOf(machine, 'client')['client'] as { reserved: { memory: number; disk: number } };
    const { memory, disk } = client.reserved;
    assert.match(fileOf(machine, '/etc/nomad-firstboot/machine'), `RESERVED_MEMORY_MIB='${memory}'\n`);
    return [memory, disk];
  });
  assert.equal(said, [
    [900, 2000],
    [1000, 2000],
    [70, 2000],
    [300, 2000],
  ]);
});

plan('an interface has the gateway of its own subnet', () => {
  const zones = text
    .replace('{ subnet: 10.20.0.0/24 }', '{ subnets: [10.20.0.0/24, 10.21.0.0/24], gateways: [10.20.0.1, 10.21.0.1] }')
    .replace('10.20.0.12', '10.21.0.12');
  const gateways = [...planMachines(clusterFrom(zones), secrets)].map(({ network }) => network.interfaces[1]?.gateways);
  assert.equal(gateways, [['10.20.0.1'], ['10.21.0.1'], ['10.20.0.1']]);
});

plan('where user-data is served over HTTP, tasks are kept from it, and the client agent waits for that', () => {
  const on = (platform: string, more = '') =>
    [
      ...planMachines(
        clusterFrom(`target: { platform: ${platform} }\n${text.replace('  drivers', `${more}  drivers`)}`),
        secrets,
      ),
    ][0] as MachinePlan;
  const guard = 'nomad-metadata-guard.service';
  const has = (machine: MachinePlan) => machine.shared.units.some(({ name }) => name === guard);
  assert.match(
    JSON.stringify(on('ec2').shared.units.find(({ name }) => name === 'nomad-client.service')),
    `"Requires":"sysinit.target ${guard}"`,
  );
  assert.equal([has(on('ec2')), has(on('nocloud')), has(on('ec2', '  metadataGuard: false\n'))], [true, false, false]);
});

plan('tasks get a few files of /etc, never the whole of it', () => {
  const client = configOf(plans[0] as MachinePlan, 'client')['client'] as { chroot_env: Record<string, string> };
  const sources = Object.keys(client.chroot_env);
  assert.ok(
    sources.includes('/etc/passwd') && !sources.includes('/etc') && !sources.some((path) => /nomad/.test(path)),
  );
  assert.not(sources.some((path) => path.startsWith('/var') || path === '/' || path === '/opt'));
});

plan('a JVM finds its configuration in a task, where java is a driver, and no task finds a private key', () => {
  const sources = (os: string, drivers: string) => {
    const target = { debian: '', 'fedora-coreos': 'target: { format: ignition, os: fedora-coreos }\n' }[os];
    const of = clusterFrom(`${target}${text.replace('[exec]', drivers)}`);
    const [machine] = planMachines(of, secrets);
    const client = configOf(machine as MachinePlan, 'client')['client'] as { chroot_env: Record<string, string> };
    assert.equal(Object.keys(client.chroot_env), Object.values(client.chroot_env));
    return Object.keys(client.chroot_env);
  };
  const jvm = (paths: string[]) => paths.filter((path) => path.includes('java'));
  assert.equal(jvm(sources('debian', '[exec]')), []);
  assert.ok(jvm(sources('debian', '[exec, java]')).includes('/etc/java-17-openjdk'));
  assert.equal(jvm(sources('fedora-coreos', '[java]')), ['/etc/java', '/etc/pki/java']);
  assert.ok(sources('fedora-coreos', '[exec]').includes('/etc/pki/ca-trust/extracted'));
  const around = ['/etc/pki', '/etc/pki/tls', '/etc/ssl'];
  for (const os of ['debian', 'fedora-coreos']) {
    const shown = sources(os, '[exec, java]');
    assert.not(
      shown.some((path) => around.includes(path) || /private|nomad/.test(path)),
      os,
    );
  }
});

plan('the server agent has no capability and its memory is bounded', () => {
  const machine = plans[0] as MachinePlan;
  const capabilities = dropIn(machine, 'nomad-server.service', '10-capabilities.conf');
  const resources = dropIn(machine, 'nomad-server.service', '20-resources.conf');
  assert.equal(capabilities, {
    Service: { CapabilityBoundingSet: '', NoNewPrivileges: true },
  });
  assert.equal(resources, {
    Service: {
      MemoryMax: '1024M',
      MemorySwapMax: 0,
      OOMPolicy: 'kill',
      OOMScoreAdjust: -500,
      Environment: 'GOMEMLIMIT=921MiB',
      TasksMax: 4096,
    },
  });
});

plan('nobody can log in unless the description names them', () => {
  const [machine] = plans as [MachinePlan];
  assert.equal(
    machine.shared.users.map(({ name, system }) => [name, system]),
    [['nomad', true]],
  );
  assert.ok(machine.shared.units.some(({ name, mask }) => name === 'ssh.service' && mask));
  for (const [os, { format, sshUnits }] of Object.entries(systems)) {
    const [elsewhere] = planMachines(
      clusterFrom(text.replace('nomad:', `target: { format: ${format}, os: ${os} }\nnomad:`)),
      secrets,
    );
    const masked = elsewhere?.shared.units.filter(({ mask }) => mask).map(({ name }) => name);
    assert.equal(masked, ['nomad.service', ...sshUnits], os);
    const ofDebian = os === 'debian' || os === 'ubuntu';
    const listening = ofDebian ? ['ssh.service', 'ssh.socket'] : ['sshd.service', 'sshd.socket'];
    for (const name of listening) assert.ok(sshUnits.includes(name), `${os}: ${name}`);
  }
  const [invited] = planMachines(
    clusterFrom(
      text.replace(
        'machines:',
        'users: [{ name: ada, sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q ada"] }]\nmachines:',
      ),
    ),
    secrets,
  );
  assert.ok(invited?.shared.users.some(({ name }) => name === 'ada'));
  assert.equal(
    invited?.shared.units.filter(({ mask }) => mask).map(({ name }) => name),
    ['nomad.service'],
  );
});

plan('only those who ask for it become root', () => {
  const user = (name: string, more = '') =>
    `{ name: ${name}, sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q ${name}"]${more} }`;
  const sudoers = (...users: string[]) => {
    const [machine] = planMachines(
      clusterFrom(text.replace('machines:', `users: [${users.join(', ')}]\nmachines:`)),
      secrets,
    );
    return machine?.shared.files.find(({ path }) => path === '/etc/sudoers.d/nomad-firstboot');
  };
  assert.is(sudoers(user('ada', ', sudo: true'), user('bob'))?.content, 'ada ALL=(ALL:ALL) NOPASSWD: ALL\n');
  assert.is(sudoers(user('bob', ', sudo: false')), undefined);
});

plan('plugins of one’s own join those of the drivers, in the one form that always parses', () => {
  const natural = '{ docker: { config: { volumes: { enabled: true }, allow_caps: [chown] } } }';
  const lists = '[{ docker: [{ config: [{ volumes: [{ selinuxlabel: z }], gc: [{ image: false }] }] }] }]';
  const [first, second] = planMachines(
    clusterFrom(
      text
        .replace('  drivers: [exec]', `  drivers: [exec, raw_exec, docker]\n  config: { plugin: ${natural} }`)
        .replace('  n2:\n', `  n2:\n    client: { config: { plugin: ${lists} } }\n`),
    ),
    secrets,
  );
  const exec = { exec: [{ config: [{ allow_caps: ['net_bind_service'] }] }] };
  const rawExec = { raw_exec: [{ config: [{ enabled: true }] }] };
  assert.equal(configOf(first as MachinePlan, 'client')['plugin'], [
    exec,
    rawExec,
    { docker: [{ config: [{ volumes: [{ enabled: true }], allow_caps: ['chown'] }] }] },
  ]);
  const volumes = [{ enabled: true, selinuxlabel: 'z' }];
  assert.equal(configOf(second as MachinePlan, 'client')['plugin'], [
    exec,
    rawExec,
    { docker: [{ config: [{ volumes, allow_caps: ['chown'], gc: [{ image: false }] }] }] },
  ]);
});

plan('settings of one’s own are merged, a machine’s over the cluster’s', () => {
  const [first, second] = planMachines(
    clusterFrom(
      text
        .replace('  drivers: [exec]', '  drivers: [exec]\n  config: { client: { gc_max_allocs: 60, gc_interval: 2m } }')
        .replace('  n2:\n', '  n2:\n    client: { config: { client: { gc_max_allocs: 5 } } }\n'),
    ),
    secrets,
  );
  const settings = (machine: MachinePlan | undefined) =>
    configOf(machine as MachinePlan, 'client')['client'] as Record<string, string>;
  assert.is(settings(first)['gc_max_allocs'], 60);
  assert.is(settings(second)['gc_max_allocs'], 5);
  assert.is(settings(second)['gc_interval'], '2m');
  assert.is(String(settings(second)['enabled']), 'true');
});

plan('a word for the scheduler leaves Nomad’s other defaults as they are', () => {
  const schedulerOf = (words: string) => {
    const [machine] = planMachines(clusterFrom(text.replace('server:\n', `server:\n${words}`)), secrets);
    return (configOf(machine as MachinePlan, 'server')['server'] as JsonObject)['default_scheduler_config'];
  };
  assert.is(schedulerOf(''), undefined);
  assert.equal(schedulerOf('  defaultSchedulerConfig: { algorithm: spread }\n'), {
    scheduler_algorithm: 'spread',
    preemption_config: { system_scheduler_enabled: true },
  });
  assert.equal(schedulerOf('  defaultSchedulerConfig: { preemption: { system: false, batch: true } }\n'), {
    preemption_config: { system_scheduler_enabled: false, batch_scheduler_enabled: true },
  });
});

plan('a client that drains itself is waited for, leaves before the server beside it, and takes work again', () => {
  const drains = text.replace('  n2:\n', '  n2:\n    client: { drainOnShutdown: { deadline: 90s } }\n');
  const [plain, draining] = planMachines(clusterFrom(drains), secrets) as Iterable<MachinePlan>;
  const unitOf = (machine: MachinePlan | undefined, name: string) =>
    machine?.shared.units.find((unit) => unit.name === name)?.content as UnitFile | undefined;
  assert.is(unitOf(plain, 'nomad-client.service')?.['Service']?.['TimeoutStopSec'], '30s');
  assert.is(unitOf(plain, 'nomad-client-drain.service'), undefined);
  assert.is(configOf(plain as MachinePlan, 'client')['leave_on_interrupt'], false);
  const unit = unitOf(draining, 'nomad-client.service');
  assert.is(unit?.['Service']?.['TimeoutStopSec'], '120s');
  assert.match(String(unit?.['Unit']?.['After']), 'nomad-server.service');
  assert.ok(unitOf(draining, 'nomad-client-drain.service'));
  const { leave_on_interrupt, leave_on_terminate, client } = configOf(draining as MachinePlan, 'client');
  assert.equal([leave_on_interrupt, leave_on_terminate], [true, false]);
  assert.equal((client as JsonObject)['drain_on_shutdown'], { deadline: '90s' });
  assert.is(configOf(draining as MachinePlan, 'server')['leave_on_interrupt'], false);
});

plan('drop-ins of one’s own stand beside those of the build', () => {
  const [machine] = planMachines(
    clusterFrom(
      text.replace(
        'machines:',
        'extra:\n  units:\n    nomad-client.service: { dropIns: { 50-weight.conf: "[Service]\\nCPUWeight=50\\n" } }\nmachines:',
      ),
    ),
    secrets,
  );
  const unit = machine?.shared.units.find(({ name }) => name === 'nomad-client.service');
  assert.equal(
    unit?.dropIns.map(({ name }) => name),
    ['10-capabilities.conf', '20-resources.conf', '30-sandbox.conf', '50-weight.conf'],
  );
});

plan('plans are frozen and lazy', () => {
  assert.ok(Object.isFrozen(plans[0]));
  const [first] = planMachines(cluster, secrets);
  assert.equal(first, plans[0]);
});

plan.run();
