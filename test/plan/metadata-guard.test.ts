/** The rules and the units of the metadata guard, with nft(8) and systemd as judges. */

import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlatformName } from '../../lib/cluster/vocabulary.ts';
import { filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { unitText } from '../../lib/systemd/unit-file.ts';
import { metadataAddresses, platforms, servesUserDataByHttp } from '../../lib/targets/platforms.ts';
import { clusterFrom, descriptionOn, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';

const guard = suite('metadata guard');
const { text, secrets } = threeMachines();
const names = Object.keys(platforms) as PlatformName[];
const guarded = names.filter(servesUserDataByHttp);

/** The first machine's plan; `more` is said of the client, `extra` of the cluster. */
const planOn = (platform: PlatformName, more = '', extra = '') => {
  const description = `target: { platform: ${platform} }\n${extra}${text.replace('  drivers', `${more}  drivers`)}`;
  return [...planMachines(clusterFrom(description), secrets)][0] as MachinePlan;
};
const fileOf = (of: MachinePlan, path: string) => filesOf(of).find((file) => file.path === path)?.content ?? '';
const unitOf = ({ shared: { units } }: MachinePlan, name: string) => units.find((unit) => unit.name === name);
const rulesOf = (plan: MachinePlan) => fileOf(plan, '/etc/nomad-firstboot/metadata-guard.nft');
const dropInOf = (plan: MachinePlan, name: string) => {
  const [dropIn, ...others] = unitOf(plan, name)?.dropIns ?? [];
  assert.is(others.length, 0);
  return dropIn && { name: dropIn.name, text: unitText(dropIn) };
};

guard('each platform that serves user-data closes every metadata address, at port 80 alone, to everybody', () => {
  for (const platform of guarded) {
    const [first] = planMachines(clusterFrom(descriptionOn(platform)), secrets);
    const rules = first ? rulesOf(first) : '';
    for (const address of metadataAddresses) assert.match(rules, address);
    assert.not.match(rules, /dport (?!80\b)/);
    assert.is(rules.match(/daddr \$ipv[46] tcp dport 80/g)?.length, 2 * 2, 'both families, output and forward');
    assert.not.match(rules, /skuid|skgid|cgroup/);
  }
  for (const platform of names.filter((name) => !guarded.includes(name))) assert.is(rulesOf(planOn(platform)), '');
});

guard('what cloud-init’s datasources and GCP call a metadata address is closed', () => {
  // `git grep` for addresses in cloudinit/sources of cloud-init 26.2; GCP's by IPv6 is not there.
  const named = ['169.254.169.254', '169.254.42.42', '100.100.100.200', 'fd00:ec2::254', 'fe80::a9fe:a9fe'];
  named.push('fd00:c1::a9fe:a9fe', 'fd00:a9fe:a9fe::1', 'fd00:42::42', 'fd20:ce::254');
  assert.equal([...metadataAddresses].sort(), named.sort());
});

guard('it closes after what asks at the boot, and before the client agent, which needs it', () => {
  const plan = planOn('ec2');
  const unit = unitText(unitOf(plan, 'nomad-metadata-guard.service') as { content: string });
  const onFlatcar = planOn('ec2, format: ignition, os: flatcar' as PlatformName);
  const after = (text: string) => / After=(.*)$/m.exec(text.replace(/^/gm, ' '))?.[1]?.split(' ');
  const asked = ['nftables.service', 'cloud-init.service', 'cloud-init-network.service'];
  assert.equal(after(unit)?.slice(1), [...asked, 'nomad-packages.service']);
  assert.ok(
    after(unitText(unitOf(onFlatcar, 'nomad-metadata-guard.service') as { content: string }))?.includes(
      'coreos-metadata.service',
    ),
  );
  // cloud-final is after multi-user.target, and what starts the guard at the first boot.
  assert.not.match(unit, /cloud-final|cloud-config|multi-user.target.*\n.*After/);
  assert.match(unit, /^DefaultDependencies=no$/m);
  const client = unitText(unitOf(plan, 'nomad-client.service') as { content: string });
  assert.match(client, /^Requires=sysinit.target nomad-metadata-guard[.]service$/m);
  assert.match(client, /^After=.*nomad-metadata-guard[.]service/m);
});

guard('a reader brings its rule along at each start, and the guard brings those of readers that run', () => {
  const plan = planOn('gcp', '  metadataReaders: [own.service, google-osconfig-agent.service]\n');
  const rule = (unit: string) =>
    `nft add rule inet nomad_metadata_guard readers socket cgroupv2 level 2 '"system.slice/${unit}"' accept`;
  const unit = unitText(unitOf(plan, 'nomad-metadata-guard.service') as { content: string });
  for (const reader of ['google-guest-agent.service', 'google-osconfig-agent.service', 'own.service']) {
    const text = `[Service]\nExecStartPre=-+${rule('%n')}\n`;
    assert.equal(dropInOf(plan, reader), { name: 'nomad-metadata-reader.conf', text });
    for (const key of ['ExecStartPost', 'ExecReload']) assert.is(unit.split(`${key}=-${rule(reader)}\n`).length, 2);
  }
  assert.is(unitOf(planOn('gcp', '  metadataGuard: false\n'), 'google-guest-agent.service'), undefined);
  assert.is(unitOf(planOn('ec2'), 'google-guest-agent.service'), undefined);
});

guard('the guard closes again whenever the host’s own rules are loaded or flushed', () => {
  const { text } = dropInOf(planOn('ec2'), 'nftables.service') ?? { text: '' };
  for (const key of ['ExecStartPost', 'ExecReload', 'ExecStopPost'])
    assert.match(text, new RegExp(`^${key}=.* nft -f /etc/nomad-firstboot/metadata-guard[.]nft `, 'm'));
});

guard('a reader can be a unit of one’s own', () => {
  const own =
    'extra: { units: { own.service: { content: "[Service]\\nExecStart=/x\\n[Install]\\n", enable: true } } }\n';
  const unit = unitOf(planOn('ec2', '  metadataReaders: [own.service]\n', own), 'own.service');
  assert.match(String(unit?.content), 'ExecStart=/x');
  assert.equal([unit?.enable, unit?.dropIns.map(({ name }) => name)], [true, ['nomad-metadata-reader.conf']]);
});

guard('behind the guard Nomad looks for no cloud, for it is not let in either', () => {
  const denied = (plan: MachinePlan) =>
    JSON.parse(fileOf(plan, '/etc/nomad-client.d/agent.json')).client.options['fingerprint.denylist'];
  const all = 'env_aws,env_azure,env_digitalocean,env_gce';
  assert.is(denied(planOn('ec2')), all);
  assert.is(denied(planOn('hetzner')), all);
  assert.is(denied(planOn('ec2', '  metadataGuard: false\n')), 'env_azure,env_digitalocean,env_gce');
  assert.is(denied(planOn('azure')), 'env_aws,env_digitalocean,env_gce');
});

testWithJudge(guard, 'nft', 'nft accepts the rules, and refuses broken ones', (nft) => {
  const check = (rules: string) =>
    // A network namespace of its own, for nft asks the kernel even when it only checks.
    execFileSync('unshare', ['--map-root-user', '--net', nft, '--check', '--file', '-'], {
      input: rules,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const rules = rulesOf(planOn('ec2'));
  check(rules);
  assert.throws(() => check(rules.replace('tcp reset', 'tcp rset')));
});

guard.run();
