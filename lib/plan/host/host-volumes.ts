/**
 * The folders of host volumes: made by systemd-tmpfiles before each start of the client agent, which would not start if one
 * were missing; on the file systems that are mounted there, and never through links that others than root may change.
 */

import type { ClientAgent } from '../../cluster/cluster.ts';
import type { PlannedFile, PlannedUnit } from '../../machine/machine-plan.ts';
import { agentDropIns, hostVolumesFile } from '../../machine/places.ts';
import { plainFile } from '../../machine/planned-file.ts';

/** tmpfiles.d(5): `d` makes a folder, and sets owner and mode of one that is there; what it holds is left alone. */
export function hostVolumeFiles(client: ClientAgent): readonly PlannedFile[] {
  const lines = volumesOf(client).map(({ path, mode, owner, group }) => `d ${path} ${mode} ${owner} ${group} -\n`);
  return lines.length === 0 ? [] : [plainFile(hostVolumesFile, lines.join(''))];
}

/** The drop-in of the client agent's unit; none without volumes. */
export function hostVolumeDropIns(client: ClientAgent): PlannedUnit['dropIns'] {
  const paths = volumesOf(client).map(({ path }) => path);
  if (paths.length === 0) return [];
  const content = {
    Unit: { RequiresMountsFor: paths.join(' ') },
    Service: { ExecStartPre: `+systemd-tmpfiles --create ${hostVolumesFile}` },
  };
  return [{ name: agentDropIns.hostVolumes, content }];
}

/** Parents before children; a folder that several volumes show stands once. */
function volumesOf({ provisions }: ClientAgent) {
  const byPath = new Map(Object.values(provisions.hostVolumes).map((volume) => [volume.path, volume]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
