/** The network files as NetworkManager's own library reads them; systemd-networkd judges its own in test/equivalence. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlannedInterface } from '../../lib/machine/machine-plan.ts';
import { keyfiles } from '../../lib/render/network/keyfiles.ts';
import { networkdFiles } from '../../lib/render/network/networkd-files.ts';
import { testWithJudge } from '../judges.ts';
import { askPython, pythonWith } from '../python.ts';

const render = suite('network files');

/** A card with everything that a network can give it. */
const dualStack: PlannedInterface = {
  network: 'servers',
  mac: '52:54:00:10:00:01',
  addresses: ['10.10.0.11/24', '2001:db8::11/64'],
  dhcp: false,
  gateways: ['10.10.0.1', '2001:db8::1'],
  nameservers: ['10.10.0.2', '10.10.0.3', '2001:db8::2'],
  mtu: 1400,
};
const dynamic: PlannedInterface = { ...dualStack, network: 'any', name: 'ens4', addresses: [], dhcp: 'ipv4' };
const { mac: _, ...named } = { ...dynamic, gateways: [], nameservers: [] };

render('networkd files match a card by its MAC, or by name where there is none', () => {
  const [one, other] = networkdFiles({ interfaces: [dualStack, named] });
  assert.is(one?.path, '/etc/systemd/network/10-servers.network');
  assert.is(one?.mode, '0644');
  assert.is(
    one?.content,
    `[Match]
MACAddress=52:54:00:10:00:01
Type=ether

[Link]
MTUBytes=1400
RequiredForOnline=no

[Network]
DHCP=no
Address=10.10.0.11/24
Address=2001:db8::11/64
Gateway=10.10.0.1
Gateway=2001:db8::1
DNS=10.10.0.2
DNS=10.10.0.3
DNS=2001:db8::2
`,
  );
  assert.is(other?.content, '[Match]\nName=ens4\n\n[Link]\nMTUBytes=1400\n\n[Network]\nDHCP=ipv4\n');
});

render('of interfaces that ask for nothing, the first is what makes a machine online', () => {
  const files = networkdFiles({ interfaces: [dualStack, { ...dualStack, network: 'clients' }] });
  assert.equal(
    files.map(({ content }) => /^RequiredForOnline=no$/m.test(content)),
    [false, true],
  );
});

const systemdNetworkd = '/usr/lib/systemd/systemd-networkd';
const installed = existsSync(systemdNetworkd) ? systemdNetworkd : undefined;

/** Namespaces with mounts of their own are root's. */
const networkdForRoot = process.getuid?.() === 0 ? installed : undefined;

/** With the name servers of the platform's first card, and a default route behind all others. */
const further: PlannedInterface = { ...named, network: 'clients', isFurther: true };

testWithJudge(
  render,
  'systemd-networkd',
  'networkd knows every word of a further card’s file',
  (networkd) => {
    // In namespaces of its own, with a card for it to match; the second file has a word that it does not know.
    const files = networkdFiles({ interfaces: [further] }).map(({ content }) => content);
    const program = `mount -t tmpfs own /run && mkdir -p /run/systemd/network /run/systemd/netif/leases /run/systemd/netif/links
printf %s "$1" >/run/systemd/network/70-sound.network
printf '%s\\nNoSuchWord=1\\n' "$1" >/run/systemd/network/71-broken.network
ip link add ens4 type veth peer name far
SYSTEMD_LOG_TARGET=console timeout 3 "$2" 2>&1 || :`;
    const { stdout } = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', program, 'sh', files[0] ?? '', networkd], {
      encoding: 'utf8',
    });
    assert.match(stdout, "71-broken.network:16: Unknown key 'NoSuchWord'");
    assert.not.match(stdout, '70-sound.network');
  },
  networkdForRoot,
);

testWithJudge(
  render,
  'systemd-networkd',
  'networkd adds a source rule to what netplan says of a card',
  (networkd) => {
    const route = { from: '10.20.0.0/24', gateway: '10.20.0.1', table: 101 };
    const added: PlannedInterface = {
      ...named,
      network: 'clients',
      name: 'eth1',
      sourceRoute: route,
      isAddition: true,
    };
    const [file] = networkdFiles({ interfaces: [added] });
    const inRun = (file?.path ?? '').replace('/etc/', '/run/');
    // Without udev: networkd waits for that only where /sys can be written to.
    const program = `mount -t sysfs -o ro own /sys && mount -t tmpfs own /run
mkdir -p "\${2%/*}" /run/systemd/netif/leases /run/systemd/netif/links
printf '[Match]\\nName=eth1\\n[Network]\\nAddress=10.20.0.11/24\\n' >"\${2%.d/*}"
printf %s "$3" >"$2"
chown -R systemd-network /run/systemd
ip link add eth1 type veth peer name far && ip link set far up
"$1" >/dev/null 2>&1 &
tries=0
until ip route show table 101 2>/dev/null | grep . || [ $tries -eq 100 ]; do tries=$((tries + 1)); sleep 0.1; done
ip rule show
kill $!`;
    const args = ['--net', '--mount', 'sh', '-c', program, 'sh', networkd, inRun, file?.content ?? ''];
    const { stdout } = spawnSync('unshare', args, { encoding: 'utf8' });
    assert.match(stdout, 'from 10.20.0.0/24 lookup 101');
    assert.match(stdout, 'default via 10.20.0.1 dev eth1');
  },
  networkdForRoot,
);

render('a further card leaves the default route to another', () => {
  const [networkd] = networkdFiles({ interfaces: [further] });
  assert.is(networkd?.path, '/etc/systemd/network/70-nomad-clients.network');
  assert.match(networkd?.content ?? '', '[DHCPv4]\nUseGateway=no\nUseDNS=no\nRouteMetric=4096\n');
  assert.match(networkd?.content ?? '', 'RequiredForOnline=no');
  assert.match(
    keyfiles({ interfaces: [further] })[0]?.content ?? '',
    'method=auto\nnever-default=true\nignore-auto-dns=true',
  );
});

/** With a table of its own for what has its addresses. */
const routed: PlannedInterface = {
  ...further,
  sourceRoute: { from: '10.20.0.0/24', gateway: '10.20.0.1', table: 101 },
};

render('keyfiles are for root alone, one for each card', () => {
  const [one, other] = keyfiles({ interfaces: [dualStack, named] });
  assert.is(one?.path, '/etc/NetworkManager/system-connections/servers.nmconnection');
  assert.is(one?.mode, '0600');
  assert.is(
    one?.content,
    `[connection]
id=servers
type=ethernet

[ethernet]
mac-address=52:54:00:10:00:01
mtu=1400

[ipv4]
method=manual
address1=10.10.0.11/24
gateway=10.10.0.1
dns=10.10.0.2;10.10.0.3;

[ipv6]
method=manual
address1=2001:db8::11/64
gateway=2001:db8::1
dns=2001:db8::2;
`,
  );
  assert.match(other?.content ?? '', /^interface-name=ens4$/m);
});

testWithJudge(
  render,
  'python3 with gi and NetworkManager’s typelib (python3-gi, gir1.2-nm-1.0)',
  'NetworkManager reads the keyfiles as they were meant',
  (python) => {
    const program = `
import json, sys, gi
gi.require_version("NM", "1.0")
from gi.repository import GLib, NM
def read(text):
    file = GLib.KeyFile()
    file.load_from_data(text, len(text), GLib.KeyFileFlags.NONE)
    warnings = []
    handler = lambda keyfile, connection, kind, data, user: warnings.append(data.get_message()) or True
    connection = NM.keyfile_read(file, "/etc/NetworkManager/system-connections", NM.KeyfileHandlerFlags.NONE, handler)
    # The daemon makes one of the path.
    connection.get_setting_connection().set_property("uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
    connection.verify()
    wired = connection.get_setting_wired()
    families = [connection.get_setting_ip4_config(), connection.get_setting_ip6_config()]
    return {
        "warnings": warnings, "id": connection.get_id(), "name": connection.get_interface_name(),
        "mac": wired and wired.get_mac_address(), "mtu": wired and wired.get_mtu(),
        "methods": [f.get_method() for f in families], "gateways": [f.get_gateway() for f in families],
        "addresses": ["%s/%d" % (f.get_address(i).get_address(), f.get_address(i).get_prefix()) for f in families for i in range(f.get_num_addresses())],
        "dns": [f.get_dns(i) for f in families for i in range(f.get_num_dns())],
        "rules": [families[0].get_routing_rule(i).to_string(NM.IPRoutingRuleAsStringFlags.AF_INET, None) for i in range(families[0].get_num_routing_rules())],
        "routes": ["%s/%d %s %s" % (r.get_dest(), r.get_prefix(), r.get_next_hop(), r.get_attribute("table")) for r in (families[0].get_route(i) for i in range(families[0].get_num_routes()))],
    }
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)`;
    const contents = keyfiles({ interfaces: [dualStack, named, routed] }).map(({ content }) => content);
    const anyCard = {
      warnings: [],
      id: 'any',
      name: 'ens4',
      mac: null,
      mtu: 1400,
      methods: ['auto', 'auto'],
      gateways: [null, null],
      addresses: [],
      dns: [],
      rules: [],
      routes: [],
    };
    assert.equal(askPython(python, program, contents), [
      {
        warnings: [],
        id: 'servers',
        name: null,
        mac: '52:54:00:10:00:01',
        mtu: 1400,
        methods: ['manual', 'manual'],
        gateways: ['10.10.0.1', '2001:db8::1'],
        addresses: ['10.10.0.11/24', '2001:db8::11/64'],
        dns: ['10.10.0.2', '10.10.0.3', '2001:db8::2'],
        rules: [],
        routes: [],
      },
      anyCard,
      {
        ...anyCard,
        id: 'clients',
        rules: ['priority 32765 from 10.20.0.0/24 table 101'],
        routes: ['0.0.0.0/1 10.20.0.1 uint32 101', '128.0.0.0/1 10.20.0.1 uint32 101'],
      },
    ]);
  },
  pythonWith('gi', 'gi.require_version("NM", "1.0")'),
);

render.run();
