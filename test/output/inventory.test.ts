/** Promises about the inventory: every machine, data of one type, no secret unless it is asked for; the manifest has the same. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { startingDescription } from '../../lib/cli/init/starting-description.ts';
import { parseWishes } from '../../lib/cli/init/wishes.ts';
import { loadCluster } from '../../lib/load/load.ts';
import { buildChanges } from '../../lib/output/changes.ts';
import { buildManifest, buildOutput } from '../../lib/output/files.ts';
import { buildInventory, flatInventoryJson, type InventoryMachine, inventoryJson } from '../../lib/output/inventory.ts';
import { formatManifest, parseManifest } from '../../lib/output/manifest.ts';
import { type PlatformName, platformFor, platforms } from '../../lib/targets/platforms.ts';
import { threeMachines } from '../fixtures.ts';

const { cluster, secrets } = threeMachines();
const names = Object.keys(platforms) as PlatformName[];

/** The fixture on another platform. */
function onPlatform(platform: PlatformName) {
  const { text } = threeMachines();
  const loaded = loadCluster(`target: { platform: ${platform} }\n${text}`);
  if (!loaded.cluster) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return loaded.cluster;
}

test('a machine is told with its networks, each key there whether it is known or not', () => {
  const [first] = buildInventory(cluster, secrets, { folder: 'out' }).machines;
  assert.equal(first?.networks, {
    servers: {
      address: '10.10.0.11',
      prefixLength: 24,
      addresses: ['10.10.0.11/24'],
      mac: '52:54:00:10:00:01',
      interface: null,
    },
    clients: {
      address: '10.20.0.11',
      prefixLength: 24,
      addresses: ['10.20.0.11/24'],
      mac: '52:54:00:20:00:01',
      interface: null,
    },
  });
  assert.equal([first?.roles, first?.datacenter], [['server', 'client'], 'dc1']);
  assert.is(first?.documents['user-data']?.path, 'out/machines/n1/user-data');
  assert.is(first?.size.limitBytes, null);
});

test('with DHCP there is no address, and a range is all of its machines', () => {
  const { text } = threeMachines();
  const range = '  "w-[01-12]": { roles: [client], interfaces: [{ network: clients }] }\n';
  const loaded = loadCluster(text + range).cluster;
  if (!loaded) throw new Error('the range is wrong');
  const all = [...buildInventory(loaded, secrets).machines];
  assert.is(all.length, 15);
  const last = all.at(-1);
  assert.is(last?.name, 'w-12');
  assert.equal(last?.networks['clients'], {
    address: null,
    prefixLength: null,
    addresses: [],
    mac: null,
    interface: null,
  });
});

test('documents are those of a build, by path and hash', () => {
  const built = new Map([...buildOutput(cluster, secrets)].map(({ path, content }) => [path, content]));
  const { machines } = buildManifest(cluster, secrets);
  for (const { name, documents } of buildInventory(cluster, secrets, { withContents: true }).machines) {
    for (const [file, document] of Object.entries(documents)) {
      const { path, bytes, sha256, content = '', encoding = 'utf8' } = document;
      assert.equal({ bytes, sha256 }, machines.get(name)?.files[file]);
      assert.ok(Buffer.from(content, encoding).equals(built.get(path) ?? Buffer.alloc(0)), path);
    }
  }
});

test('no key is in it unless contents are asked for, and what has one is marked', () => {
  for (const platform of names) {
    const options = new Map([['platform', platform]]);
    const { cluster: begun } = loadCluster(startingDescription(parseWishes(options), './schema'));
    assert.ok(begun, platform);
    const plain = begun ? [...inventoryJson(buildInventory(begun, secrets))].join('') : '';
    assert.not.match(plain, /PRIVATE KEY|"content"/);
    assert.ok(!plain.includes(secrets.gossipKey));
  }
  for (const { documents } of buildInventory(cluster, secrets, { withContents: true }).machines) {
    for (const [name, { content = '', sensitive }] of Object.entries(documents)) {
      assert.is(content.includes('PRIVATE KEY'), sensitive, name);
    }
  }
});

test('hashes of secrets that only stand in are not told', () => {
  const [first] = buildInventory(cluster, secrets, { secretsStandIn: true }).machines;
  assert.equal(
    Object.values(first?.documents ?? {}).map(({ sha256 }) => sha256),
    [null, null, null],
  );
});

test('the flat form has the same keys, strings alone, and holds the same', () => {
  const told = JSON.parse([...inventoryJson(buildInventory(cluster, secrets, { withContents: true }))].join(''));
  const flat = JSON.parse([...flatInventoryJson(buildInventory(cluster, secrets, { withContents: true }))].join(''));
  assert.equal(Object.keys(flat), Object.keys(told));
  for (const [key, value] of Object.entries(flat)) {
    assert.type(value, 'string');
    assert.equal(typeof told[key] === 'string' ? value : JSON.parse(value as string), told[key]);
  }
});

test('the manifest tells the same of machines and networks', () => {
  const manifest = JSON.parse(formatManifest(buildManifest(cluster, secrets)));
  const inventory = buildInventory(cluster, secrets);
  assert.equal(manifest.networks, inventory.networks);
  const facts = ({ roles, datacenter, networks, attach }: InventoryMachine) => ({
    roles,
    datacenter,
    networks,
    attach,
  });
  for (const machine of inventory.machines) assert.equal(facts(manifest.machines[machine.name]), facts(machine));
});

test('a manifest from before these facts says that nothing changed', () => {
  const text = formatManifest(buildManifest(cluster, secrets));
  const { machines, networks: _, ...head } = JSON.parse(text);
  for (const machine of Object.values<Record<string, unknown>>(machines)) {
    for (const key of ['roles', 'datacenter', 'networks', 'attach']) delete machine[key];
  }
  const earlier = parseManifest(JSON.stringify({ ...head, machines }));
  assert.equal(buildChanges(earlier, cluster, secrets).unchanged, ['n1', 'n2', 'n3']);
  const other = buildChanges(earlier, onPlatform('hetzner'), secrets);
  assert.equal(other.changed, ['n1', 'n2', 'n3']);
});

test('the command that attaches is made of the words of the sentence', () => {
  for (const platform of names) {
    for (const format of ['cloud-init', 'ignition'] as const) {
      const { attach, attachCommand: words = [] } = platformFor(platform, format);
      const sentence = attach.replaceAll("'", '');
      const inOrder = words.map((word) => word.replace('META', 'meta-data').replace('NETWORK', 'network-config'));
      const pattern = new RegExp(inOrder.map((word) => word.replace(/[^\w]/g, '\\$&')).join('.*'));
      assert.match(sentence, pattern);
    }
  }
});

test('what the platform has to be told of addresses is data, one order for each card', () => {
  const ordersOn = (platform: PlatformName) => {
    const [first] = buildInventory(onPlatform(platform), secrets).machines;
    return first?.attach.orders;
  };
  assert.equal(ordersOn('hetzner'), [
    'hcloud server attach-to-network --network servers --ip 10.10.0.11 n1',
    'hcloud server attach-to-network --network clients --ip 10.20.0.11 n1',
  ]);
  assert.equal(ordersOn('libvirt'), []);
});

test('a command names the machine’s own files, and the encoding where the platform has to be told', () => {
  const [machine] = buildInventory(onPlatform('vmware'), secrets, { folder: 'out' }).machines;
  assert.equal(machine?.attach.command, [
    ...['govc', 'vm.change', '-vm', 'n1', '-f', 'guestinfo.userdata=out/machines/n1/user-data'],
    ...['-f', 'guestinfo.metadata=out/machines/n1/meta-data', '-e', 'guestinfo.userdata.encoding=base64'],
  ]);
});

test.run();
