/** The agents' ports in a firewall that lets SSH in and nothing else, with the kernel's own iptables as the judge. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { unitText } from '../../lib/systemd/unit-file.ts';
import { clusterFrom, descriptionOn, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';
import { placeFiles } from './machine-folder.ts';

const firewall = suite('host firewall');
const { secrets } = threeMachines();
const planOf = (description: string) => [...planMachines(clusterFrom(description), secrets)][0] as MachinePlan;
const oci = descriptionOn('oci').replace('subnet: 10.20.0.0/24', 'subnets: [10.20.0.0/24, "fd00:20::/64"]');
const portsOf = (plan: MachinePlan) =>
  filesOf(plan)
    .find(({ path }) => path === '/etc/nomad-firstboot/open-ports')
    ?.content.split('\n')
    .filter(Boolean);

firewall('every port of a machine’s agents is opened to every declared subnet, and nothing else', () => {
  const ports = ['tcp 4646', 'tcp 4647', 'tcp 4648', 'udp 4648'];
  const subnets = ['iptables ? 10.10.0.0/24', 'iptables ? 10.20.0.0/24', 'ip6tables ? fd00:20::/64'];
  assert.equal(
    portsOf(planOf(oci)),
    ports.flatMap((port) => subnets.map((subnet) => subnet.replace('?', port))),
  );
  // A client alone has no port of a server's.
  assert.equal(portsOf(planOf(descriptionOn('vultr'))), [
    'iptables tcp 4646 10.10.0.0/24',
    'iptables tcp 4646 10.20.0.0/24',
  ]);
});

firewall('the rules come after the image’s own, and again whenever those are loaded', () => {
  const unit = planOf(oci).shared.units.find(({ name }) => name === 'nomad-host-firewall.service');
  const written = unitText(unit as { content: string });
  for (const key of ['After', 'PartOf', 'ReloadPropagatedFrom']) {
    assert.match(written, new RegExp(`^${key}=ufw[.]service netfilter-persistent[.]service iptables[.]service$`, 'm'));
  }
});

firewall('images without a firewall get nothing of this', () => {
  for (const target of ['{}', '{ platform: ec2 }', '{ platform: oci, format: ignition, os: flatcar }']) {
    const { shared } = planOf(`target: ${target}\n${threeMachines().text}`);
    assert.not(
      shared.files.some(({ path }) => /open-ports/.test(path)),
      target,
    );
    assert.not(
      shared.units.some(({ name }) => name === 'nomad-host-firewall.service'),
      target,
    );
  }
});

/** What OCI's images have: SSH, what is established, and REJECT for the rest. */
const rejectAllButSsh = [
  '-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
  '-A INPUT -p tcp --dport 22 -j ACCEPT',
  '-A INPUT -j REJECT',
];

/** Runs a shell script beside the machine's files in a network namespace of its own. */
function inNamespace(folder: string, script: string): string {
  writeFileSync(join(folder, 'script'), `set -eu\nip link set lo up\n${script}`);
  const { stdout, stderr, status } = spawnSync('unshare', ['--map-root-user', '--net', 'sh', join(folder, 'script')], {
    encoding: 'utf8',
    env: { PATH: `/usr/sbin:/sbin:${process.env['PATH']}` },
  });
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout;
}

/** Whether a server on a port of the machine can be reached from an address: both are in one namespace. */
const probe = `
probe() {
  python3 - "$1" "$2" "$3" <<'EOP'
import socket, sys
source, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ':' in address else socket.AF_INET
server = socket.create_server((address, port), family=family)
client = socket.socket(family)
client.settimeout(2)
client.bind((source, 0))
try:
    client.connect((address, port))
    print('open', port, source)
except OSError:
    print('closed', port, source)
EOP
}
`;

testWithJudge(
  firewall,
  'iptables',
  'what machines receive opens the ports to the networks alone, however often it runs',
  () => {
    inTemporaryFolder((folder) => {
      placeFiles(folder, filesOf(planOf(oci)));
      const program = join(folder, 'opt/nomad-firstboot/bin/open-ports');
      const rules = ['iptables', 'ip6tables'].flatMap((one) => rejectAllButSsh.map((rule) => `${one} ${rule}`));
      const said = inNamespace(
        folder,
        `${probe}
ip address add 10.10.0.11/24 dev lo; ip address add 10.20.0.12/24 dev lo; ip address add 192.0.2.9/24 dev lo
ip -6 address add fd00:20::12/64 dev lo nodad; ip -6 address add fd00:99::9/64 dev lo nodad
${rules.join('\n')}
probe 10.20.0.12 10.10.0.11 4646
${program}
before=$(iptables-save | grep -c nomad-firstboot)
${program}
echo rules $before $(iptables-save | grep -c nomad-firstboot) $(ip6tables-save | grep -c nomad-firstboot)
for port in 4646 4647 4648; do probe 10.20.0.12 10.10.0.11 $port; done
probe 10.20.0.12 10.10.0.11 4649
probe 192.0.2.9 10.10.0.11 4646
probe fd00:20::12 fd00:20::12 4646
probe fd00:99::9 fd00:20::12 4646
iptables -F INPUT
${program}
echo rules $(iptables-save | grep -c nomad-firstboot)
`,
      );
      assert.equal(said.split('\n').filter(Boolean), [
        'closed 4646 10.20.0.12',
        'rules 8 8 4',
        'open 4646 10.20.0.12',
        'open 4647 10.20.0.12',
        'open 4648 10.20.0.12',
        'closed 4649 10.20.0.12',
        'closed 4646 192.0.2.9',
        'open 4646 fd00:20::12',
        'closed 4646 fd00:99::9',
        'rules 8',
      ]);
    });
  },
);

testWithJudge(
  firewall,
  'sh',
  'a port that cannot be opened is named, and the unit fails so that it is tried again',
  (shell) => {
    inTemporaryFolder((folder) => {
      const files = filesOf(planOf(oci)).map((file) => ({
        ...file,
        content: file.content.replace('| tee /dev/console 2>/dev/null', ''),
      }));
      placeFiles(folder, [
        ...files,
        { path: 'bin/iptables', content: '#!/bin/sh\necho "no such table" >&2; exit 3\n' },
      ]);
      const program = join(folder, 'opt/nomad-firstboot/bin/open-ports');
      const { stdout, status } = spawnSync(shell, [program], {
        encoding: 'utf8',
        env: { PATH: `${folder}/bin:${process.env['PATH']}` },
      });
      assert.is(status, 1);
      assert.match(
        stdout,
        'nomad-firstboot: failed at host-firewall: tcp port 4646 stays closed to 10.10.0.0/24: no such table;',
      );
    });
  },
);

firewall.run();
