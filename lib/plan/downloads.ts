/** Files that a machine fetches itself, because they are too large for a first-boot document: Nomad's binary. */

import type { Cluster } from '../cluster/cluster.ts';
import type { PlannedDownload } from '../machine/machine-plan.ts';
import { extensionImageFile } from '../machine/places.ts';

export function plannedDownloads({ nomad: { install } }: Cluster): readonly PlannedDownload[] {
  if (install.method === 'preinstalled') return [];
  const { method, path, url, hash } = install;
  return [
    {
      ...(method === 'sysext' ? { path: extensionImageFile, mode: '0644' } : { path, mode: '0755' }),
      url,
      hash,
      ...(url.endsWith('.gz') && { compression: 'gzip' as const }),
    },
  ];
}
