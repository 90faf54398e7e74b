/** How much of a machine's memory Nomad's scheduler keeps from tasks (`client.reserved`), and what has to remain for them. */

import type { Settings } from '../cluster/settings.ts';
import type { JsonObject } from '../cluster/vocabulary.ts';

/** Less is no room for tasks: one task of Nomad's default size, 300 MB, does not even fit. */
export const leastTaskMemoryMiB = 256;

/** What of a client agent decides about its reservation. */
interface Reserving {
  readonly settings: Pick<Settings<'client'>, 'reserved.memoryMiB'>;
  /** `client.config` of the description, which wins. */
  readonly config: JsonObject;
}

/**
 * The memory in MiB that the build reserves for everything but tasks.
 * @param serverLimitMiB the memory limit of a server agent on the same machine; 0 if there is none
 */
export function reservedMemoryMiB({ settings }: Reserving, serverLimitMiB: number): number {
  return settings['reserved.memoryMiB'] + serverLimitMiB;
}

/** The memory in MiB that the agent's configuration says in the end, `client.config` merged. */
export function effectiveReservedMemoryMiB(client: Reserving, serverLimitMiB: number): number {
  const { reserved: own } = (client.config['client'] ?? {}) as { readonly reserved?: { readonly memory?: unknown } };
  return typeof own?.memory === 'number' ? own.memory : reservedMemoryMiB(client, serverLimitMiB);
}
