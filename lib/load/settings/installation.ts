/** How the Nomad binary comes to the machines, and what that needs. */

import type { Installation, Machine } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Report } from '../report.ts';

/** Where Ignition puts a binary that it fetches: /usr is read-only on the systems that use it. */
const fetchedPath = '/opt/bin/nomad';

/** The installation, with its path and hash in one form. */
export function resolveInstallation({ nomad }: ClusterDraft, report: Report): Installation {
  const { method = defaults['nomad.install.method'], path, url, sha256, sha512 } = nomad?.install ?? {};
  const at = ['nomad', 'install'];
  if (method === 'preinstalled') {
    for (const [key, value] of Object.entries({ url, sha256, sha512 }))
      if (value !== undefined) report.add('install-unneeded', [...at, key], { key });
    return { method, path: path ?? defaults['nomad.install.path'] };
  }
  if (report.isDamaged(at)) return { method, path: path ?? fetchedPath, url: url ?? '', hash: 'sha256-' };
  if (url === undefined) report.add('install-incomplete', at, { method, missing: 'url' });
  if (sha256 === undefined && sha512 === undefined)
    report.add('install-incomplete', at, { method, missing: 'sha256 or sha512' });
  if (sha256 !== undefined && sha512 !== undefined)
    report.add('both-forms', [...at, 'sha512'], { one: 'sha256', many: 'sha512' }, [...at, 'sha256']);
  if (url !== undefined && /\.zip$/i.test(url)) report.add('install-zip', [...at, 'url'], {});
  const hash = sha512 === undefined ? (`sha256-${sha256}` as const) : (`sha512-${sha512}` as const);
  const fallback = method === 'sysext' ? defaults['nomad.install.path'] : fetchedPath;
  return { method, path: path ?? fallback, url: url ?? '', hash };
}

/** Whether every machine can install Nomad in this way. */
export function checkInstallation({ method }: Installation, machines: readonly Machine[], report: Report): void {
  if (method === 'preinstalled') return;
  const at = ['nomad', 'install', 'method'];
  const unable = machines.find(({ target }) => target.format !== 'ignition');
  if (unable) report.add('install-needs-ignition', at, { method, machine: unable.name });
  const other = machines.find(({ target }) => method === 'sysext' && target.os !== 'flatcar');
  if (other && !unable) report.add('install-sysext-os', at, { machine: other.name, os: other.target.os });
  const architectures = [...new Set(machines.map(({ arch }) => arch))];
  if (architectures.length > 1) report.add('install-architectures', at, { architectures });
}
