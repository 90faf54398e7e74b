/** What the description says of all agents: networks, ports, drivers. */

import type { ClientDefaults, ServerDefaults } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { TaskDriver } from '../../cluster/vocabulary.ts';
import type { ClusterDraft } from '../draft.ts';
import { type Networks, reportUnknownNetwork } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { resolveSettings } from './plain-settings.ts';

/** Settings of every server agent. */
export function resolveServer({ server }: ClusterDraft, networks: Networks, at: Place): ServerDefaults {
  if (server?.network !== undefined) reportUnknownNetwork(server.network, networks, at.key('network'));
  const ports = {
    http: server?.ports?.http ?? defaults['server.ports.http'],
    rpc: server?.ports?.rpc ?? defaults['server.ports.rpc'],
    serf: server?.ports?.serf ?? defaults['server.ports.serf'],
  };
  reportServerPorts(ports, at.key('ports'));
  return {
    network: server?.network ?? '',
    ports,
    memoryMaxMiB: server?.resources?.memoryMaxMiB ?? defaults['server.resources.memoryMaxMiB'],
    settings: resolveSettings('server', server),
  };
}

/** Settings of every client agent. */
export function resolveClient({ client }: ClusterDraft, networks: Networks, at: Place): ClientDefaults {
  if (client?.network !== undefined) reportUnknownNetwork(client.network, networks, at.key('network'));
  return {
    network: client?.network ?? '',
    ports: { http: client?.ports?.http ?? defaults['client.ports.http'] },
    metadataGuard: client?.metadataGuard ?? defaults['client.metadataGuard'],
    metadataReaders: (client?.metadataReaders ?? defaults['client.metadataReaders']).flatMap((unit) => unit ?? []),
    drivers: resolveDrivers(client?.drivers ?? defaults['client.drivers'], at.key('drivers')),
    settings: resolveSettings('client', client),
  };
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

function reportServerPorts(ports: ServerDefaults['ports'], at: Place): void {
  const seen = new Map<number, string>();
  for (const [word, port] of Object.entries(ports)) {
    const other = seen.get(port);
    if (port < 1024) at.key(word).add('server-port-privileged', { port });
    if (other !== undefined) at.key(word).add('server-ports-collide', { port, word: other }, at.key(other));
    else seen.set(port, word);
  }
}
