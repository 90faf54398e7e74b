/** Host volumes: folders that the build makes and that tasks may write to, so neither the system's nor the agents' own. */

import { posix } from 'node:path';
import type { ClientDefaultsDescription } from '../../cluster/description.generated.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { HostVolume } from '../../cluster/provisions.ts';
import type { Draft } from '../draft.ts';
import type { Place } from '../place.ts';
import { exposedBy } from './config/exposure.ts';
import { isSystemFolder } from './reserved-paths.ts';

type VolumesDraft = NonNullable<Draft<ClientDefaultsDescription>['hostVolumes']>;
type VolumeDraft = NonNullable<VolumesDraft[string]>;

const volumeName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** The volumes that stand in one place of the description. */
export function resolveHostVolumes(volumes: VolumesDraft, at: Place): Readonly<Record<string, HostVolume>> {
  const seen = new Map<string, Place>();
  const resolved = Object.entries(volumes).flatMap(([name, draft]) => {
    const here = at.key(name);
    if (!volumeName.test(name)) here.add('host-volume-name', { name });
    if (draft?.path === undefined) return [];
    const volume = resolveVolume(draft.path, draft);
    reportPath(volume, here.key('path'));
    reportDifferent(volumes, volume, seen, here);
    return [[name, volume] as const];
  });
  return Object.fromEntries(resolved);
}

function resolveVolume(path: string, draft: VolumeDraft): HostVolume {
  return {
    path,
    readOnly: draft.readOnly ?? defaults['client.hostVolumes.*.readOnly'],
    owner: draft.owner ?? defaults['client.hostVolumes.*.owner'],
    group: draft.group ?? defaults['client.hostVolumes.*.group'],
    mode: draft.mode ?? defaults['client.hostVolumes.*.mode'],
  };
}

/** Top folders whose whole tree is the system's: what is made there, and given away, breaks it or is gone at a reboot. */
const systemTrees = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr',
];

function reportPath({ path }: HostVolume, at: Place): void {
  const what = exposedBy(path);
  const tree = systemTrees.find((top) => path === top || path.startsWith(`${top}/`));
  if (what !== undefined) at.add('config-exposes-secrets', { setting: 'hostVolumes', source: path, what });
  else if (tree !== undefined) at.add('host-volume-of-system', { path, folder: tree });
  else if (isSystemFolder(path)) at.add('host-volume-of-system', { path, folder: path });
}

/** Two volumes may show one folder, but it has one owner and one mode. */
function reportDifferent(all: VolumesDraft, volume: HostVolume, seen: Map<string, Place>, at: Place): void {
  const first = seen.get(volume.path);
  seen.set(volume.path, first ?? at);
  if (!first) return;
  const other = Object.values(all).find((draft) => draft?.path === volume.path);
  const kept = resolveVolume(volume.path, other ?? {});
  if (kept.owner !== volume.owner || kept.group !== volume.group || kept.mode !== volume.mode)
    at.add('host-volume-twice', { path: posix.normalize(volume.path) }, first);
}
