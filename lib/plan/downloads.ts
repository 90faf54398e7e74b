/** Files that a machine fetches, because they are too large for a first-boot document: Nomad's binary, and plugins. */

import type { Download, Downloads } from '../cluster/downloads.ts';
import type { Architecture } from '../cluster/vocabulary.ts';
import type { PlannedDownload } from '../machine/machine-plan.ts';
import { cniArchiveFile, cniFolder, extensionImageFile, pluginFolder } from '../machine/places.ts';
import type { MachineKind } from './kind.ts';

/** A file by where its program, or the folder of its programs, is in the end. */
export interface FetchedFile {
  readonly path: string;
  /** `nomad`: the binary, or a zip that holds it. `plugin`: the same by the plugin's name. `folder`: a tar of programs. */
  readonly kind: 'nomad' | 'plugin' | 'folder';
  readonly download: Download;
}

/** All that machines of a kind fetch. */
export function fetchedFiles({ nomad: { install }, client, arch }: MachineKind): readonly FetchedFile[] {
  const { plugins = {}, cniPlugins } = client?.provisions ?? {};
  return [
    ...('downloads' in install
      ? [{ path: install.path, kind: 'nomad' as const, download: downloadFor(install.downloads, arch) }]
      : []),
    ...Object.entries(plugins).map(([name, { downloads }]) => {
      return { path: `${pluginFolder}/${name}`, kind: 'plugin' as const, download: downloadFor(downloads, arch) };
    }),
    ...(cniPlugins ? [{ path: cniFolder, kind: 'folder' as const, download: downloadFor(cniPlugins, arch) }] : []),
  ];
}

/** What Ignition fetches. None with cloud-init, which fetches nothing by itself: `nomad-install.service` does. */
export function plannedDownloads(kind: MachineKind): readonly PlannedDownload[] {
  if (kind.target.format !== 'ignition') return [];
  return fetchedFiles(kind).map((file) => {
    const { urls, hash } = file.download;
    const [url = ''] = urls;
    const isCompressed = file.kind !== 'folder' && url.endsWith('.gz');
    return { ...placed(kind, file), url, hash, ...(isCompressed && { compression: 'gzip' as const }) };
  });
}

/** Ignition cannot unpack an archive: a unit does. */
function placed(
  { nomad: { install } }: MachineKind,
  { path, kind }: FetchedFile,
): Pick<PlannedDownload, 'path' | 'mode'> {
  if (kind === 'folder') return { path: cniArchiveFile, mode: '0644' };
  if (kind === 'nomad' && install.method === 'sysext') return { path: extensionImageFile, mode: '0644' };
  return { path, mode: '0755' };
}

/** The file for an architecture. @throws RangeError where the description has none, which loading refuses */
function downloadFor(downloads: Downloads, arch: Architecture): Download {
  const found = downloads[arch] ?? downloads.any;
  if (!found) throw new RangeError(`there is no file for ${arch}`);
  return found;
}
