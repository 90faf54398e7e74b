/** The proof that a machine is ready: nomad-firstboot.service, its scripts and the parameters that they read. */

import type { Machine } from '../cluster/cluster.ts';
import { durationSeconds } from '../cluster/durations.ts';
import type { Role } from '../cluster/vocabulary.ts';
import type { PlannedCertificate, PlannedFile, PlannedUnit } from '../machine/machine-plan.ts';
import { firstbootUnit, parametersFile, programFolder, programPartsFolder, secretsFolder } from '../machine/places.ts';
import { effectiveReservedMemoryMiB } from '../nomad/reserved.ts';
import { servesJwks } from '../nomad/versions.ts';
import { oncePerKey, oncePerObject } from '../once.ts';
import type { UnitFile } from '../systemd/unit-file.ts';
import { newTemplate, noteFilling, type Template } from '../template.ts';
import type { Bindings } from './binding.ts';
import { type BuildContext, hostPort } from './context.ts';
import { scripts } from './scripts.generated.ts';

/** Scripts, parameters and, on servers, the bootstrap token. */
export function convergeFiles(
  context: BuildContext,
  machine: Machine,
  bindings: Bindings,
  certificates: readonly PlannedCertificate[],
): PlannedFile[] {
  return [
    parameters(context, machine, bindings, certificates),
    ...(machine.client ? clientScripts : commonScripts),
    ...(machine.server ? tokenFiles(context) : []),
  ];
}

/**
 * On every server, so that whichever leads can bootstrap ACLs with it and each can ask for the cluster's health; on no
 * machine without a server; nowhere if the operator has revoked it.
 */
const tokenFiles = oncePerObject(({ secrets }: BuildContext): PlannedFile[] => {
  if (secrets.bootstrapToken === undefined) return [];
  const content = `${secrets.bootstrapToken}\n`;
  return [{ path: `${secretsFolder}/bootstrap-token`, mode: '0600', content, secret: true }];
});

const commonScripts = [part('agents'), part('console'), program('converge'), program('wait-for-address')];
const clientScripts = [...commonScripts, program('wait-for-servers'), program('end-tasks')];

function program(name: keyof typeof scripts): PlannedFile {
  return { path: `${programFolder}/${name}`, mode: '0755', content: scripts[name], secret: false };
}

function part(name: keyof typeof scripts): PlannedFile {
  return { path: `${programPartsFolder}/${name}`, mode: '0644', content: scripts[name], secret: false };
}

function parameters(
  context: BuildContext,
  machine: Machine,
  bindings: Bindings,
  certificates: readonly PlannedCertificate[],
): PlannedFile {
  const limit = machine.server ? context.cluster.server.memoryMaxMiB : 0;
  const words = [
    machine.name,
    String(Math.max(...certificates.map(({ notBefore }) => secondsOf(notBefore)))),
    String(Math.min(...certificates.map(({ notAfter }) => secondsOf(notAfter)))),
    ...machine.roles.map((role) => bindings[role]?.prefixes.join(' ') ?? ''),
    ...(machine.client ? [String(effectiveReservedMemoryMiB(machine.client, limit))] : []),
  ];
  const template = oncePerKey(parameterTemplates(context), machine.roles.join(' '), () =>
    newTemplate(words.length, (blanks) => encodeParameters(parametersOf(context, machine.roles, blanks))),
  );
  const file = { path: parametersFile, mode: '0644', content: template.fill(words), secret: false };
  return noteFilling(file, { template, words });
}

/** By roles. */
const parameterTemplates = oncePerObject((_context: BuildContext) => new Map<string, Template>());

/**
 * The words are the machine's name, when its certificates begin and end, the prefixes of each role's binding, and with
 * a client the memory that is reserved.
 */
export function parametersOf({ cluster, servers }: BuildContext, roles: Machine['roles'], words: readonly string[]) {
  const [name = '', begin = '', end = '', ...others] = words;
  const prefixesOf = (role: Role) => others[roles.indexOf(role)] ?? '';
  const probe = servesJwks(cluster.nomad.version)
    ? { path: '/.well-known/jwks.json', answer: '"kid"' }
    : { path: '/v1/status/leader', answer: `:${cluster.server.ports.rpc}"` };
  return {
    MACHINE: name,
    ROLES: roles.join(' '),
    REGION: cluster.region,
    NOMAD: cluster.nomad.install.path,
    VERSION: cluster.nomad.version,
    CERTIFICATES_BEGIN: begin,
    CERTIFICATES_END: end,
    SERVERS: servers
      .map((server) => `${server.name}=https://${hostPort(server.address, cluster.server.ports.http)}`)
      .join(' '),
    RAFT_PEERS: servers
      .map((server) => `${server.name}=${hostPort(server.address, cluster.server.ports.rpc)}`)
      .join(' '),
    REGISTRATION_PROBE: probe.path,
    REGISTRATION_ANSWER: probe.answer,
    ...(roles.includes('server') && {
      SERVER_PORT: String(cluster.server.ports.http),
      SERVER_PREFIXES: prefixesOf('server'),
      MEASURED_SECONDS: String(measuredSeconds(cluster.server.settings['telemetry.collectionInterval'])),
    }),
    ...(roles.includes('client') && {
      CLIENT_PORT: String(cluster.client.ports.http),
      CLIENT_PREFIXES: prefixesOf('client'),
      RESERVED_MEMORY_MIB: others[roles.length] ?? '',
    }),
  };
}

/** How old what an agent measured may be: its intervals are told one late. In whole seconds. */
function measuredSeconds(collectionInterval: string): number {
  return Math.ceil(2 * durationSeconds(collectionInterval));
}

/** Seconds since 1970, as date(1) counts them. */
const secondsOf = (instant: string) => Date.parse(instant) / 1000;

/**
 * Encodes assignments that a POSIX shell can source: each value in single quotes (POSIX XCU 2.2.2).
 * @throws RangeError on a value with a line break, which no parameter has
 */
export function encodeParameters(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (/[\r\n]/.test(value)) throw new RangeError(`the parameter ${name} holds a line break`);
      return `${name}='${value.replaceAll("'", `'\\''`)}'\n`;
    })
    .join('');
}

/** It must hold up nothing: `exec` counts as started at once, and it goes on until the machine is ready. */
export const convergeUnit: PlannedUnit = {
  name: firstbootUnit,
  content: {
    Unit: {
      Description: 'Proof that this machine is part of its Nomad cluster',
      After: 'network.target',
      StartLimitIntervalSec: 0,
    },
    Service: {
      Type: 'exec',
      ExecStart: `${programFolder}/converge`,
      RemainAfterExit: true,
      Restart: 'on-failure',
      RestartSec: '10s',
      CapabilityBoundingSet: 'CAP_DAC_READ_SEARCH',
      NoNewPrivileges: true,
      RuntimeDirectory: 'nomad-firstboot',
      RuntimeDirectoryPreserve: true,
      UMask: '0022',
    },
    Install: { WantedBy: 'multi-user.target' },
  } satisfies UnitFile,
  dropIns: [],
  enable: true,
  mask: false,
};
