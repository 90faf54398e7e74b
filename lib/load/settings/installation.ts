/** How the Nomad binary comes to the machines, and what that needs. */

import type { Download, Downloads, Installation, Machine } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { Architecture, InstallMethod } from '../../cluster/vocabulary.ts';
import { isEnterprise } from '../../nomad/releases.ts';
import { platforms } from '../../targets/platforms.ts';
import { systems } from '../../targets/systems.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import { oneOrMany } from '../networks/addresses.ts';
import type { Place } from '../place.ts';

type InstallDraft = NonNullable<NonNullable<ClusterDraft['nomad']>['install']>;
type DownloadDraft = Pick<InstallDraft, 'url' | 'urls' | 'sha256' | 'sha512'>;
type RepositoryDraft = NonNullable<InstallDraft['repository']>;

/** Where a binary that is fetched is put: /usr is read-only on some systems. */
const fetchedPath = '/opt/bin/nomad';

const ofFile = ['url', 'urls', 'sha256', 'sha512'] as const;
const ofFetching = [...ofFile, 'architectures'] as const;
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
  return { method, path: path ?? fallback, downloads: resolveDownloads(install, method, at) };
}

function resolveDownloads(install: InstallDraft, method: InstallMethod, at: Place): Downloads {
  const { architectures } = install;
  if (architectures === undefined) return { any: resolveDownload(install, method, at) };
  for (const key of ofFile)
    if (install[key] !== undefined) at.key(key).add('both-forms', { one: key, many: 'architectures' });
  const below = at.key('architectures');
  const each = Object.entries(architectures) as [Architecture, Draft<DownloadDraft> | undefined][];
  return Object.fromEntries(each.map(([arch, file = {}]) => [arch, resolveDownload(file, method, below.key(arch))]));
}

function resolveDownload(file: DownloadDraft, method: InstallMethod, at: Place): Download {
  const { sha256, sha512 } = file;
  const urls = oneOrMany(file.url, file.urls, 'url', 'urls', at).map(({ text }) => text);
  if (!at.isDamaged()) {
    if (urls.length === 0) at.add('install-incomplete', { method, missing: 'url' });
    if (sha256 === undefined && sha512 === undefined)
      at.add('install-incomplete', { method, missing: 'sha256 or sha512' });
    if (sha256 !== undefined && sha512 !== undefined)
      at.key('sha512').add('both-forms', { one: 'sha256', many: 'sha512' }, at.key('sha256'));
  }
  return { urls, hash: sha512 === undefined ? `sha256-${sha256 ?? ''}` : `sha512-${sha512}` };
}

function fromRepository({ repository, packageVersion }: InstallDraft, version: string, at: Place): Installation {
  if (repository === undefined && !at.isDamaged())
    at.add('install-incomplete', { method: 'apt', missing: 'repository' });
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
  if (!('downloads' in install)) return;
  checkArchitectures(install.downloads, machines, at);
  checkIgnition(draft, install.downloads, machines, at);
}

function checkArchitectures(downloads: Downloads, machines: readonly Machine[], at: Place): void {
  const architectures = [...new Set(machines.map(({ arch }) => arch))];
  if (downloads.any !== undefined) {
    if (architectures.length > 1) at.key('method').add('install-architectures', { architectures });
    return;
  }
  for (const arch of architectures) {
    const machine = machines.find((candidate) => candidate.arch === arch)?.name ?? '';
    if (downloads[arch] === undefined) at.key('architectures').add('install-architecture-missing', { machine, arch });
  }
}

/** Ignition fetches in the initial RAM disk, from one URL, and cannot unpack zip. */
function checkIgnition(draft: InstallDraft, downloads: Downloads, machines: readonly Machine[], at: Place): void {
  const readers = machines.filter(({ target }) => target.format === 'ignition');
  for (const [arch, { urls }] of Object.entries(downloads)) {
    const reader = readers.find((machine) => arch === 'any' || machine.arch === arch)?.name;
    const [url = '', ...mirrors] = urls;
    if (reader === undefined) continue;
    const file = arch === 'any' ? at : at.key('architectures').key(arch);
    const written = fileOf(draft, arch)?.urls ? file.key('urls').key(0) : file.key('url');
    if (isZip(url)) written.add('install-zip', { machine: reader });
    if (mirrors.length > 0) file.key('urls').add('install-mirrors-unused', { machine: reader, count: mirrors.length });
  }
  const unreached = readers.filter(isUnreached).map(({ name }) => name);
  if (unreached.length > 0) at.key('method').add('install-before-network', { machines: unreached });
}

/** A file as it is written. */
function fileOf(draft: InstallDraft, arch: string): DownloadDraft | undefined {
  return arch === 'any' ? draft : draft.architectures?.[arch as Architecture];
}

const isZip = (url: string) => /\.zip$/i.test(url.replace(/[?#].*/, ''));

/** Where nobody but the description gives addresses; elsewhere the platform has a DHCP server. */
function isUnreached({ target, interfaces }: Machine): boolean {
  return (
    platforms[target.platform].network.madeBy === 'description' &&
    interfaces.every(({ addresses }) => addresses.length > 0)
  );
}
