/** The agents' own settings, and whether the machines can carry them: networks, ports, memory, quorum. */

import type { ClientDefaults, NomadRelease, ServerDefaults, Telemetry } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults, type TelemetryDescription } from '../../cluster/description.generated.ts';
import { durationSeconds } from '../../cluster/durations.ts';
import type { TaskDriver } from '../../cluster/vocabulary.ts';
import { show } from '../../diagnostic-text.ts';
import { isUnderstoodNomadVersion, parseVersion, understoodVersions } from '../../nomad/releases.ts';
import { supportsNodePools } from '../../nomad/versions.ts';
import { reportUnknownNetwork } from '../cluster/interfaces.ts';
import type { Networks } from '../cluster/networks.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import { resolveInstallation } from './installation.ts';

/** The Nomad release, which must be one that is understood. */
export function resolveNomad(draft: ClusterDraft, report: Report): NomadRelease {
  const version = draft.nomad?.version ?? '';
  if (draft.nomad?.version !== undefined && !isUnderstoodNomadVersion(version)) {
    const bare = /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1];
    const isNear = bare !== undefined && bare !== version && isUnderstoodNomadVersion(bare);
    const facts = { received: show(version), understood: understoodVersions };
    report.add('nomad-version', ['nomad', 'version'], { ...facts, ...(isNear && { suggestion: bare }) });
  }
  return { version, install: resolveInstallation(draft, report) };
}

/** Settings of every server agent. */
export function resolveServer({ server }: ClusterDraft, networks: Networks, report: Report): ServerDefaults {
  if (server?.network !== undefined) reportUnknownNetwork(server.network, ['server', 'network'], networks, report);
  const ports = {
    http: server?.ports?.http ?? defaults['server.ports.http'],
    rpc: server?.ports?.rpc ?? defaults['server.ports.rpc'],
    serf: server?.ports?.serf ?? defaults['server.ports.serf'],
  };
  reportServerPorts(ports, report);
  return {
    network: server?.network ?? '',
    ports,
    memoryMaxMiB: server?.resources?.memoryMaxMiB ?? defaults['server.resources.memoryMaxMiB'],
    ...(server?.failoverHeartbeatTtl !== undefined && {
      failoverHeartbeatSeconds: durationSeconds(server.failoverHeartbeatTtl),
    }),
    logLevel: server?.logLevel ?? defaults['server.logLevel'],
    telemetry: resolveTelemetry(server?.telemetry, 'server'),
  };
}

/** Settings of every client agent. */
export function resolveClient({ client }: ClusterDraft, networks: Networks, report: Report): ClientDefaults {
  if (client?.network !== undefined) reportUnknownNetwork(client.network, ['client', 'network'], networks, report);
  return {
    network: client?.network ?? '',
    ports: { http: client?.ports?.http ?? defaults['client.ports.http'] },
    metadataGuard: client?.metadataGuard ?? defaults['client.metadataGuard'],
    metadataReaders: (client?.metadataReaders ?? defaults['client.metadataReaders']).flatMap((unit) => unit ?? []),
    drivers: resolveDrivers(client?.drivers ?? defaults['client.drivers'], report),
    logLevel: client?.logLevel ?? defaults['client.logLevel'],
    telemetry: resolveTelemetry(client?.telemetry, 'client'),
  };
}

function resolveTelemetry(draft: Draft<TelemetryDescription> | undefined, agent: 'server' | 'client'): Telemetry {
  return {
    prometheus: draft?.prometheus ?? defaults[`${agent}.telemetry.prometheus`],
    collectionInterval: draft?.collectionInterval ?? defaults[`${agent}.telemetry.collectionInterval`],
    allocationMetrics: draft?.allocationMetrics ?? defaults[`${agent}.telemetry.allocationMetrics`],
    nodeMetrics: draft?.nodeMetrics ?? defaults[`${agent}.telemetry.nodeMetrics`],
  };
}

function resolveDrivers(listed: readonly (TaskDriver | undefined)[], report: Report): readonly TaskDriver[] {
  const drivers = new Set<TaskDriver>();
  for (const [index, driver] of listed.entries()) {
    if (driver === undefined) continue;
    const path = ['client', 'drivers', index];
    if (drivers.has(driver)) report.add('listed-twice', path, { item: driver });
    else if (driver === 'raw_exec') report.add('raw-exec', path, {});
    drivers.add(driver);
  }
  return [...drivers];
}

function reportServerPorts(ports: ServerDefaults['ports'], report: Report): void {
  const seen = new Map<number, string>();
  for (const [word, port] of Object.entries(ports)) {
    const path = ['server', 'ports', word];
    const other = seen.get(port);
    if (port < 1024) report.add('server-port-privileged', path, { port });
    if (other !== undefined)
      report.add('server-ports-collide', path, { port, word: other }, ['server', 'ports', other]);
    else seen.set(port, word);
  }
}

/** Node pools came with Nomad 1.6: an older agent refuses the setting. */
export function checkNodePools(draft: ClusterDraft, report: Report): void {
  const version = draft.nomad?.version ?? '';
  if (!parseVersion(version) || supportsNodePools(version)) return;
  const named: (string | undefined)[][] = [['client', draft.client?.nodePool]];
  for (const [name, machine] of Object.entries(draft.machines ?? {}))
    named.push(['machines', name, machine?.client?.nodePool]);
  for (const [top, ...rest] of named) {
    const pool = rest.pop();
    if (pool === undefined || pool === defaults['client.nodePool'] || top === undefined) continue;
    const [name] = rest;
    const path = name === undefined ? [top, 'nodePool'] : [top, name, 'client', 'nodePool'];
    report.add('node-pool-unsupported', path, { version });
  }
}
