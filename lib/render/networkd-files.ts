/** A machine's network as files of systemd-networkd (systemd.network(5)), which Flatcar runs. */

import type { PlannedFile, PlannedInterface, PlannedNetwork } from '../plan/machine-plan.ts';
import { encodeUnitFile } from '../systemd/unit-file.ts';

/** Before the image's own catch-all files, the first of which by name would win. */
const priority = '10';

/** One file for each interface. */
export function networkdFiles({ interfaces }: PlannedNetwork): readonly PlannedFile[] {
  return interfaces.map((attached) => ({
    path: `/etc/systemd/network/${priority}-${attached.network}.network`,
    mode: '0644',
    content: networkFile(attached),
    secret: false,
  }));
}

function networkFile({ mac, name, addresses, dhcp, gateways, nameservers, mtu }: PlannedInterface): string {
  return encodeUnitFile({
    // VLANs and bridges inherit the MAC of the card below them, and are no Ethernet cards.
    Match: mac === undefined ? { Name: name ?? 'e*' } : { MACAddress: mac, Type: 'ether' },
    ...((mtu !== undefined || !dhcp) && {
      Link: {
        ...(mtu !== undefined && { MTUBytes: mtu }),
        // Agents wait for their addresses themselves; without this the boot waits for IPv6 link-local ones, too.
        ...(!dhcp && { RequiredForOnline: false }),
      },
    }),
    Network: {
      DHCP: dhcp === 'both' ? true : dhcp,
      ...(addresses.length > 0 && { Address: addresses }),
      ...(gateways.length > 0 && { Gateway: gateways }),
      ...(nameservers.length > 0 && { DNS: nameservers }),
    },
  });
}
