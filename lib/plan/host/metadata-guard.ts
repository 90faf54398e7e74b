/**
 * Keeps everybody on a machine from the platform's metadata service, which hands the machine's user-data, and with it
 * the machine's keys, to whoever asks (nft(8)). Root is no exception: a task with Nomad's own default
 * capabilities becomes root by setuid(0), and the client agent itself fetches a job's artifacts and makes its HTTP
 * checks. Only TCP port 80 is closed, because the same address may be the machine's DNS and NTP server.
 */

import type { ClientAgent, Target } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../../machine/machine-plan.ts';
import {
  metadataGuardDropIn,
  metadataGuardFile,
  metadataGuardUnit,
  metadataReaderDropIn,
  programFolder,
} from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { isIpv6Text } from '../../net/ip.ts';
import type { UnitFile } from '../../systemd/unit-file.ts';
import { type FirstBootFormat, metadataAddresses, platformFor, servesUserDataByHttp } from '../../targets/platforms.ts';
import type { MachineKind } from '../kind.ts';
import { scripts } from '../scripts.generated.ts';

/** Whether a client agent needs the guard there: user-data can be read, and nobody switched the guard off. */
export function isMetadataGuarded({ metadataGuard }: ClientAgent, { platform }: Target): boolean {
  return metadataGuard && servesUserDataByHttp(platform);
}

/** Whether machines of the kind need the guard: they run tasks. */
export function needsMetadataGuard({ client, target }: MachineKind): boolean {
  return client !== undefined && isMetadataGuarded(client, target);
}

const program = `${programFolder}/close-metadata`;

/** The addresses of one family, as nft writes a set. */
const addressesOf = (isIpv6: boolean) =>
  metadataAddresses.filter((address) => isIpv6Text(address) === isIpv6).join(', ');

const table = 'inet nomad_metadata_guard';

/**
 * The same rules everywhere: none of the addresses belongs to anybody else. Forwarded packets come from tasks with a
 * network of their own, all others from this machine; the rules that let readers in are added to a chain of their own.
 */
const ruleset = `define ipv4 = { ${addressesOf(false)} }
define ipv6 = { ${addressesOf(true)} }
table ${table}
delete table ${table}
table ${table} {
  chain readers {
  }
  chain closed {
    jump readers
    reject with tcp reset
  }
  chain output {
    type filter hook output priority -5;
    ip daddr $ipv4 tcp dport 80 goto closed
    ip6 daddr $ipv6 tcp dport 80 goto closed
  }
  chain forward {
    type filter hook forward priority -5;
    ip daddr $ipv4 tcp dport 80 reject with tcp reset
    ip6 daddr $ipv6 tcp dport 80 reject with tcp reset
  }
}
`;

/** The rules, and the program that loads them. */
export const metadataGuardFiles: readonly PlannedFile[] = [
  plainFile(metadataGuardFile, ruleset),
  plainFile(program, scripts['close-metadata'], '0755'),
];

/**
 * The guard's unit, and drop-ins of units that it has to do with; those need not be there.
 * @param after units after which it looks for its program
 */
export function metadataGuardUnits(
  { metadataReaders }: ClientAgent,
  { format, platform }: Target,
  after: readonly string[],
): readonly PlannedUnit[] {
  const present = platformFor(platform, format).metadataReaders ?? [];
  const readers = [...new Set([...present, ...metadataReaders])];
  return [guard(format, readers, after), hostRules, ...readers.map(reader)];
}

/** Who asks at each boot and has to be done before the guard closes; what is missing does no harm. */
const askingAtBoot: Readonly<Record<FirstBootFormat, string>> = {
  // The network stage by both its names.
  'cloud-init': 'cloud-init.service cloud-init-network.service',
  // Afterburn by the names of Fedora CoreOS and of Flatcar.
  ignition: ['afterburn', 'coreos-metadata'].map((name) => `${name}.service ${name}-sshkeys@core.service`).join(' '),
};

/**
 * Up before the client agent, which does not start without it. It is in nobody's way while it tries for ever: without
 * the default dependencies multi-user.target does not wait for it. Stopping it leaves the rules in place.
 */
function guard(format: FirstBootFormat, readers: readonly string[], after: readonly string[]): PlannedUnit {
  // Those that run already; the others bring their rules along.
  const admissions = readers.map((name) => `-${admission(name)}`);
  const content: UnitFile = {
    Unit: {
      Description: 'Guard of the metadata service',
      DefaultDependencies: false,
      After: ['local-fs.target', 'nftables.service', askingAtBoot[format], ...after].join(' '),
      Before: 'shutdown.target',
      Conflicts: 'shutdown.target',
    },
    Service: {
      Type: 'oneshot',
      RemainAfterExit: true,
      ExecStart: program,
      ExecStartPost: admissions,
      ExecReload: ['/bin/true', ...admissions],
    },
    Install: { WantedBy: 'multi-user.target' },
  };
  return { name: metadataGuardUnit, content, dropIns: [], enable: true, mask: false };
}

/**
 * Lets in the control group that a unit has at this moment. nft looks it up by its path when it loads the rule, and from
 * then on knows its number alone: the same path made again is another group. So the rule comes again with each start of
 * the unit, and one that is left over lets nobody in. Without cgroup v2 there is no such path, and the journal says so.
 */
const admission = (unit: string) =>
  `nft add rule ${table} readers socket cgroupv2 level 2 '"system.slice/${unit}"' accept`;

/** Before the unit's own program asks, with more rights than it may have; a failure here is none of the unit's. */
function reader(name: string): PlannedUnit {
  return withDropIn(name, metadataReaderDropIn, { Service: { ExecStartPre: `-+${admission('%n')}` } });
}

/**
 * The host's own rules begin and end with `flush ruleset`, which takes the guard's along: if it is up, it closes again at
 * once, and lets the readers in again as soon as it may. If it cannot, the client agent goes down with it.
 */
const closeAgain = `/bin/sh -c 'systemctl -q is-active ${metadataGuardUnit} || exit 0; nft -f ${metadataGuardFile} && systemctl reload --no-block ${metadataGuardUnit} || systemctl restart --no-block ${metadataGuardUnit}'`;

const hostRules = withDropIn('nftables.service', metadataGuardDropIn, {
  Service: { ExecStartPost: closeAgain, ExecReload: closeAgain, ExecStopPost: closeAgain },
});

/** Somebody else's unit. */
function withDropIn(name: string, dropIn: string, content: UnitFile): PlannedUnit {
  return { name, dropIns: [{ name: dropIn, content }], enable: false, mask: false };
}
