/** Which interface a boot waits for. */

import type { PlannedInterface, PlannedNetwork } from '../../machine/machine-plan.ts';

/**
 * Agents wait for their addresses themselves, so one interface is enough: one that asks for its address, else the first.
 * But one it has to be: systemd-networkd-wait-online.service(8) counts a machine whose interfaces are all optional as
 * never online, and whatever is ordered after network-online.target waits for two minutes, cloud-init among it. Only
 * netplan from 1.0 on spares its users that.
 */
export function awaitedInterface({ interfaces }: PlannedNetwork): PlannedInterface | undefined {
  return interfaces.find(({ dhcp }) => dhcp) ?? interfaces[0];
}
