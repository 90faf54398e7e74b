/** Config drives: what cloud-init and Ignition find on the volume labelled `config-2`. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlannedInterface } from '../../lib/machine/machine-plan.ts';
import {
  type ConfigDrive,
  configDriveFiles,
  configDriveImage,
  instanceUuid,
  nameBasedUuid,
  networkData,
} from '../../lib/pack/config-drive.ts';
import { gzip } from '../../lib/pack/gzip.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderCloudInit } from '../../lib/render/cloud-init.ts';
import { threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { askDebianPython } from '../python.ts';
import { inTemporaryFolder, writeBelow } from './temporary.ts';

const plain = { dhcp: false as const, gateways: [], nameservers: [] };
const interfaces: readonly PlannedInterface[] = [
  {
    ...plain,
    network: 'servers',
    mac: '52:54:00:10:00:01',
    addresses: ['10.10.0.11/24', 'fd00:10::11/64', '10.10.9.11/20'],
    gateways: ['10.10.0.1', 'fd00:10::1'],
    nameservers: ['10.10.0.2', 'fd00:10::2'],
    mtu: 1450,
  },
  { ...plain, network: 'clients', mac: '52:54:00:20:00:01', addresses: ['10.20.0.11/24'], nameservers: ['10.10.0.2'] },
  { ...plain, network: 'storage', mac: '52:54:00:30:00:01', addresses: [], dhcp: 'ipv4' },
  { ...plain, network: 'named', name: 'ens9', addresses: ['10.30.0.11/32'] },
];
const drive: ConfigDrive = {
  instanceId: 'demo-n1-1',
  hostname: 'n1',
  network: { interfaces },
  userData: '#cloud-config\nhostname: n1\n',
};

test('the UUID is that of RFC 9562, appendix A.4', () => {
  const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  assert.is(nameBasedUuid(dns, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2');
});

test('an instance-id has one UUID, and another instance another', () => {
  assert.is(instanceUuid('demo-n1-1'), 'c323a849-eeb0-570f-adae-f6d81e0f64e1');
  assert.is.not(instanceUuid('demo-n1-2'), instanceUuid('demo-n1-1'));
});

test('the drive holds three files, and is named for OpenStack', () => {
  const [meta, network, userData] = configDriveFiles(drive);
  assert.is(meta?.path, 'openstack/latest/meta_data.json');
  assert.is(network?.path, 'openstack/latest/network_data.json');
  assert.is(userData?.path, 'openstack/latest/user_data');
  assert.is(configDriveImage(drive).toString('latin1', 16 * 2048 + 40, 16 * 2048 + 48), 'config-2');
  const compressed = gzip('#cloud-config\n');
  assert.ok(Buffer.from(configDriveFiles({ ...drive, userData: compressed })[2]?.content ?? []).equals(compressed));
});

test('network_data.json says links, networks and name servers', () => {
  assert.equal(networkData({ interfaces }), {
    links: [
      { id: 'link0', type: 'phy', ethernet_mac_address: '52:54:00:10:00:01', mtu: 1450 },
      { id: 'link1', type: 'phy', ethernet_mac_address: '52:54:00:20:00:01' },
      { id: 'link2', type: 'phy', ethernet_mac_address: '52:54:00:30:00:01' },
      { id: 'link3', type: 'phy', name: 'ens9' },
    ],
    networks: [
      {
        id: 'link0-network0',
        link: 'link0',
        type: 'ipv4',
        ip_address: '10.10.0.11',
        netmask: '255.255.255.0',
        routes: [{ network: '0.0.0.0', netmask: '0.0.0.0', gateway: '10.10.0.1' }],
      },
      {
        id: 'link0-network1',
        link: 'link0',
        type: 'ipv6',
        ip_address: 'fd00:10::11',
        netmask: 'ffff:ffff:ffff:ffff::',
        routes: [{ network: '::', netmask: '::', gateway: 'fd00:10::1' }],
      },
      { id: 'link0-network2', link: 'link0', type: 'ipv4', ip_address: '10.10.9.11', netmask: '255.255.240.0' },
      { id: 'link1-network0', link: 'link1', type: 'ipv4', ip_address: '10.20.0.11', netmask: '255.255.255.0' },
      { id: 'link2-network0', link: 'link2', type: 'ipv4_dhcp' },
      { id: 'link3-network0', link: 'link3', type: 'ipv4', ip_address: '10.30.0.11', netmask: '255.255.255.255' },
    ],
    services: [
      { type: 'dns', address: '10.10.0.2' },
      { type: 'dns', address: 'fd00:10::2' },
    ],
  });
});

test('a gateway of the other family is not lost with DHCP', () => {
  const attached = {
    ...plain,
    network: 'a',
    mac: '52:54:00:10:00:01',
    addresses: [],
    dhcp: 'ipv4' as const,
    gateways: ['fd00::1'],
  };
  assert.match(JSON.stringify(networkData({ interfaces: [attached] })), /"gateway":"fd00::1"/);
});

testWithJudge(test, 'cloud-init', "cloud-init's datasource reads the drive", () => {
  const program = `
import sys
from cloudinit.sources import DataSourceConfigDrive
found = DataSourceConfigDrive.read_config_drive(given)
answer = {"instance-id": found["metadata"]["instance-id"], "local-hostname": found["metadata"]["local-hostname"],
          "user-data": found["userdata"].decode(), "links": len(found["networkdata"]["links"]), "version": found["version"]}`;
  inTemporaryFolder((folder) => {
    writeBelow(folder, configDriveFiles(drive));
    assert.equal(askDebianPython(program, folder), {
      'instance-id': instanceUuid(drive.instanceId),
      'local-hostname': 'n1',
      'user-data': drive.userData,
      links: 4,
      version: 2,
    });
  });
});

/** Both descriptions of a network as files of systemd-networkd, by cloud-init's own renderer. */
const networkFiles = `
import os, tempfile
from unittest import mock
import yaml
from cloudinit import net
from cloudinit.net import network_state, networkd
from cloudinit.sources.helpers import openstack

def rendered(config):
    with tempfile.TemporaryDirectory() as folder:
        networkd.Renderer({}).render_network_state(network_state.parse_net_config_data(config), target=folder)
        root = os.path.join(folder, "etc/systemd/network")
        return {name: sorted(filter(None, open(os.path.join(root, name)).read().split("\\n"))) for name in sorted(os.listdir(root))}

def pair(network_data, network_config, known):
    with mock.patch.object(net, "get_ib_hwaddrs_by_interface", return_value={}):
        old = openstack.convert_net_json(network_data, known_macs=known)
    return [rendered(old), rendered(yaml.safe_load(network_config))]
answer = [pair(*each) for each in given]`;

/**
 * Without what must differ: the drive's name servers are the machine's and not a link's, and cloud-init's networkd
 * renderer takes `::/0` of network-config for `::/64` (its issue 4600).
 */
function comparable(files: Record<string, string[]>): Record<string, string[]> {
  const kept = (lines: string[]) => lines.filter((line) => !/^(DNS|Destination=::)/.test(line));
  return Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, kept(lines)]));
}

testWithJudge(
  test,
  'cloud-init',
  'cloud-init configures the same network from the drive as from network-config',
  () => {
    const { cluster, secrets } = threeMachines();
    const plans = [...planMachines(cluster, secrets)];
    const [first] = plans;
    if (!first) throw new Error('the fixture has no machine');
    const given = [...plans, { ...first, network: { interfaces } }].map((plan) => {
      const names = plan.network.interfaces.map(({ mac, network }) => {
        return [mac ?? network, mac ? `net-${network}` : network] as const;
      });
      return [networkData(plan.network), renderCloudInit(plan).networkConfig, Object.fromEntries(names)];
    });
    const answer = askDebianPython(networkFiles, given) as [Record<string, string[]>, Record<string, string[]>][];
    for (const [fromDrive, fromConfig] of answer) assert.equal(comparable(fromDrive), comparable(fromConfig));
    const servers = answer.at(-1)?.[0]['10-cloud-init-net-servers.network'];
    assert.ok(servers?.includes('DNS=10.10.0.2 fd00:10::2') && servers.includes('Destination=::/0'));
  },
);

test.run();
