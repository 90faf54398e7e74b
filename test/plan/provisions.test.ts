/** What a client provides for jobs, as it stands in a machine's plan: agent settings, drop-ins, folders, downloads. */

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agentConfig, filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { unitText } from '../../lib/systemd/unit-file.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';

const provisions = suite('provisions of a client');
const { text, secrets } = threeMachines();
const hash = 'a'.repeat(64);
const flatcar = 'target: { os: flatcar, format: ignition, platform: libvirt }\n';
const file = (url: string) => `url: "https://files.example/${url}", sha256: ${hash}`;

/** The first machine's plan with more said of all clients, and of the description in front. */
function planOf(ofClient: string, front = ''): MachinePlan {
  const without = ofClient.includes('drivers:') ? text.replace(/^ {2}drivers: .*\n/m, '') : text;
  const [plan] = planMachines(
    clusterFrom(`${front}${without.replace('client:\n', `client:\n  ${ofClient}\n`)}`),
    secrets,
  );
  if (!plan) throw new Error('there is no machine');
  return plan;
}

const clientOf = (plan: MachinePlan) => agentConfig(plan, 'client')?.['client'] as Readonly<Record<string, unknown>>;
const contentOf = (plan: MachinePlan, path: string) => filesOf(plan).find((one) => one.path === path)?.content;

/** The client's unit with its drop-ins, as one text. */
function unitOf({ shared }: MachinePlan, name = 'nomad-client.service'): string {
  const unit = shared.units.find((candidate) => candidate.name === name);
  const texts = [...(unit?.content === undefined ? [] : [unit]), ...(unit?.dropIns ?? [])];
  return texts.map(({ content }) => unitText({ content: content ?? '' })).join('\n');
}

provisions('the bridge has its plugins where the system’s package puts them, its modules and its settings', () => {
  const plan = planOf('logLevel: INFO');
  assert.is(clientOf(plan)['cni_path'], '/usr/lib/cni');
  assert.match(unitOf(plan), /^ExecStartPre=-\+modprobe -abq bridge br_netfilter$/m);
  assert.match(unitOf(plan), /^ExecStartPre=-\+sysctl -qw .*net\.bridge\.bridge-nf-call-iptables=1$/m);
  assert.match(unitOf(plan), /^CapabilityBoundingSet=.*CAP_NET_ADMIN/m);
  assert.is(clientOf(planOf('logLevel: INFO', 'target: { os: rhel }\n'))['cni_path'], '/usr/libexec/cni');
});

provisions('without a bridge, or where nobody knows its plugins, nothing of it is done', () => {
  for (const plan of [planOf('bridge: false'), planOf('logLevel: INFO', flatcar)]) {
    assert.is(clientOf(plan)['cni_path'], undefined);
    assert.not.match(unitOf(plan), /modprobe|sysctl|CAP_NET_ADMIN/);
  }
  const own = planOf('bridge: true', flatcar);
  assert.is(clientOf(own)['cni_path'], undefined);
  assert.match(unitOf(own), /modprobe[\s\S]*CAP_NET_ADMIN/);
});

provisions('plugins of CNI that are fetched are unpacked before the client starts, in both formats', () => {
  const [cloud, ignition] = [
    planOf(`cniPlugins: { ${file('cni.tgz')} }`),
    planOf(`cniPlugins: { ${file('cni.tgz')} }`, flatcar),
  ];
  for (const plan of [cloud, ignition]) {
    assert.is(clientOf(plan)['cni_path'], '/opt/nomad-firstboot/cni');
    assert.match(unitOf(plan), /^Requires=.*\bnomad-plugins[.]service\b/m);
    assert.not.match(unitOf(plan, 'nomad-server.service'), /nomad-plugins/);
  }
  assert.match(unitOf(cloud, 'nomad-plugins.service'), '/opt/nomad-firstboot/bin/install plugins fetch');
  const [download] = ignition.shared.downloads;
  assert.equal([download?.path, download?.hash], ['/opt/nomad-firstboot/cni-plugins.tgz', `sha256-${hash}`]);
  assert.not(download?.compression, 'the hash is that of the archive itself');
});

provisions('host networks have the subnets that the description gives them', () => {
  const plan = planOf('hostNetworks: [servers, clients]');
  assert.equal(clientOf(plan)['host_network'], {
    servers: { cidr: '10.10.0.0/24' },
    clients: { cidr: '10.20.0.0/24' },
  });
});

provisions('folders of host volumes are made before each start, each once, parents first, in both formats', () => {
  const volumes =
    'hostVolumes: { z: { path: /srv/a/b, mode: "0700", owner: 5, group: 6 }, a: { path: /srv/a }, r: { path: /srv/a, readOnly: true } }';
  for (const plan of [planOf(volumes), planOf(volumes, flatcar)]) {
    const lines = contentOf(plan, '/etc/nomad-firstboot/host-volumes.conf');
    assert.is(lines, 'd /srv/a 0755 0 0 -\nd /srv/a/b 0700 5 6 -\n');
    assert.match(unitOf(plan), /^RequiresMountsFor=\/srv\/a \/srv\/a\/b$/m);
    assert.match(
      unitOf(plan),
      /^ExecStartPre=\+systemd-tmpfiles --create \/etc\/nomad-firstboot\/host-volumes[.]conf$/m,
    );
    assert.equal(clientOf(plan)['host_volume'], {
      z: { path: '/srv/a/b', read_only: false },
      a: { path: '/srv/a', read_only: false },
      r: { path: '/srv/a', read_only: true },
    });
  }
  assert.is(contentOf(planOf('bridge: true'), '/etc/nomad-firstboot/host-volumes.conf'), undefined);
});

provisions('a machine’s own volumes and plugins come beside the cluster’s, and its networks in their place', () => {
  const own =
    `${text.replace('client:\n', 'client:\n  hostNetworks: [clients]\n  hostVolumes: { a: { path: /srv/a } }\n')}`.replace(
      '  n2:\n',
      '  n2:\n    client: { hostNetworks: [servers], hostVolumes: { b: { path: /srv/b } }, bridge: false }\n',
    );
  const [first, second] = [...planMachines(clusterFrom(own), secrets)].map(clientOf);
  assert.equal(Object.keys(first?.['host_volume'] ?? {}), ['a']);
  assert.equal(Object.keys(second?.['host_volume'] ?? {}), ['a', 'b']);
  assert.equal(Object.keys(second?.['host_network'] ?? {}), ['servers']);
  assert.ok(first?.['cni_path'] !== undefined && second?.['cni_path'] === undefined);
});

provisions('a plugin is allowed, configured, fetched, and given what it needs', () => {
  const podman = `plugins: { nomad-driver-podman: { ${file('podman.zip')}, config: { volumes: { enabled: false } } } }`;
  const plan = planOf(podman);
  const config = agentConfig(plan, 'client') ?? {};
  assert.is((clientOf(plan)['options'] as Record<string, string>)['driver.allowlist'], 'exec,podman');
  assert.is(config['plugin_dir'], '/opt/nomad-firstboot/plugins');
  assert.match(
    JSON.stringify(config['plugin']),
    '{"nomad-driver-podman":[{"config":[{"volumes":[{"enabled":false}]}]}]}',
  );
  const parameters = JSON.parse(contentOf(plan, '/etc/nomad-firstboot/plugins.json') ?? '{}');
  assert.equal(parameters.files[0].path, '/opt/nomad-firstboot/plugins/nomad-driver-podman');
  assert.ok(plan.shared.units.some(({ name, enable }) => name === 'podman.socket' && enable));
  const own = planOf(`plugins: { own: { ${file('own')}, capabilities: [CAP_SYS_TIME], devices: [/dev/fuse] } }`);
  assert.match(unitOf(own), /^CapabilityBoundingSet=.*CAP_SYS_TIME/m);
  assert.match(unitOf(own), /^DevicePolicy=closed\nDeviceAllow=\/dev\/fuse rwm$/m);
  const [download] = planOf(`plugins: { own: { ${file('own.gz')} } }`, flatcar).shared.downloads;
  assert.equal(
    [download?.path, download?.mode, download?.compression],
    ['/opt/nomad-firstboot/plugins/own', '0755', 'gzip'],
  );
});

provisions('packages of drivers are asked for where the description wants that, and the client waits for them', () => {
  const packages = (more: string, front = '') => unitOf(planOf(more, front), 'nomad-packages.service');
  assert.is(packages('drivers: [exec, java, docker]'), '');
  const asked = packages(
    `drivers: [exec, java, docker]\n  installPackages: true\n  plugins: { own: { ${file('own')}, packages: [fuse3] } }`,
  );
  assert.match(asked, / packages apt default-jre-headless java$/m);
  assert.match(asked, / packages apt docker[.]io docker$/m);
  assert.match(asked, / packages apt containernetworking-plugins \/usr\/lib\/cni\/bridge$/m);
  assert.match(asked, / packages apt fuse3 -$/m);
  assert.match(unitOf(planOf('installPackages: true')), /^Requires=.*\bnomad-packages[.]service\b/m);
  const rhel = packages('drivers: [java, docker]\n  installPackages: true', 'target: { os: rhel }\n');
  assert.match(rhel, / packages dnf java-21-openjdk-headless java$/m);
  assert.not.match(rhel, /docker/);
});

testWithJudge(provisions, 'nomad', 'Nomad reads all of it', (nomad) => {
  const plan = planOf(
    `hostNetworks: [servers, clients]\n  hostVolumesDir: /srv/volumes\n  hostVolumes: { a: { path: /srv/a }, b: { path: /srv/b } }\n  plugins: { own: { ${file('own')}, config: { a: [{ b: 1 }] } } }`,
  );
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'agent.json'), JSON.stringify(agentConfig(plan, 'client')));
    assert.match(execFileSync(nomad, ['config', 'validate', folder], { encoding: 'utf8' }), 'Configuration is valid');
  });
});

provisions.run();
