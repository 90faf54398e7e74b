/** Releases of Nomad that differ from machine to machine: servers first, then clients. */

import type { Machine } from '../../cluster/cluster.ts';
import { compareReleases, parseVersion } from '../../nomad/releases.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** A client may be older than the servers and never newer; servers differ only while they are being upgraded. */
export function checkVersions(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const servers = machines.filter(({ server }) => server);
  const newest = [...servers].sort((a, b) => compared(b, a))[0];
  if (!newest) return;
  const placeOf = ({ name }: Machine) => {
    const isOwn = draft.machines?.[name]?.nomad?.version !== undefined;
    return (isOwn ? top.key('machines').key(name) : top).key('nomad').key('version');
  };
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
