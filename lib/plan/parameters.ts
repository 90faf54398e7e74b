/** What the programs of the first boot read: what is the cluster's in one file, and what is this machine's in another. */

import type { Machine } from '../cluster/cluster.ts';
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
import type { MachineKind } from './kind.ts';

/** The same on every machine of a kind. */
export function clusterParameters(context: BuildContext, { nomad }: MachineKind): PlannedFile {
  const { servers } = context;
  const { server, client, region } = context.cluster;
  const entries = (scheme: string, port: number) =>
    servers.map(({ name, address }) => `${name}=${scheme}${hostPort(address, port)}`).join(' ');
  const probe = registrationProbe(context);
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
    MEASURED_SECONDS: String(measuredSeconds(context)),
    LEAST_TASK_MEMORY_MIB: String(leastTaskMemoryMiB),
  });
}

/** What every server answers, without a token, once it can register clients. */
function registrationProbe({ cluster, serverMachines }: BuildContext) {
  return serverMachines.every(({ nomad }) => servesJwks(nomad.version))
    ? { path: '/.well-known/jwks.json', answer: '"kid"' }
    : { path: '/v1/status/leader', answer: `:${cluster.server.ports.rpc}"` };
}

/** How old what a server measured may be, whichever leads: its intervals are told one late. In whole seconds. */
function measuredSeconds({ serverMachines }: BuildContext): number {
  const intervals = serverMachines.flatMap(({ server }) => server?.settings['telemetry.collectionInterval'] ?? []);
  return Math.ceil(2 * Math.max(...intervals.map(durationSeconds)));
}

/** One machine's own: its name and roles, what its agents bind, when its certificates begin and end, what it reserves. */
export function machineParameters(
  { name, roles, server, client, target }: Machine,
  bindings: Bindings,
  certificates: readonly PlannedCertificate[],
): PlannedFile {
  const prefixesOf = (role: Role) => bindings[role]?.prefixes.join(' ') ?? '';
  const cause = addressCause(target);
  return parametersFile(machineParametersFile, {
    MACHINE: name,
    ROLES: roles.join(' '),
    CERTIFICATES_BEGIN: String(Math.max(...certificates.map(({ notBefore }) => secondsOf(notBefore)))),
    CERTIFICATES_END: String(Math.min(...certificates.map(({ notAfter }) => secondsOf(notAfter)))),
    ...(server && { SERVER_PREFIXES: prefixesOf('server') }),
    ...(client && {
      CLIENT_PREFIXES: prefixesOf('client'),
      RESERVED_MEMORY_MIB: String(effectiveReservedMemoryMiB(client, server?.memoryMaxMiB ?? 0)),
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
