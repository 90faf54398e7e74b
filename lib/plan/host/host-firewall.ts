/**
 * The agents' ports in the firewall of the platform's images, where these have one that lets SSH in and nothing else: open
 * for the networks of the description. An accepting rule in a table of our own would not do, for a packet has to pass
 * every table (nft(8)), so it goes into the image's own.
 */

import type { Cluster } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../../machine/machine-plan.ts';
import { hostFirewallUnit, openPortsFile, programFolder } from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { isIpv6Text } from '../../net/ip.ts';
import { platforms } from '../../targets/platforms.ts';
import type { MachineKind } from '../kind.ts';
import { scripts } from '../scripts.generated.ts';

/** Whether machines of the kind have a firewall in their image; those that read Ignition have none. */
export function hasHostFirewall({ target: { platform, format } }: MachineKind): boolean {
  return format === 'cloud-init' && 'hostFirewall' in platforms[platform];
}

const program = `${programFolder}/open-ports`;

/** What is to be opened, a rule on each line, and the program that does so. */
export function hostFirewallFiles(cluster: Cluster, kind: MachineKind): readonly PlannedFile[] {
  const subnets = Object.values(cluster.networks).flatMap((network) => network.subnets);
  const rules = openPorts(cluster, kind).flatMap((port) =>
    subnets.map((subnet) => `${isIpv6Text(subnet) ? 'ip6tables' : 'iptables'} ${port} ${subnet}\n`),
  );
  return [plainFile(openPortsFile, rules.join('')), plainFile(program, scripts['open-ports'], '0755')];
}

/** Protocol and number; Serf gossips by both protocols. */
function openPorts({ server, client }: Cluster, kind: MachineKind): readonly string[] {
  const { http, rpc, serf } = server.ports;
  const ports = [
    ...(kind.server ? [`tcp ${http}`, `tcp ${rpc}`, `tcp ${serf}`, `udp ${serf}`] : []),
    ...(kind.client ? [`tcp ${client.ports.http}`] : []),
  ];
  return [...new Set(ports)];
}

/** What loads the image's rules: ours come after them, and again whenever they are loaded anew. */
const imageFirewalls = 'ufw.service netfilter-persistent.service iptables.service';

export const hostFirewallRules: PlannedUnit = {
  name: hostFirewallUnit,
  content: {
    Unit: {
      Description: "The agents' ports in the image's own firewall",
      After: imageFirewalls,
      PartOf: imageFirewalls,
      ReloadPropagatedFrom: imageFirewalls,
    },
    Service: {
      Type: 'oneshot',
      RemainAfterExit: true,
      ExecStart: program,
      ExecReload: program,
      Restart: 'on-failure',
      RestartSec: '10s',
    },
    Install: { WantedBy: 'multi-user.target' },
  },
  dropIns: [],
  enable: true,
  mask: false,
};
