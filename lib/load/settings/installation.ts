/** How the Nomad binary comes to the machines, and what that needs. */

import type { Installation, Machine } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { InstallMethod } from '../../cluster/vocabulary.ts';
import { isEnterprise } from '../../nomad/releases.ts';
import { systems } from '../../targets/systems.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';
import { checkDownloads, resolveDownloads } from './downloads.ts';

type InstallDraft = NonNullable<NonNullable<ClusterDraft['nomad']>['install']>;
type RepositoryDraft = NonNullable<InstallDraft['repository']>;

/** Where a binary that is fetched is put: /usr is read-only on some systems. */
const fetchedPath = '/opt/bin/nomad';

const ofFetching = ['url', 'urls', 'sha256', 'sha512', 'architectures'] as const;
const ofPackage = ['repository', 'packageVersion'] as const;

/** The keys that a method has no use for. */
const unneeded: Readonly<Record<InstallMethod, readonly (keyof InstallDraft)[]>> = {
  preinstalled: [...ofFetching, ...ofPackage],
  archive: ofPackage,
  sysext: ofPackage,
  apt: [...ofFetching, 'path'],
};

/** The installation in one form, whatever shorthand the description takes. */
export function resolveInstallation({ nomad }: ClusterDraft, at: Place): Installation {
  const install = nomad?.install ?? {};
  const { method = defaults['nomad.install.method'], path } = install;
  for (const key of unneeded[method])
    if (install[key] !== undefined) at.key(key).add('install-unneeded', { key, method });
  if (method === 'preinstalled') return { method, path: path ?? defaults['nomad.install.path'] };
  if (method === 'apt') return fromRepository(install, nomad?.version ?? '', at);
  const fallback = method === 'sysext' ? defaults['nomad.install.path'] : fetchedPath;
  return {
    method,
    path: path ?? fallback,
    downloads: resolveDownloads(install, `the method ${method} fetches a file`, at),
  };
}

function fromRepository({ repository, packageVersion }: InstallDraft, version: string, at: Place): Installation {
  if (repository === undefined && !at.isDamaged())
    at.add('install-incomplete', { because: 'the method apt fetches a file', missing: 'repository' });
  if (packageVersion !== undefined && !isPackageOf(packageVersion, version))
    at.key('packageVersion').add('install-package-version', { version, received: packageVersion });
  return {
    method: 'apt',
    path: defaults['nomad.install.path'],
    repository: resolveRepository(repository ?? {}),
    packageName: isEnterprise(version) ? 'nomad-enterprise' : 'nomad',
    packageVersion: packageVersion ?? `${version}-1`,
  };
}

/** The revision of a package follows its version after a hyphen, and what was rebuilt after + or ~ (deb-version(7)). */
function isPackageOf(packageVersion: string, version: string): boolean {
  return packageVersion === version || ['-', '+', '~'].some((mark) => packageVersion.startsWith(`${version}${mark}`));
}

function resolveRepository({ url = '', suite = '', components, key = '' }: RepositoryDraft) {
  const parts = components ?? defaults['nomad.install.repository.components'];
  return { url, suite, components: parts.filter((part) => part !== undefined), key };
}

/** Whether every machine can install Nomad in the way that is said of it, or of all. */
export function checkInstallations(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const ofCluster: Machine[] = [];
  const groups = new Map<InstallDraft, { readonly members: Machine[]; readonly at: Place }>();
  for (const machine of machines) {
    const own = draft.machines?.[machine.name]?.nomad?.install;
    const at = top.key('machines').key(machine.name).key('nomad').key('install');
    const group = own && (groups.get(own) ?? { members: [], at });
    if (own && group) groups.set(own, group);
    (group?.members ?? ofCluster).push(machine);
  }
  checkInstallation(draft.nomad?.install ?? {}, ofCluster, top.key('nomad').key('install'));
  for (const [own, { members, at }] of groups) checkInstallation(own, members, at);
}

/** Machines that one installation is for. */
function checkInstallation(draft: InstallDraft, machines: readonly Machine[], at: Place): void {
  const [first] = machines;
  if (!first) return;
  const { install } = first.nomad;
  const { method } = install;
  const other = machines.find(({ target }) => !systems[target.os].installs.includes(method));
  if (other) {
    const { os } = other.target;
    at.key('method').add('install-of-os', { method, machine: other.name, os, expected: systems[os].installs });
  }
  if ('downloads' in install)
    checkDownloads(install.downloads, machines, { draft, at, word: 'method', isArchive: false });
}
