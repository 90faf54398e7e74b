/** What the two agents have in common: identity, TLS, the join list, and how their units run. */

import type { Cluster } from '../cluster/cluster.ts';
import { programFolder } from '../machine/places.ts';
import type { TlsConfig } from '../nomad/agent-config.ts';
import { notifiesSystemd } from '../nomad/versions.ts';
import type { UnitSection } from '../systemd/unit-file.ts';
import type { Binding } from './binding.ts';

/** What an agent's configuration says of its machine alone. */
export interface AgentIdentity extends Pick<Binding, 'address' | 'interfaceName'> {
  readonly name: string;
}

/** The settings that both agents begin with. ACLs, TLS and staying in the cluster at a stop are not negotiable. */
export function commonConfig(
  { region }: Cluster,
  datacenter: string,
  { name, address }: Omit<AgentIdentity, 'interfaceName'>,
  dataFolder: string,
) {
  return {
    name,
    region,
    datacenter,
    data_dir: dataFolder,
    bind_addr: address,
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
export function tlsConfig(folder: string, role: 'server' | 'client', keyFile: string): TlsConfig {
  return {
    http: true,
    rpc: true,
    ca_file: `${folder}/ca.pem`,
    cert_file: `${folder}/${role}.pem`,
    key_file: keyFile,
    verify_server_hostname: true,
    verify_https_client: true,
  };
}

/**
 * The part of a unit's [Service] that makes an agent wait for its address and come back for ever.
 * @param prefixes the binding's, with spaces between them
 */
export function agentService(cluster: Cluster, prefixes: string, configs: readonly string[]): UnitSection {
  return {
    Type: notifiesSystemd(cluster.nomad.version) ? 'notify' : 'exec',
    ExecStartPre: [`${programFolder}/wait-for-address ${prefixes}`],
    ExecStart: [cluster.nomad.install.path, 'agent', ...configs.map((path) => `-config=${path}`)].join(' '),
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
 * Start limits off: an agent is tried again for ever. Without default dependencies, for with them multi-user.target, and
 * all that comes after it, would wait for an agent that waits for its address (systemd.target(5)); the others of them
 * are said here (systemd.service(5)).
 */
export function agentUnitSection(
  description: string,
  { requires = [], after = [] }: { readonly requires?: readonly string[]; readonly after?: readonly string[] } = {},
): UnitSection {
  return {
    Description: description,
    Documentation: 'https://developer.hashicorp.com/nomad/docs',
    DefaultDependencies: false,
    Requires: ['sysinit.target', ...requires].join(' '),
    Conflicts: 'shutdown.target',
    Before: 'shutdown.target',
    After: ['sysinit.target', 'basic.target', 'network.target', ...after].join(' '),
    StartLimitIntervalSec: 0,
  };
}
