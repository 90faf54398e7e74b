/** The memory limit of server agents, which follows the number of clients where the description does not say it. */

import type { Machine } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { Role } from '../../cluster/vocabulary.ts';
import { defaultServerMemoryMiB, fittingServerMemoryMiB } from '../../nomad/server-memory.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** What holds if the description names no limit, in MiB. */
export function unsaidServerMemoryMiB({ machines }: ClusterDraft): number {
  const carrying = (role: Role) =>
    Object.values(machines ?? {}).filter((one) => (one?.roles ?? defaults['machines.*.roles']).includes(role));
  const memories = carrying('server').flatMap((machine) => machine?.memoryMiB ?? []);
  return defaultServerMemoryMiB(carrying('client').length, memories);
}

/** Servers with less than fits the number of clients: one warning, whatever their number. */
export function checkServerMemory(machines: readonly Machine[], top: Place): void {
  if (top.key('machines').lacksMember()) return;
  const clients = machines.filter(({ client }) => client).length;
  const fitting = fittingServerMemoryMiB(clients);
  const short = machines.filter(({ server }) => server && server.memoryMaxMiB < fitting);
  const [machine] = short;
  const limit = machine?.server?.memoryMaxMiB;
  if (machine === undefined || limit === undefined) return;
  const facts = { clients, fitting, limit, machine: machine.name, count: short.length };
  top.key('server').key('resources').key('memoryMaxMiB').add('server-memory-short', facts);
}
