/** How a change reaches a machine that runs, in the words of its platform: a first boot runs again for a new instance-id alone. */

import type { Machine, Target } from '../../cluster/cluster.ts';
import { type Platform, platformFor } from '../../targets/platforms.ts';

const ways: Readonly<Record<Platform['instanceIdFrom'], string>> = {
  'meta-data': 'replace the machine, or raise its `instance`, attach its files anew and boot it',
  image:
    'replace the machine; where seed.iso is attached, its `instance` can be raised and the new image attached instead',
  platform: "replace the machine: its instance-id is the platform's, and raising `instance` does nothing",
};

const onceOnly = 'replace the machine: Ignition runs at its first boot alone, and raising `instance` does nothing';

const oneByOne = '  One server at a time: wait until it says `ready` on its console before you touch the next.';

/** The lines that say what to do about machines that were built before, one for each kind of target. */
export function renewalSteps(machines: readonly Machine[]): readonly string[] {
  return [
    'A machine that runs keeps what it has. Where the change shall arrive:',
    ...new Set(machines.map(({ target }) => `  ${renewal(target)}`)),
    ...(machines.filter(({ server }) => server).length > 1 ? [oneByOne] : []),
  ];
}

function renewal({ platform, format }: Target): string {
  const { title, instanceIdFrom } = platformFor(platform, format);
  return `${title}: ${format === 'ignition' ? onceOnly : ways[instanceIdFrom]}`;
}
