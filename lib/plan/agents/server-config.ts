/** The server agent's configuration: what all servers of a kind are told, and what a machine adds. */

import type { ServerAgent } from '../../cluster/cluster.ts';
import type { Settings } from '../../cluster/settings.ts';
import type { JsonObject } from '../../cluster/vocabulary.ts';
import { serverCredentialsFolder } from '../../machine/places.ts';
import type { GossipConfig, OwnServerConfig, SharedServerConfig } from '../../nomad/agent-config.ts';
import { failoverSeconds } from '../../nomad/heartbeats.ts';
import { mergeConfig } from '../../nomad/merge-config.ts';
import { mergeAgentConfig } from '../../nomad/plugins.ts';
import { settingsConfig } from '../../nomad/settings.ts';
import { knowsFailoverTtl, speaksRaft3 } from '../../nomad/versions.ts';
import type { Binding } from '../binding.ts';
import { type BuildContext, hostPort } from '../context.ts';
import type { MachineKind } from '../kind.ts';
import { commonConfig, serverJoin, tlsConfig } from './common.ts';

/** What `agent.json` holds: somebody's own settings are merged by the build, because Nomad's merge of files loses some. */
export function sharedServerConfig(context: BuildContext, kind: MachineKind, server: ServerAgent): JsonObject {
  const settings = settingsConfig('server', completed(server.settings), kind.nomad.version);
  return mergeAgentConfig(mergeConfig(fixedConfig(context, kind, server.settings), settings), server.config);
}

/** Nomad takes what is not said of the scheduler's block for false, and not for its default. */
function completed(settings: Settings<'server'>): Settings<'server'> {
  const seedsScheduler = Object.keys(settings).some((word) => word.startsWith('defaultSchedulerConfig.'));
  return seedsScheduler ? { 'defaultSchedulerConfig.preemption.system': true, ...settings } : settings;
}

function fixedConfig(
  { cluster, servers, clientCount }: BuildContext,
  { datacenter, nomad: { version } }: MachineKind,
  settings: Settings<'server'>,
): SharedServerConfig {
  return {
    ...commonConfig(cluster, datacenter, 'server'),
    ports: cluster.server.ports,
    tls: tlsConfig('server', `${serverCredentialsFolder}/server-key.pem`),
    server: {
      enabled: true,
      bootstrap_expect: servers.length,
      ...(knowsFailoverTtl(version) && { failover_heartbeat_ttl: `${failoverSeconds(clientCount, settings)}s` }),
      ...(speaksRaft3(version) ? {} : { raft_protocol: 3 }),
    },
  };
}

/** What `machine.json` holds. */
export function ownServerConfig(
  { cluster, servers }: BuildContext,
  name: string,
  { address }: Binding,
): OwnServerConfig {
  // Joining itself would count as success and end the tries: every other server, never this one.
  const others = servers.filter((server) => server.name !== name);
  return {
    name,
    bind_addr: address,
    advertise: { http: address, rpc: address, serf: address },
    ...(others.length > 0 && {
      server: { server_join: serverJoin(others.map((other) => hostPort(other.address, cluster.server.ports.serf))) },
    }),
  };
}

/** The file with the gossip key alone. */
export function gossipConfig({ secrets }: BuildContext): GossipConfig {
  return { server: { encrypt: secrets.gossipKey } };
}
