/** How the Nomad binary comes to the machines, and what that needs. */

import type { Installation, Machine } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import { systems } from '../../targets/systems.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** Where Ignition puts a binary that it fetches: /usr is read-only on the systems that use it. */
const fetchedPath = '/opt/bin/nomad';

/** The installation, with its path and hash in one form. */
export function resolveInstallation({ nomad }: ClusterDraft, at: Place): Installation {
  const { method = defaults['nomad.install.method'], path, url, sha256, sha512 } = nomad?.install ?? {};
  if (method === 'preinstalled') {
    for (const [key, value] of Object.entries({ url, sha256, sha512 }))
      if (value !== undefined) at.key(key).add('install-unneeded', { key });
    return { method, path: path ?? defaults['nomad.install.path'] };
  }
  if (at.isDamaged()) return { method, path: path ?? fetchedPath, url: url ?? '', hash: 'sha256-' };
  if (url === undefined) at.add('install-incomplete', { method, missing: 'url' });
  if (sha256 === undefined && sha512 === undefined)
    at.add('install-incomplete', { method, missing: 'sha256 or sha512' });
  if (sha256 !== undefined && sha512 !== undefined)
    at.key('sha512').add('both-forms', { one: 'sha256', many: 'sha512' }, at.key('sha256'));
  if (url !== undefined && /\.zip$/i.test(url)) at.key('url').add('install-zip', {});
  const hash = sha512 === undefined ? (`sha256-${sha256}` as const) : (`sha512-${sha512}` as const);
  const fallback = method === 'sysext' ? defaults['nomad.install.path'] : fetchedPath;
  return { method, path: path ?? fallback, url: url ?? '', hash };
}

/** Whether every machine can install Nomad in this way. */
export function checkInstallation({ method }: Installation, machines: readonly Machine[], at: Place): void {
  if (method === 'preinstalled') return;
  const unable = machines.filter(({ target }) => !systems[target.os].installs.includes(method));
  const [other] = unable;
  const withCloudInit = unable.find(({ target }) => target.format !== 'ignition');
  if (withCloudInit) at.add('install-needs-ignition', { method, machine: withCloudInit.name });
  else if (other) at.add('install-sysext-os', { machine: other.name, os: other.target.os });
  const architectures = [...new Set(machines.map(({ arch }) => arch))];
  if (architectures.length > 1) at.add('install-architectures', { architectures });
}
