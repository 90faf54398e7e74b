/** Files that Ignition fetches, because they are too large for a first-boot document: Nomad's binary. */

import type { Download, Installation } from '../cluster/cluster.ts';
import type { Architecture } from '../cluster/vocabulary.ts';
import type { PlannedDownload } from '../machine/machine-plan.ts';
import { extensionImageFile } from '../machine/places.ts';
import type { MachineKind } from './kind.ts';

/** None with cloud-init, which fetches nothing by itself: `nomad-install.service` does. */
export function plannedDownloads({ nomad: { install }, target, arch }: MachineKind): readonly PlannedDownload[] {
  if (target.format !== 'ignition' || !('downloads' in install)) return [];
  const { urls, hash } = downloadFor(install, arch);
  const [url = ''] = urls;
  return [
    {
      ...(install.method === 'sysext'
        ? { path: extensionImageFile, mode: '0644' }
        : { path: install.path, mode: '0755' }),
      url,
      hash,
      ...(url.endsWith('.gz') && { compression: 'gzip' as const }),
    },
  ];
}

/** The file for an architecture. @throws RangeError where the description has none, which loading refuses */
export function downloadFor(
  { downloads }: Extract<Installation, { downloads: unknown }>,
  arch: Architecture,
): Download {
  const found = downloads[arch] ?? downloads.any;
  if (!found) throw new RangeError(`there is no file for ${arch}`);
  return found;
}
