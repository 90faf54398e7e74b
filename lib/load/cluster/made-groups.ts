/** The machines whose network the platform makes, by platform and format. */

import type { Machine, Network, Target } from '../../cluster/cluster.ts';
import type { MadeNetwork } from '../../targets/platform.ts';
import { madeNetwork } from '../../targets/platforms.ts';
import type { Networks } from '../networks/networks.ts';

/** Machines of one platform and format, whose network that platform makes. */
export interface MadeGroup {
  readonly target: Target;
  readonly made: MadeNetwork;
  readonly machines: readonly Machine[];
  /** The networks that they are attached to. */
  readonly networks: readonly Network[];
}

/** One group for each platform and format; machines whose network the bundle makes are in none. */
export function madeGroups(machines: readonly Machine[], networks: Networks): readonly MadeGroup[] {
  const byTarget = new Map<string, Machine[]>();
  for (const machine of machines) {
    const key = `${machine.target.platform} ${machine.target.format}`;
    const members = byTarget.get(key);
    if (members) members.push(machine);
    else byTarget.set(key, [machine]);
  }
  return [...byTarget.values()].flatMap((members) => {
    const target = members[0]?.target;
    const made = target && madeNetwork(target);
    if (!made) return [];
    const names = new Set(members.flatMap(({ interfaces }) => interfaces.map(({ network }) => network)));
    return [
      {
        target,
        made,
        machines: members,
        networks: [...networks.byName.values()].filter(({ name }) => names.has(name)),
      },
    ];
  });
}
