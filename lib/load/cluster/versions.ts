/** Releases of Nomad machine by machine: those that differ, servers first, then clients; and what each leaves to its operator. */

import type { Machine } from '../../cluster/cluster.ts';
import type { TaskDriver } from '../../cluster/vocabulary.ts';
import { compareReleases, isEnterprise, isUnderstoodNomadVersion, parseVersion } from '../../nomad/releases.ts';
import { runsOnCgroups2, startsWithLicense, takesGivenToken } from '../../nomad/versions.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** A client may be older than the servers and never newer; servers differ only while they are being upgraded. */
export function checkVersions(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const servers = machines.filter(({ server }) => server);
  const newest = [...servers].sort((a, b) => compared(b, a))[0];
  if (!newest) return;
  const placeOf = (machine: Machine) => versionPlace(draft, machine, top);
  const older = servers.find((server) => compared(server, newest) < 0);
  if (older) {
    const facts = { machine: older.name, older: older.nomad.version, newer: newest.nomad.version };
    placeOf(draft.machines?.[older.name]?.nomad ? older : newest).add('server-versions-differ', facts);
  }
  const ahead = machines.filter((machine) => machine.client && compared(machine, newest) > 0);
  const [first] = ahead;
  if (!first) return;
  const facts = { machine: first.name, count: ahead.length, received: first.nomad.version };
  placeOf(first).add('client-newer-than-servers', { ...facts, servers: newest.nomad.version });
}

/** As for sorting; a version that cannot be read has its own answer. */
function compared(one: Machine, other: Machine): number {
  const [a, b] = [parseVersion(one.nomad.version), parseVersion(other.nomad.version)];
  return a && b ? compareReleases(a.release, b.release) : 0;
}

/** Where a machine's release is written: its own, or that of all. */
function versionPlace(draft: ClusterDraft, { name }: Machine, top: Place): Place {
  const isOwn = draft.machines?.[name]?.nomad?.version !== undefined;
  return (isOwn ? top.key('machines').key(name) : top).key('nomad').key('version');
}

/** What each release leaves to its operator, said once for all machines that have it. */
export function checkReleases(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  for (const version of new Set(machines.map(({ nomad }) => nomad.version))) {
    const having = machines.filter(({ nomad }) => nomad.version === version);
    const [first] = having;
    if (first && isUnderstoodNomadVersion(version)) {
      checkServers(draft, version, having, versionPlace(draft, first, top));
      if (!runsOnCgroups2(version)) checkCgroups(version, having, versionPlace(draft, first, top));
    }
  }
}

function checkServers(draft: ClusterDraft, version: string, machines: readonly Machine[], at: Place): void {
  if (!machines.some(({ server }) => server)) return;
  if (!takesGivenToken(version)) at.add('nomad-without-token', { version });
  if (isEnterprise(version) && startsWithLicense(version) && !namesLicense(draft)) at.add('nomad-license', { version });
}

/** One report for each operating system: each boots in its own way. */
function checkCgroups(version: string, machines: readonly Machine[], at: Place): void {
  const isolating = machines.filter(({ client }) => client?.drivers.some(isolatesByCgroups));
  for (const os of new Set(isolating.map(({ target }) => target.os))) {
    const names = isolating.filter(({ target }) => target.os === os).map(({ name }) => name);
    at.add('nomad-cgroups', { version, os, machines: names });
  }
}

const isolatesByCgroups = (driver: TaskDriver) => driver === 'exec' || driver === 'java';

/** Nomad reads the licence from the file that its configuration names, or from its environment. */
function namesLicense({ server, extra, machines }: ClusterDraft): boolean {
  return /license_path|NOMAD_LICENSE/i.test(JSON.stringify([server, extra, machines]));
}
