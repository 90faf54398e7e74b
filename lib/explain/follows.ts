/** What of a machine's settings nobody says: what follows from its platform, its system, Nomad's release and the cluster. */

import type { ClientAgent, Cluster, Machine } from '../cluster/cluster.ts';
import { type JsonValue, roles } from '../cluster/vocabulary.ts';
import { clientCapabilities } from '../nomad/drivers/clients.ts';
import { failoverSeconds } from '../nomad/heartbeats.ts';
import { effectiveReservedMemoryMiB } from '../nomad/reserved.ts';
import { plainSettings } from '../nomad/settings.ts';
import { notifiesSystemd } from '../nomad/versions.ts';
import { equipmentOf } from '../plan/kind.ts';
import { platformFor, platforms, servesUserDataByHttp } from '../targets/platforms.ts';
import { systems } from '../targets/systems.ts';

/** A value, and what it follows from. */
export interface Following {
  readonly words: readonly string[];
  /** `null` where the setting is not written at all. */
  readonly value: JsonValue;
  readonly from: 'version' | 'platform' | 'system' | 'cluster' | 'machine';
  readonly why: string;
}

/** All of them for one machine. */
export function followingOf(cluster: Cluster, machine: Machine): readonly Following[] {
  return [...unwritten(machine), ...ofRelease(machine), ...ofTarget(machine), ...ofAgents(cluster, machine)];
}

/** Settings with a default that the machine's release of Nomad does not know. */
function unwritten({ nomad: { version }, ...machine }: Machine): readonly Following[] {
  return roles.flatMap((role) => {
    const usual = machine[role] ? plainSettings[role].filter(({ fallback }) => fallback !== undefined) : [];
    const unknown = usual.filter(({ isKnownTo }) => !isKnownTo(version));
    return unknown.map(({ steps, since, until }) => ({
      words: [role, ...steps],
      value: null,
      from: 'version' as const,
      why: `Nomad ${version} does not know it (${until === undefined ? `from ${since} on` : `until ${until}`})`,
    }));
  });
}

function ofRelease({ nomad: { version, install } }: Machine): readonly Following[] {
  const packaged: Following[] =
    install.method === 'apt'
      ? [
          {
            words: ['nomad', 'install', 'packageVersion'],
            value: install.packageVersion,
            from: 'version',
            why: `Nomad ${version}`,
          },
        ]
      : [];
  const path: Following = {
    words: ['nomad', 'install', 'path'],
    value: install.path,
    from: 'machine',
    why: `the installation's method is ${install.method}`,
  };
  const type = notifiesSystemd(version) ? 'notify' : 'exec';
  const unit: Following = { words: ['unitType'], value: type, from: 'version', why: `Nomad ${version}` };
  return [path, ...packaged, unit];
}

function ofTarget({ target, client, users }: Machine): readonly Following[] {
  const { platform, format, os } = target;
  const { title } = platforms[platform];
  const guard = client?.metadataGuard && !servesUserDataByHttp(platform);
  const readers = platformFor(platform, format).metadataReaders ?? [];
  const masked = users.length > 0 ? [] : systems[os].sshUnits;
  return [
    ...(guard
      ? [following(['client', 'metadataGuard'], false, 'platform', `${title} hands out no user-data over HTTP`)]
      : []),
    ...(client?.metadataGuard && !guard && readers.length > 0
      ? [following(['client', 'platformReaders'], readers, 'platform', `${title}'s own agents`)]
      : []),
    ...(masked.length > 0 ? [following(['maskedUnits'], masked, 'system', `nobody logs in, and ${os} has these`)] : []),
  ];
}

function ofAgents({ machines, client: { ports } }: Cluster, { server, client, target }: Machine): readonly Following[] {
  const clients = machines.filter((machine) => machine.client).length;
  const capabilitiesOf = (agent: ClientAgent) =>
    clientCapabilities({ ...equipmentOf({ target }, agent), httpPort: ports.http });
  const ttl = `${failoverSeconds(clients, server?.settings)}s`;
  const reserved = client ? effectiveReservedMemoryMiB(client, server?.memoryMaxMiB ?? 0) : 0;
  return [
    ...(server
      ? [
          following(
            ['server', 'resources', 'memoryMaxMiB'],
            server.memoryMaxMiB,
            'cluster',
            `it has ${clients} clients`,
          ),
        ]
      : []),
    ...(server && server.settings.failoverHeartbeatTtl === undefined
      ? [following(['server', 'failoverHeartbeatTtl'], ttl, 'cluster', `it has ${clients} clients`)]
      : []),
    ...(client
      ? [following(['client', 'capabilities'], capabilitiesOf(client), 'machine', 'its drivers need them')]
      : []),
    ...(client && server
      ? [following(['client', 'reservedMemoryInAllMiB'], reserved, 'machine', "client.reserved and the server's limit")]
      : []),
  ];
}

function following(words: readonly string[], value: JsonValue, from: Following['from'], why: string): Following {
  return { words, value, from, why };
}
