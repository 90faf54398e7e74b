/** What the description says of all agents: networks, ports, drivers. */

import type { ClientAgent, ClientCommons, ServerAgent, ServerCommons } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { JsonObject, TaskDriver } from '../../cluster/vocabulary.ts';
import { mergeAgentConfig } from '../../nomad/plugins.ts';
import type { ClusterDraft } from '../draft.ts';
import { type Networks, reportUnknownNetwork } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { resolveSettings } from './plain-settings.ts';
import { resolveProvisions } from './provisions.ts';

/** Where every server agent listens. */
export function resolveServerCommons({ server }: ClusterDraft, networks: Networks, at: Place): ServerCommons {
  if (server?.network !== undefined) reportUnknownNetwork(server.network, networks, at.key('network'));
  const ports = {
    http: server?.ports?.http ?? defaults['server.ports.http'],
    rpc: server?.ports?.rpc ?? defaults['server.ports.rpc'],
    serf: server?.ports?.serf ?? defaults['server.ports.serf'],
  };
  reportServerPorts(ports, at.key('ports'));
  return { network: server?.network ?? '', ports };
}

/** Where every client agent listens. */
export function resolveClientCommons({ client }: ClusterDraft, networks: Networks, at: Place): ClientCommons {
  if (client?.network !== undefined) reportUnknownNetwork(client.network, networks, at.key('network'));
  return { network: client?.network ?? '', ports: { http: client?.ports?.http ?? defaults['client.ports.http'] } };
}

/**
 * What may differ from one server agent to the next.
 * @param unsaidMemoryMiB the memory limit if the description names none
 */
export function resolveServer(server: ClusterDraft['server'], unsaidMemoryMiB: number): ServerAgent {
  return {
    memoryMaxMiB: server?.resources?.memoryMaxMiB ?? unsaidMemoryMiB,
    settings: resolveSettings('server', server),
    config: plainConfig(server?.config),
  };
}

/** What may differ from one client agent to the next. */
export function resolveClient(client: ClusterDraft['client'], networks: Networks, at: Place): ClientAgent {
  return {
    metadataGuard: client?.metadataGuard ?? defaults['client.metadataGuard'],
    metadataReaders: (client?.metadataReaders ?? defaults['client.metadataReaders']).flatMap((unit) => unit ?? []),
    drivers: resolveDrivers(client?.drivers ?? defaults['client.drivers'], at.key('drivers')),
    provisions: resolveProvisions(client ?? {}, networks, at),
    settings: resolveSettings('client', client),
    config: plainConfig(client?.config),
  };
}

/** The schema lets any JSON through as `config`, and a description is JSON. */
function plainConfig(config: object | undefined): JsonObject {
  return mergeAgentConfig({}, (config ?? {}) as JsonObject);
}

function resolveDrivers(listed: readonly (TaskDriver | undefined)[], at: Place): readonly TaskDriver[] {
  const drivers = new Set<TaskDriver>();
  for (const [index, driver] of listed.entries()) {
    if (driver === undefined) continue;
    if (drivers.has(driver)) at.key(index).add('listed-twice', { item: driver });
    else if (driver === 'raw_exec') at.key(index).add('raw-exec', {});
    drivers.add(driver);
  }
  return [...drivers];
}

function reportServerPorts(ports: ServerCommons['ports'], at: Place): void {
  const seen = new Map<number, string>();
  for (const [word, port] of Object.entries(ports)) {
    const other = seen.get(port);
    if (port < 1024) at.key(word).add('server-port-privileged', { port });
    if (other !== undefined) at.key(word).add('server-ports-collide', { port, word: other }, at.key(other));
    else seen.set(port, word);
  }
}
