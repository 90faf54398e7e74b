/** The network files as NetworkManager's own library reads them; systemd-networkd judges its own in test/equivalence. */

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
    }
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)`;
    const contents = keyfiles({ interfaces: [dualStack, named] }).map(({ content }) => content);
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
      },
      {
        warnings: [],
        id: 'any',
        name: 'ens4',
        mac: null,
        mtu: 1400,
        methods: ['auto', 'auto'],
        gateways: [null, null],
        addresses: [],
        dns: [],
      },
    ]);
  },
  pythonWith('gi', 'gi.require_version("NM", "1.0")'),
);

render.run();
