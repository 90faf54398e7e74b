/** What the programs of the first boot read: what is the cluster's in one file, and what is this machine's in another. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import { durationSeconds } from '../cluster/durations.ts';
import type { Role } from '../cluster/vocabulary.ts';
import type { PlannedCertificate, PlannedFile } from '../machine/machine-plan.ts';
import { clusterParametersFile, machineParametersFile } from '../machine/places.ts';
import { plainFile } from '../machine/planned-file.ts';
import { effectiveReservedMemoryMiB, leastTaskMemoryMiB } from '../nomad/reserved.ts';
import { servesJwks } from '../nomad/versions.ts';
import type { Bindings } from './binding.ts';
import { type BuildContext, hostPort } from './context.ts';
import { addressCause } from './host/address-cause.ts';

/** The same on every machine of the cluster. */
export function clusterParameters({ cluster, servers }: BuildContext): PlannedFile {
  const { server, client, nomad, region } = cluster;
  const entries = (scheme: string, port: number) =>
    servers.map(({ name, address }) => `${name}=${scheme}${hostPort(address, port)}`).join(' ');
  const probe = registrationProbe(cluster);
  return parametersFile(clusterParametersFile, {
    REGION: region,
    NOMAD: nomad.install.path,
    VERSION: nomad.version,
    SERVERS: entries('https://', server.ports.http),
    RAFT_PEERS: entries('', server.ports.rpc),
    SERVER_PORT: String(server.ports.http),
    CLIENT_PORT: String(client.ports.http),
    REGISTRATION_PROBE: probe.path,
    REGISTRATION_ANSWER: probe.answer,
    MEASURED_SECONDS: String(measuredSeconds(server.settings['telemetry.collectionInterval'])),
    LEAST_TASK_MEMORY_MIB: String(leastTaskMemoryMiB),
  });
}

/** What a server answers, without a token, once it can register clients. */
function registrationProbe({ nomad, server }: Cluster) {
  return servesJwks(nomad.version)
    ? { path: '/.well-known/jwks.json', answer: '"kid"' }
    : { path: '/v1/status/leader', answer: `:${server.ports.rpc}"` };
}

/** How old what an agent measured may be: its intervals are told one late. In whole seconds. */
function measuredSeconds(collectionInterval: string): number {
  return Math.ceil(2 * durationSeconds(collectionInterval));
}

/** One machine's own: its name and roles, what its agents bind, when its certificates begin and end, what it reserves. */
export function machineParameters(
  { cluster }: BuildContext,
  { name, roles, server, client, target }: Machine,
  bindings: Bindings,
  certificates: readonly PlannedCertificate[],
): PlannedFile {
  const prefixesOf = (role: Role) => bindings[role]?.prefixes.join(' ') ?? '';
  const cause = addressCause(target);
  const serverLimitMiB = server ? cluster.server.memoryMaxMiB : 0;
  return parametersFile(machineParametersFile, {
    MACHINE: name,
    ROLES: roles.join(' '),
    CERTIFICATES_BEGIN: String(Math.max(...certificates.map(({ notBefore }) => secondsOf(notBefore)))),
    CERTIFICATES_END: String(Math.min(...certificates.map(({ notAfter }) => secondsOf(notAfter)))),
    ...(server && { SERVER_PREFIXES: prefixesOf('server') }),
    ...(client && {
      CLIENT_PREFIXES: prefixesOf('client'),
      RESERVED_MEMORY_MIB: String(effectiveReservedMemoryMiB(client, serverLimitMiB)),
    }),
    ...(cause !== undefined && { ADDRESS_CAUSE: cause }),
  });
}

/** Seconds since 1970, as date(1) counts them. */
const secondsOf = (instant: string) => Date.parse(instant) / 1000;

function parametersFile(path: string, values: Readonly<Record<string, string>>): PlannedFile {
  return plainFile(path, encodeParameters(values));
}

/** Encodes assignments that a POSIX shell can source: each value in single quotes (POSIX XCU 2.2.2). */
export function encodeParameters(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}
