/**
 * A machine's network as NetworkManager's keyfiles (nm-settings-keyfile(5)), which Fedora CoreOS and openSUSE MicroOS
 * read. They name no UUID: NetworkManager derives one from the path, the same at each boot.
 */

import type { PlannedFile, PlannedInterface, PlannedNetwork, SourceRoute } from '../../machine/machine-plan.ts';
import { keyfileFolder } from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { isIpv6Text } from '../../net/ip.ts';

type Keyfile = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** One file for each interface; NetworkManager ignores what others than root may read. */
export function keyfiles({ interfaces }: PlannedNetwork): readonly PlannedFile[] {
  // A connection has no drop-ins, so that nothing can be added to what others say of a card.
  const own = interfaces.filter(({ isAddition }) => !isAddition);
  return own.map((attached) =>
    plainFile(`${keyfileFolder}/${attached.network}.nmconnection`, encodeKeyfile(keyfile(attached)), '0600'),
  );
}

function keyfile(attached: PlannedInterface): Keyfile {
  const { network, mac, name, addresses, dhcp, gateways, nameservers, mtu, isFurther, sourceRoute } = attached;
  const ethernet = { ...(mac !== undefined && { 'mac-address': mac }), ...(mtu !== undefined && { mtu }) };
  const family = (isMember: (address: string) => boolean) =>
    familySettings(addresses.filter(isMember), gateways.filter(isMember), nameservers.filter(isMember));
  const [ipv4, ipv6] = [family(isIpv4), family(isIpv6Text)];
  return {
    connection: {
      id: network,
      type: 'ethernet',
      ...(mac === undefined && name !== undefined && { 'interface-name': name }),
    },
    ...(Object.keys(ethernet).length > 0 && { ethernet }),
    ipv4: {
      method: dhcp === 'ipv4' || dhcp === 'both' ? 'auto' : methodOf(ipv4, 'disabled'),
      ...ipv4,
      ...(isFurther && { 'never-default': 'true', 'ignore-auto-dns': 'true' }),
      ...(sourceRoute && sourceSettings(sourceRoute)),
    },
    // Without an address of its own the interface still takes what routers advertise, as the kernel's default is.
    ipv6: { method: methodOf(ipv6, 'auto'), ...ipv6 },
  };
}

/**
 * A rule before the main table's, 32766. To the own subnet, too, the platform's router is the way, in two halves, for
 * `never-default` is about the whole.
 */
function sourceSettings({ from, gateway, table }: SourceRoute) {
  return {
    route1: `0.0.0.0/1,${gateway}`,
    route1_options: `table=${table}`,
    route2: `128.0.0.0/1,${gateway}`,
    route2_options: `table=${table}`,
    'routing-rule1': `priority 32765 from ${from} table ${table}`,
  };
}

/** `address1=`, `address2=` …, and one gateway, which belongs to no single address. */
function familySettings(addresses: readonly string[], [gateway]: readonly string[], nameservers: readonly string[]) {
  return {
    ...Object.fromEntries(addresses.map((address, index) => [`address${index + 1}`, address])),
    ...(gateway !== undefined && { gateway }),
    ...(nameservers.length > 0 && { dns: nameservers.map((server) => `${server};`).join('') }),
  };
}

function methodOf(settings: object, without: string): string {
  return 'address1' in settings ? 'manual' : without;
}

const isIpv4 = (address: string) => !isIpv6Text(address);

/** GLib's key files: groups in brackets, `key=value`. No value here holds what would need an escape. */
function encodeKeyfile(file: Keyfile): string {
  return Object.entries(file)
    .map(([group, values]) =>
      [`[${group}]`, ...Object.entries(values).map(([key, value]) => `${key}=${value}`)].join('\n'),
    )
    .join('\n\n')
    .concat('\n');
}
