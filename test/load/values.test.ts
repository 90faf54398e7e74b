import { isIPv6, SocketAddress } from 'node:net';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { suggestHostname, whyNoHostname } from '../../lib/load/cluster/names.ts';
import { loadCluster } from '../../lib/load/load.ts';
import { reservationOf } from '../../lib/load/settings/reserved-paths.ts';
import {
  addressPlus,
  formatAddress,
  formatSubnet,
  hostRange,
  parseAddress,
  parseSubnet,
  readingsOf,
} from '../../lib/net/ip.ts';
import { macPlus, normaliseMac, whyNotForHosts } from '../../lib/net/mac.ts';
import { mergeConfig } from '../../lib/nomad/merge-config.ts';
import { atLeast, compareReleases, isUnderstoodNomadVersion, lineOf, parseVersion } from '../../lib/nomad/releases.ts';
import { editDistance, nearestWord } from '../../lib/suggest.ts';
import { otherNames } from '../../lib/targets/other-names.ts';
import { platforms } from '../../lib/targets/platforms.ts';
import { systems } from '../../lib/targets/systems.ts';
import { threeMachines } from '../fixtures.ts';

const test = suite('words and numbers of a description');

const canonical = (text: string) => {
  const address = parseAddress(text);
  return address && formatAddress(address);
};

test('IPv6 is written as RFC 5952 says', () => {
  for (const [given, expected] of [
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['fd00:0010::', 'fd00:10::'],
  ]) {
    assert.is(canonical(given ?? ''), expected);
  }
});

test("Node's own reading of IPv6 addresses agrees", () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      if (!isIPv6(text)) return;
      const own = canonical(text) ?? '';
      const { address } = new SocketAddress({ address: text, family: 'ipv6' });
      assert.is(canonical(address), own);
      assert.is(canonical(own), own);
    }),
  );
});

test('every IPv4 address is read and written back', () => {
  fc.assert(fc.property(fc.ipV4(), (text) => assert.is(canonical(text), text)));
});

test('counting on from an address carries over octets and groups, and ends with the last', () => {
  for (const [start, count, expected] of [
    ['10.20.4.0', 300, '10.20.5.44'],
    ['10.255.255.255', 1, '11.0.0.0'],
    ['255.255.255.250', 5, '255.255.255.255'],
    ['255.255.255.250', 6, undefined],
    ['fd00::ffff', 1, 'fd00::1:0'],
    ['fd00::ffff:ffff:ffff:ffff', 1, 'fd00:0:0:1::'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe', 2, undefined],
  ] as const) {
    const address = parseAddress(start);
    const sum = address && addressPlus(address, count);
    assert.is(sum && formatAddress(sum), expected);
  }
  for (const [start, count, expected] of [
    ['00:00:5e:00:01:ff', 1, '00:00:5e:00:02:00'],
    ['02:ff:ff:ff:ff:ff', 1, '03:00:00:00:00:00'],
    ['ff:ff:ff:ff:ff:fe', 1, 'ff:ff:ff:ff:ff:ff'],
    ['ff:ff:ff:ff:ff:fe', 2, undefined],
    ['52:54:00:00:00:00', 999_999_999, '52:54:3b:9a:c9:ff'],
  ] as const) {
    assert.is(macPlus(start, count), expected);
  }
});

test('what is no plain address is none', () => {
  for (const text of [
    '010.0.0.1',
    '1.2.3',
    '1.2.3.4/24',
    '256.0.0.1',
    'fe80::1%eth0',
    '',
    ' 1.2.3.4',
    '0x7f.0.0.1',
    '１.2.3.4',
  ]) {
    assert.is(parseAddress(text), undefined, text);
  }
});

test('subnets know their hosts', () => {
  for (const [text, network, hosts] of [
    ['10.0.0.0/8', '10.0.0.0/8', '10.0.0.1 to 10.255.255.254'],
    ['10.1.2.3/30', '10.1.2.0/30', '10.1.2.1 to 10.1.2.2'],
    ['10.1.2.2/31', '10.1.2.2/31', '10.1.2.2 to 10.1.2.3'],
    ['10.1.2.3/32', '10.1.2.3/32', '10.1.2.3 to 10.1.2.3'],
    ['fd00::/64', 'fd00::/64', 'fd00::1 to fd00::ffff:ffff:ffff:ffff'],
    ['::/0', '::/0', '::1 to ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ]) {
    const subnet = parseSubnet(text ?? '');
    if (!subnet) throw new Error(text);
    assert.equal([formatSubnet(subnet), hostRange(subnet)], [network, hosts]);
  }
  for (const text of [
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/',
    '/8',
    'fd00::/129',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
  ]) {
    assert.is(parseSubnet(text), undefined, text);
  }
});

test('leading zeros have two readings, unless one is impossible', () => {
  assert.equal(readingsOf('010.0.0.0/8'), { decimal: '10.0.0.0/8', octal: '8.0.0.0/8' });
  assert.equal(readingsOf('10.09.0.1'), { decimal: '10.9.0.1', octal: '' });
  assert.equal(readingsOf('10.01.0.1'), { decimal: '10.1.0.1', octal: '' });
});

test('MAC addresses of one interface are told from others', () => {
  assert.is(normaliseMac('52:54-00:10:00:01'), undefined);
  assert.is(normaliseMac('52:54:00:10:00:0g'), undefined);
  assert.is(normaliseMac('52:54:00:10:00:01:02'), undefined);
  assert.is(whyNotForHosts('52:54:00:10:00:01'), undefined);
  for (const mac of ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '33:33:00:00:00:01'])
    assert.type(whyNotForHosts(mac), 'string');
});

test('host names follow RFC 1123, and a refused one gets a better one', () => {
  for (const name of ['n1', 'a', '1a', 'a-b', 'x'.repeat(63)]) assert.is(whyNoHostname(name), undefined, name);
  for (const [name, better] of [
    ['Node_1', 'node-1'],
    ['-a-', 'a'],
    ['n1.lan', 'n1'],
    ['12', undefined],
    ['a b', 'a-b'],
    ['localhost', undefined],
  ]) {
    assert.type(whyNoHostname(name ?? ''), 'string', name);
    assert.is(suggestHostname(name ?? ''), better);
  }
});

test('a slip of the hand is recognised, and a different word is not', () => {
  const words = ['network', 'memoryMaxMiB', 'subnet', 'subnets', 'roles', 'mac'];
  for (const [typed, meant] of [
    ['netwrok', 'network'],
    ['Network', 'network'],
    ['memory_max_mib', 'memoryMaxMiB'],
    ['role', 'roles'],
    ['subnest', 'subnets'],
    ['mc', 'mac'],
    ['vlan', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ]) {
    assert.is(nearestWord(typed ?? '', words), meant, typed);
  }
  assert.is(editDistance('', 'abc'), 3);
  assert.is(editDistance('abcd', 'acbd'), 1);
});

test('every platform and system is understood by its other names, and no other name is one itself', () => {
  const known = [...Object.keys(platforms), ...Object.keys(systems)];
  for (const [typed, meant] of [
    ['hcloud', 'hetzner'],
    ['AWS', 'ec2'],
    ['google', 'gcp'],
    ['GCE', 'gcp'],
    ['do', 'digitalocean'],
    ['linode', 'akamai'],
    ['proxmox-ve', 'proxmox'],
    ['kvm', 'libvirt'],
    ['qemu', 'libvirt'],
    ['oracle', 'oci'],
    ['esxi', 'vmware'],
    ['vSphere', 'vmware'],
    ['fcos', 'fedora-coreos'],
    ['hetznr', 'hetzner'],
    ['constructor', undefined],
  ]) {
    assert.is(nearestWord(typed ?? '', known, otherNames), meant, typed);
  }
  assert.is(nearestWord('oracle', Object.keys(systems), otherNames), undefined, 'only among the words of its place');
  for (const [other, name] of otherNames) {
    assert.ok(known.includes(name) && !known.includes(other), `${other}: ${name}`);
    assert.match(other, /^[a-z0-9]+$/);
  }
  const { diagnostics } = loadCluster(`target: { platform: hcloud }\n${threeMachines().text}`);
  assert.equal(
    diagnostics.map(({ mend }) => mend),
    ['did you mean hetzner?'],
  );
});

test("paths of the build are known, and neighbours are nobody's", () => {
  for (const path of [
    '/etc/nomad-server.d',
    '/etc/nomad-server.d/a/b',
    '/etc/systemd/system/nomad-x.timer',
    '/etc/systemd/system/nomad-server.service.d/1.conf',
    '/run/nomad-firstboot/status.json',
  ]) {
    assert.ok(reservationOf(path), path);
  }
  for (const path of [
    '/etc/nomad-server.d2',
    '/etc/nomad',
    '/etc/systemd/system/own.service',
    '/etc/systemd/system',
    '/var/lib/nomad',
  ]) {
    assert.is(reservationOf(path), undefined, path);
  }
});

test('settings merge key by key; lists and single values replace', () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 'x' };
  assert.equal(mergeConfig(base, { a: { c: [3], e: null }, f: true }), {
    a: { b: 1, c: [3], e: null },
    d: 'x',
    f: true,
  });
  assert.equal(mergeConfig(base, { a: [] }), { a: [], d: 'x' });
  assert.equal(base, { a: { b: 1, c: [1, 2] }, d: 'x' });
});

test('versions of Nomad are read strictly and compared by number', () => {
  const release = [1, 11, 3] as const;
  assert.equal(parseVersion('1.11.3'), { release, isEnterprise: false });
  assert.equal(parseVersion('1.11.3-rc.1'), { release, prerelease: 'rc.1', isEnterprise: false });
  for (const text of ['1.11.3+ent', '1.11.3+ent.hsm', '1.11.3+ent.hsm.fips1402'])
    assert.equal(parseVersion(text), { release, isEnterprise: true });
  for (const text of ['1.11', 'v1.11.3', '1.11.3-', '1.11.3+oss', '01.1.1', '1.1.1.1', '', '1.11.3\n', '99999.0.0'])
    assert.is(parseVersion(text), undefined, text);
  assert.ok(compareReleases([1, 9, 0], [1, 11, 0]) < 0);
  assert.is(compareReleases([1, 9, 0], [1, 9, 0]), 0);
  assert.ok(atLeast('1.9.0')('1.11.0'));
  assert.not(atLeast('1.9.0')('1.8.9'));
  assert.not(atLeast('1.9.0')('latest'));
  assert.ok(atLeast('1.9.0')('1.9.0-beta.1'), 'a prerelease is taken for its release');
  assert.ok(atLeast('1.9.0')('1.9.0+ent'));
  assert.throws(() => atLeast('newest'), RangeError);
});

test('the understood releases begin with 0.11.3 and have no end; the known lines end with 2.0', () => {
  for (const text of ['0.11.3', '1.3.16', '1.11.99', '2.0.5', '1.11.3+ent', '2.1.0', '3.0.0-beta.1'])
    assert.ok(isUnderstoodNomadVersion(text), text);
  for (const text of ['0.11.2', '0.9.0', '2.0', '']) assert.not(isUnderstoodNomadVersion(text), text);
  for (const text of ['0.12.12', '1.11.99', '2.0.99+ent']) assert.ok(lineOf(text), text);
  for (const text of ['0.13.0', '1.12.0', '2.1.0', '']) assert.is(lineOf(text), undefined, text);
});

test.run();
