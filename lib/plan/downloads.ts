/** Files that a machine fetches itself, because they are too large for a first-boot document: Nomad's binary. */

import type { Cluster } from '../cluster/cluster.ts';
import type { PlannedDownload } from '../machine/machine-plan.ts';

/** Where systemd-sysext(8) looks for extension images. */
const extensionImage = '/etc/extensions/nomad.raw';

export function plannedDownloads({ nomad: { install } }: Cluster): readonly PlannedDownload[] {
  if (install.method === 'preinstalled') return [];
  const { method, path, url, hash } = install;
  return [
    {
      ...(method === 'sysext' ? { path: extensionImage, mode: '0644' } : { path, mode: '0755' }),
      url,
      hash,
      ...(url.endsWith('.gz') && { compression: 'gzip' as const }),
    },
  ];
}
