/** What the description's release of Nomad means for what is written: nothing that the release does not know. */

import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCluster } from '../../lib/load/load.ts';
import { filesOf } from '../../lib/machine/machine-plan.ts';
import { buildContext } from '../../lib/plan/context.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { operatorFiles } from '../../lib/render/operator.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { changed, complaints } from './descriptions.ts';

const { secrets, text } = threeMachines();

/** The first machine's files and units with a release, by path and by name. */
function machineWith(version: string): ReadonlyMap<string, string> {
  const [plan] = planMachines(clusterFrom(text.replace('1.11.3', version)), secrets);
  if (!plan) throw new Error('no machine');
  return new Map([
    ...filesOf(plan).map(({ path, content }) => [path, content] as const),
    ...plan.shared.units.map(({ name, content }) => [name, JSON.stringify(content)] as const),
  ]);
}

const [agents, serverConfig, clientConfig] = [
  '/opt/nomad-firstboot/lib/agents',
  '/etc/nomad-server.d/agent.json',
  '/etc/nomad-client.d/agent.json',
];

test('what a release does not know is not written, and stands in from the release on that knows it', () => {
  const words: readonly (readonly [since: string, before: string, file: string, word: string, instead?: string])[] = [
    ['1.0.0', '0.12.12', clientConfig, '"driver.allowlist"', '"driver.whitelist"'],
    ['1.0.0', '0.12.12', clientConfig, '"fingerprint.denylist"', '"fingerprint.blacklist"'],
    ['1.1.0', '1.0.18', clientConfig, 'allow_caps'],
    ['1.1.0', '1.0.18', '/etc/nomad-client.d/machine.json', 'network_interface'],
    ['1.2.0', '1.1.18', serverConfig, 'failover_heartbeat_ttl'],
    ['1.6.0', '1.5.17', clientConfig, 'node_pool'],
    ['1.10.1', '1.10.0', 'nomad-server.service', '"notify"', '"exec"'],
  ];
  for (const [since, before, file, word, instead] of words) {
    assert.match(machineWith(since).get(file) ?? '', word, `${since}: ${file}`);
    const earlier = machineWith(before).get(file) ?? '';
    assert.not.match(earlier, word, `${before}: ${file}`);
    if (instead) assert.match(earlier, instead);
  }
  assert.match(machineWith('1.2.16').get(serverConfig) ?? '', '"raft_protocol": 3');
  assert.not.match(machineWith('1.3.0').get(serverConfig) ?? '', 'raft_protocol');
});

test('a Nomad that cannot be asked by itself is asked by OpenSSL, and one that takes no template is told the interface', () => {
  assert.match(machineWith('1.2.16').get(agents) ?? '', 'openssl s_client');
  assert.not.match(machineWith('1.3.0').get(agents) ?? '', 'openssl');
  const [old, later] = [machineWith('1.0.18'), machineWith('1.1.0')];
  assert.match(old.get('nomad-client.service') ?? '', 'bin/name-interface"');
  assert.match(old.get('nomad-client.service') ?? '', '-config=/run/nomad-firstboot/client-interface.json');
  assert.ok(old.has('/opt/nomad-firstboot/bin/name-interface'));
  assert.not.match([...later].join('\n'), /name-interface|client-interface/);
});

test('before 1.3.2 nobody gets a token that the cluster will never know', () => {
  const token = String(secrets.bootstrapToken);
  const operatorWith = (version: string) =>
    operatorFiles(buildContext(clusterFrom(text.replace('1.11.3', version)), secrets));
  assert.match([...machineWith('1.3.2').values()].join('\n'), token);
  assert.not.match([...machineWith('1.3.1').values()].join('\n'), token);
  const names = (version: string) => operatorWith(version).map(({ name }) => name);
  assert.ok(names('1.3.2').includes('token'));
  assert.not.ok(names('1.3.1').includes('token'));
  assert.not.match(JSON.stringify(operatorWith('1.3.1')), /NOMAD_TOKEN/);
});

test('the licence that the documentation shows is one, and no other', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/versions.md', 'utf8')) ?? [];
  const { extra } = load(example) as { extra: object };
  const enterprise = changed('1.11.3', '1.10.5+ent');
  assert.equal(complaints(enterprise), ['nomad-license nomad.version']);
  assert.equal(complaints(`extra: ${JSON.stringify(extra)}\n${enterprise}`), []);
  assert.equal(complaints(changed('1.11.3', '1.0.18+ent')).includes('nomad-license nomad.version'), false);
});

test('Enterprise comes as a package of its own name', () => {
  const repository = `{ url: "https://apt.example", suite: stable, key: "-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\nmDMEaA==\\n-----END PGP PUBLIC KEY BLOCK-----" }`;
  const install = `\n  install: { method: apt, repository: ${repository} }`;
  const installed = (version: string) => {
    const { cluster } = loadCluster(text.replace('1.11.3', `${version}${install}`));
    const [plan] = cluster ? planMachines(cluster, secrets) : [];
    return plan?.shared.files.find(({ path }) => path.startsWith('/etc/apt/preferences.d/'))?.content;
  };
  assert.match(installed('1.10.5+ent') ?? '', 'Package: nomad-enterprise\nPin: version 1.10.5+ent-1\n');
  assert.match(installed('1.10.5') ?? '', 'Package: nomad\nPin: version 1.10.5-1\n');
});

test.run();
