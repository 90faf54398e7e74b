/** A machine's network as files of systemd-networkd (systemd.network(5)), which Flatcar runs. */

import type { PlannedFile, PlannedInterface, PlannedNetwork, SourceRoute } from '../../machine/machine-plan.ts';
import { networkdFolder } from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { encodeUnitFile } from '../../systemd/unit-file.ts';
import { awaitedInterface } from './awaited-interface.ts';

/** Before the image's own catch-all files, the first of which by name would win. */
const priority = '10';

/** And after the files that netplan, cloud-init and the image make of what the platform says of the same card. */
const furtherPriority = '70-nomad';

/** One file for each interface. */
export function networkdFiles(network: PlannedNetwork): readonly PlannedFile[] {
  const awaited = awaitedInterface(network);
  return network.interfaces.map((attached) => {
    const { name, isAddition, sourceRoute } = attached;
    if (isAddition && sourceRoute) return plainFile(dropIn(name ?? ''), encodeUnitFile(sourceSections(sourceRoute)));
    const order = attached.isFurther ? furtherPriority : priority;
    const isAwaited = attached === awaited && !attached.isFurther;
    return plainFile(`${networkdFolder}/${order}-${attached.network}.network`, networkFile(attached, isAwaited));
  });
}

/** Beside the file that netplan makes of what cloud-init says of a card. */
const dropIn = (name: string) => `${networkdFolder}/10-netplan-${name}.network.d/nomad.conf`;

/** To the own subnet, too, the platform's router is the way. */
function sourceSections({ from, gateway, table }: SourceRoute) {
  return { RoutingPolicyRule: { From: from, Table: table }, Route: { Gateway: gateway, Table: table } };
}

/**
 * Routes are kept, for in routed networks the subnet itself is one; what they say of a default route comes after any
 * other card's.
 */
const withoutDefaultRoute = { DHCPv4: { UseGateway: false, UseDNS: false, RouteMetric: 4096 } };

function networkFile(attached: PlannedInterface, isAwaited: boolean): string {
  const { mac, name, addresses, dhcp, gateways, nameservers, mtu, isFurther, sourceRoute } = attached;
  const isOptional = isFurther || (!dhcp && !isAwaited);
  return encodeUnitFile({
    // VLANs and bridges inherit the MAC of the card below them, and are no Ethernet cards.
    Match: mac === undefined ? { Name: name ?? 'e*' } : { MACAddress: mac, Type: 'ether' },
    ...((mtu !== undefined || isOptional) && {
      Link: { ...(mtu !== undefined && { MTUBytes: mtu }), ...(isOptional && { RequiredForOnline: false }) },
    }),
    Network: {
      DHCP: dhcp === 'both' ? true : dhcp,
      ...(addresses.length > 0 && { Address: addresses }),
      ...(gateways.length > 0 && { Gateway: gateways }),
      ...(nameservers.length > 0 && { DNS: nameservers }),
    },
    ...(isFurther && dhcp && withoutDefaultRoute),
    ...(sourceRoute && sourceSections(sourceRoute)),
  });
}
