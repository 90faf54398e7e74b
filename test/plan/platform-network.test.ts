/** What the bundle adds where the platform makes the network: files for further cards, and what the console is told. */

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlatformName } from '../../lib/cluster/vocabulary.ts';
import { filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderDocuments } from '../../lib/render/documents.ts';
import { platformOrders } from '../../lib/targets/made-network.ts';
import { platforms } from '../../lib/targets/platforms.ts';
import { clusterFrom, descriptionOn, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';
import { runInSimulatedTime } from './simulated-time.ts';

const network = suite('networks that the platform makes');
const { secrets, text } = threeMachines();
const withoutMacs = text.replaceAll(/mac: "[^"]*", /g, '');
const planOf = (description: string) => [...planMachines(clusterFrom(description), secrets)][0] as MachinePlan;
const on = (target: string, description = withoutMacs) => planOf(`target: ${target}\n${description}`);
const named = withoutMacs.replace(
  'network: clients, address: 10.20.0.11',
  'network: clients, name: ens9, address: 10.20.0.11',
);

/** Its first machine is a client with one card. */
const oneCard = withoutMacs.replace(
  / {4}interfaces:\n.*\n.*/,
  '    roles: [client]\n    interfaces: [{ network: clients, address: 10.20.0.11 }]',
);

/** The cards that files of the image's network program bring up, as `network match addresses-or-dhcp mtu`. */
const cards = ({ furtherCards }: MachinePlan) =>
  furtherCards?.interfaces.map(({ network: of, mac, name, addresses, dhcp, mtu, gateways, sourceRoute: route }) => {
    assert.equal(gateways, []);
    const routed = route ? ` ${route.from} by ${route.gateway} in ${route.table}` : '';
    return `${of} ${mac ?? name} ${addresses.join() || dhcp} ${mtu ?? '-'}${routed}`;
  });

const expected: readonly (readonly [target: string, description: string, ...string[]])[] = [
  // What cloud-init brings up by itself, of whatever version.
  ['{ platform: ec2 }', text],
  ['{ platform: openstack }', text],
  ['{ platform: akamai }', text],
  // Only source rules are added to what cloud-init brings up, if there are several cards.
  [
    '{ platform: azure }',
    withoutMacs,
    'servers eth0 false - 10.10.0.0/24 by 10.10.0.1 in 100',
    'clients eth1 false - 10.20.0.0/24 by 10.20.0.1 in 101',
  ],
  ['{ platform: azure }', oneCard],
  // The first card is never among them.
  ['{ platform: gcp }', text, 'clients 52:54:00:20:00:01 ipv4 1460'],
  ['{ platform: gcp }', named, 'clients ens9 ipv4 1460'],
  ['{ platform: gcp }', withoutMacs],
  // Behind a public card both are further ones, and one pattern finds them.
  ['{ platform: hetzner }', text, 'servers 52:54:00:10:00:01 ipv4 1450', 'clients 52:54:00:20:00:01 ipv4 1450'],
  ['{ platform: hetzner }', withoutMacs, 'servers en* ipv4 1450'],
  ['{ platform: hetzner }', named, 'servers en* ipv4 1450', 'clients ens9 ipv4 1450'],
  ['{ platform: scaleway }', withoutMacs],
  ['{ platform: oci }', named, 'clients ens9 10.20.0.11/24 9000'],
  // Ignition's images ask DHCP on each card, and name cards in their own way.
  ['{ platform: ec2, format: ignition, os: flatcar }', named, 'clients ens9 ipv4 9001'],
  ['{ platform: hetzner, format: ignition, os: fedora-coreos }', withoutMacs],
  ['{ platform: azure, format: ignition, os: flatcar }', named, 'clients ens9 ipv4 - 10.20.0.0/24 by 10.20.0.1 in 101'],
];

for (const [target, description, ...found] of expected) {
  network(`${target}: files for ${found.join(', ') || 'no card'}`, () => {
    assert.equal(cards(on(target, description)), found);
  });
}

network('where the bundle makes the network, it adds nothing', () => {
  for (const target of ['{}', '{ platform: vmware }', '{ platform: openstack, format: ignition, os: flatcar }']) {
    assert.is(on(target, text).furtherCards, undefined, target);
  }
});

network('a further card takes no default route, and its file comes after those of others', () => {
  const [{ text: userData }] = renderDocuments(on('{ platform: hetzner }'));
  assert.ok(
    userData.includes(`  - path: "/etc/systemd/network/70-nomad-servers.network"
    permissions: "0644"
    content: |
      [Match]
      Name=en*

      [Link]
      MTUBytes=1450
      RequiredForOnline=no

      [Network]
      DHCP=ipv4

      [DHCPv4]
      UseGateway=no
      UseDNS=no
      RouteMetric=4096
`),
  );
  const end =
    '  - - "sh"\n    - "-c"\n    - "systemctl --quiet is-active systemd-networkd.service && networkctl reload || :"\n';
  assert.ok(userData.endsWith(end));
  const [{ text: elsewhere }] = renderDocuments(on('{ platform: ec2 }'));
  assert.not.match(elsewhere, 'networkctl');
});

network('on Azure a card’s answers leave by it, in the words of the image’s network program', () => {
  const userData = (os: string) => renderDocuments(on(`{ platform: azure, os: ${os} }`))[0].text;
  assert.ok(
    userData('ubuntu').includes(`  - path: "/etc/systemd/network/10-netplan-eth1.network.d/nomad.conf"
    permissions: "0644"
    content: |
      [RoutingPolicyRule]
      From=10.20.0.0/24
      Table=101

      [Route]
      Gateway=10.20.0.1
      Table=101
`),
  );
  assert.not.match(userData('rhel'), /system-connections|netplan/);
  const fedora = renderDocuments(on('{ platform: azure, format: ignition, os: fedora-coreos }', named))[0].text;
  assert.match(decodeURIComponent(fedora), 'routing-rule1=priority 32765 from 10.20.0.0/24 table 101');
});

network('Ignition writes the same files, and none for the first card', () => {
  const paths = (target: string) => {
    const [{ text: config }] = renderDocuments(on(target, named));
    const { storage } = JSON.parse(config) as { storage: { files: { path: string; contents: { source: string } }[] } };
    return storage.files.filter(({ path }) => /network|NetworkManager/.test(path));
  };
  assert.equal(
    paths('{ platform: gcp, format: ignition, os: flatcar }').map(({ path }) => path),
    ['/etc/systemd/network/70-nomad-clients.network'],
  );
  const [keyfile, ...others] = paths('{ platform: gcp, format: ignition, os: fedora-coreos }');
  assert.is(others.length, 0);
  assert.match(decodeURIComponent(keyfile?.contents.source ?? ''), 'never-default=true');
});

network('the platform is told each address, in the words of its tools', () => {
  const orders = (target: string, description = withoutMacs) =>
    platformOrders(
      clusterFrom(`target: ${target}\n${description}`).machines[0] as Parameters<typeof platformOrders>[0],
    );
  assert.equal(orders('{ platform: ec2 }'), [
    '--network-interfaces DeviceIndex=0,PrivateIpAddress=10.10.0.11',
    '--network-interfaces DeviceIndex=1,PrivateIpAddress=10.20.0.11',
  ]);
  assert.equal(
    orders('{ platform: hetzner }')[1],
    'hcloud server attach-to-network --network clients --ip 10.20.0.11 n1',
  );
  assert.match(
    orders('{ platform: openstack }', text)[0] ?? '',
    / --fixed-ip ip-address=10[.]10[.]0[.]11 --mac-address 52:54:00:10:00:01$/,
  );
  assert.equal(orders('{}', text), []);
});

network('a machine has the platform’s cause where the platform makes the network, and nothing of it elsewhere', () => {
  for (const platform of Object.keys(platforms) as PlatformName[]) {
    const plan = planOf(descriptionOn(platform));
    const has = [
      /^ADDRESS_CAUSE='/m.test(
        filesOf(plan).find(({ path }) => path === '/etc/nomad-firstboot/machine')?.content ?? '',
      ),
      plan.shared.files.some(({ path }) => path.endsWith('/name-cause')),
      plan.shared.units.some(({ name }) => name === 'nomad-address-cause.service'),
    ];
    assert.equal(has, has.fill(platforms[platform].network.madeBy === 'platform'), platform);
  }
});

const cloudInit = {
  path: '/stand-ins/cloud-init',
  content: '#!/bin/sh\necho "/usr/bin/cloud-init 22.4.2-1+deb12u1" >&2\n',
};

testWithJudge(network, 'unshare', 'the console names the cause if an address does not come, once', (unshare) => {
  const files = [...filesOf(on('{ platform: hetzner }')), cloudInit];
  const watch = (addresses: string) =>
    inTemporaryFolder((folder) => {
      const around = { addresses, answers: {}, answerHundredths: 1 };
      return runInSimulatedTime(unshare, folder, files, '/opt/nomad-firstboot/bin/name-cause', around, 300);
    });
  const { console: said, pauses } = watch('');
  assert.equal(said, [
    'nomad-firstboot: hetzner gives private addresses by DHCP from cloud-init 25.3 on; this is 22.4.2: attach the machine to its networks when it is created',
  ]);
  assert.ok((pauses.at(-1)?.second ?? 0) < 60, 'it ends once it has spoken');
  assert.equal(watch('2: eth0    inet 10.10.0.11/32 scope global eth0\n').console, []);
});

network.run();
