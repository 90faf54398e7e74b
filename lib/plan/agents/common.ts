/** What the two agents have in common: TLS, the join list, and how their units run. */

import type { Cluster } from '../../cluster/cluster.ts';
import type { Role } from '../../cluster/vocabulary.ts';
import { configFolders, dataFolders, programFolder } from '../../machine/places.ts';
import type { ServerJoin, TlsConfig } from '../../nomad/agent-config.ts';
import { notifiesSystemd } from '../../nomad/versions.ts';
import type { UnitSection } from '../../systemd/unit-file.ts';
import type { MachineKind } from '../kind.ts';

/** The settings that both agents begin with. ACLs, TLS and staying in the cluster at a stop are not negotiable. */
export function commonConfig({ region }: Cluster, datacenter: string, role: Role) {
  return {
    region,
    datacenter,
    data_dir: dataFolders[role],
    // Leaving at every stop would take a server's Raft peer away.
    leave_on_interrupt: false,
    leave_on_terminate: false,
    disable_update_check: true,
    // Peers are named by address; an agent that also looks for a Consul agent only fills the journal with errors.
    consul: { auto_advertise: false, server_auto_join: false, client_auto_join: false },
    acl: { enabled: true },
  };
}

/** TLS in both directions, for HTTP and RPC. */
export function tlsConfig(role: Role, keyFile: string): TlsConfig {
  return {
    http: true,
    rpc: true,
    ca_file: `${configFolders[role]}/ca.pem`,
    cert_file: `${configFolders[role]}/${role}.pem`,
    key_file: keyFile,
    verify_server_hostname: true,
    verify_https_client: true,
  };
}

/** Joins for ever, every second. @param addresses each with its port */
export function serverJoin(addresses: readonly string[]): ServerJoin {
  return { retry_join: addresses, retry_max: 0, retry_interval: '1s' };
}

/**
 * The part of a unit's [Service] that makes an agent wait for its address and come back for ever.
 * @param configs the files and folders of its configuration
 * @param before programs of ours that run before it, once the address is there
 * @param prepared commands that run before it besides
 */
export function agentService(
  { nomad }: MachineKind,
  role: Role,
  configs: readonly string[],
  before: readonly string[] = [],
  prepared: readonly string[] = [],
): UnitSection {
  return {
    Type: notifiesSystemd(nomad.version) ? 'notify' : 'exec',
    ExecStartPre: [
      ...[`wait-for-address ${role}`, ...before].map((program) => `${programFolder}/${program}`),
      ...prepared,
    ],
    ExecStart: [nomad.install.path, 'agent', ...configs.map((path) => `-config=${path}`)].join(' '),
    ExecReload: '/bin/kill -HUP $MAINPID',
    Restart: 'always',
    RestartSec: '2s',
    // An agent that does not leave the cluster at SIGINT or SIGTERM exits with 1.
    SuccessExitStatus: 1,
    // An address may be a long time coming, and waiting beats failing.
    TimeoutStartSec: 'infinity',
    TimeoutStopSec: '30s',
    LimitNOFILE: 65536,
  };
}

/**
 * [Unit] of an agent. It has no start limit, because an agent is tried again for ever. It has no default dependencies
 * (systemd.service(5)), because with them multi-user.target, and all that comes after it, would wait for an agent that
 * waits for its address; the ones that an agent needs are said here.
 */
export function agentUnitSection(description: string, others: OtherUnits = {}): UnitSection {
  const { Description, ...section } = patientUnitSection(description, others);
  return { Description: description, Documentation: 'https://developer.hashicorp.com/nomad/docs', ...section };
}

/** Units that one needs, and those after which it starts. */
interface OtherUnits {
  readonly requires?: readonly string[];
  readonly after?: readonly string[];
}

/** The same for whatever else may take its time, and nothing of the boot with it. */
export function patientUnitSection(description: string, { requires = [], after = [] }: OtherUnits = {}): UnitSection {
  return {
    Description: description,
    DefaultDependencies: false,
    Requires: ['sysinit.target', ...requires].join(' '),
    Conflicts: 'shutdown.target',
    Before: 'shutdown.target',
    After: ['sysinit.target', 'basic.target', 'network.target', ...after].join(' '),
    StartLimitIntervalSec: 0,
  };
}
