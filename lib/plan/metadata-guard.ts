/**
 * Keeps tasks from the platform's metadata service, which hands the machine's user-data, and with it the machine's
 * keys, to whoever asks (nft(8)). Only TCP port 80 is closed: the same address may be the machine's DNS and NTP server.
 */

import type { Cluster, Machine } from '../load/cluster.ts';
import { isIpv6Text } from '../load/ip.ts';
import { platforms, servesUserDataByHttp } from '../load/platforms.ts';
import type { UnitFile } from '../systemd/unit-file.ts';
import type { PlannedFile, PlannedUnit } from './machine-plan.ts';
import { metadataGuardFile, metadataGuardUnit } from './places.ts';

/** Whether the machine needs the guard: it runs tasks, user-data can be read there, and nobody switched it off. */
export function needsMetadataGuard({ client }: Cluster, machine: Machine): boolean {
  return machine.client !== undefined && client.metadataGuard && servesUserDataByHttp(machine.target.platform);
}

export function metadataGuardFiles(cluster: Cluster, machine: Machine): PlannedFile[] {
  if (!needsMetadataGuard(cluster, machine)) return [];
  const { metadataAddresses } = platforms[machine.target.platform];
  return [{ path: metadataGuardFile, mode: '0644', content: ruleset(metadataAddresses), secret: false }];
}

/** Forwarded packets come from tasks with a network of their own, the others from users who are not root. */
function ruleset(addresses: readonly string[]): string {
  const matches = addresses.map((address) => `${isIpv6Text(address) ? 'ip6' : 'ip'} daddr ${address} tcp dport 80`);
  const rules = (condition: string) =>
    matches.map((match) => `    ${match}${condition} counter reject with tcp reset\n`).join('');
  return `# Nobody but root reaches the metadata service; other ports of its address stay open.
table inet nomad_metadata_guard
delete table inet nomad_metadata_guard
table inet nomad_metadata_guard {
  chain forward {
    type filter hook forward priority filter - 5; policy accept;
${rules('')}  }
  chain output {
    type filter hook output priority filter - 5; policy accept;
${rules(' meta skuid != 0')}  }
}
`;
}

/**
 * Up before the network is, and before any task: the client agent does not start without it. The host's own rules, in
 * nftables.service, begin and end with `flush ruleset`: they come first, and when they come again the guard does, too.
 */
export function metadataGuardUnits(cluster: Cluster, machine: Machine): PlannedUnit[] {
  if (!needsMetadataGuard(cluster, machine)) return [];
  const load = `nft -f ${metadataGuardFile}`;
  const content: UnitFile = {
    Unit: {
      Description: 'Guard of the metadata service against tasks',
      DefaultDependencies: false,
      After: 'local-fs.target nftables.service',
      Before: 'network-pre.target shutdown.target',
      Wants: 'network-pre.target',
      Conflicts: 'shutdown.target',
      PartOf: 'nftables.service',
      ReloadPropagatedFrom: 'nftables.service',
    },
    Service: { Type: 'oneshot', RemainAfterExit: true, ExecStart: load, ExecReload: load },
    Install: { WantedBy: 'multi-user.target' },
  };
  return [{ name: metadataGuardUnit, content, dropIns: [], enable: true, mask: false }];
}
