/** Files that machines fetch, as the description writes them: Nomad's binary and plugins, each with mirrors and a hash. */

import type { Machine } from '../../cluster/cluster.ts';
import type { Download, Downloads } from '../../cluster/downloads.ts';
import type { Architecture } from '../../cluster/vocabulary.ts';
import { platforms } from '../../targets/platforms.ts';
import type { Draft } from '../draft.ts';
import { oneOrMany } from '../networks/addresses.ts';
import type { Place } from '../place.ts';

interface DownloadDraft {
  readonly url?: string | undefined;
  readonly urls?: readonly (string | undefined)[] | undefined;
  readonly sha256?: string | undefined;
  readonly sha512?: string | undefined;
}
export interface DownloadsDraft extends DownloadDraft {
  readonly architectures?: Draft<Partial<Record<Architecture, DownloadDraft>>> | undefined;
}

const ofFile = ['url', 'urls', 'sha256', 'sha512'] as const;

/**
 * A file for all machines, or one for each architecture, whatever shorthand the description takes.
 * @param because why there has to be a file, as a sentence's end
 */
export function resolveDownloads(install: DownloadsDraft, because: string, at: Place): Downloads {
  const { architectures } = install;
  if (architectures === undefined) return { any: resolveDownload(install, because, at) };
  for (const key of ofFile)
    if (install[key] !== undefined) at.key(key).add('both-forms', { one: key, many: 'architectures' });
  const below = at.key('architectures');
  const each = Object.entries(architectures) as [Architecture, Draft<DownloadDraft> | undefined][];
  return Object.fromEntries(each.map(([arch, file = {}]) => [arch, resolveDownload(file, because, below.key(arch))]));
}

function resolveDownload(file: DownloadDraft, because: string, at: Place): Download {
  const { sha256, sha512 } = file;
  const urls = oneOrMany(file.url, file.urls, 'url', 'urls', at).map(({ text }) => text);
  if (!at.isDamaged()) {
    if (urls.length === 0) at.add('install-incomplete', { because, missing: 'url' });
    if (sha256 === undefined && sha512 === undefined)
      at.add('install-incomplete', { because, missing: 'sha256 or sha512' });
    if (sha256 !== undefined && sha512 !== undefined)
      at.key('sha512').add('both-forms', { one: 'sha256', many: 'sha512' }, at.key('sha256'));
  }
  return { urls, hash: sha512 === undefined ? `sha256-${sha256 ?? ''}` : `sha512-${sha512}` };
}

/** Where files of the description are written, and of what kind they are. */
interface WrittenDownloads {
  readonly draft: DownloadsDraft;
  readonly at: Place;
  /** The member that the sentence about architectures stands at. */
  readonly word: string;
  /** An archive, which nobody but the machine unpacks; else a program, or a zip that holds it. */
  readonly isArchive: boolean;
}

/** Whether every machine that fetches it can, and gets what is for its architecture. */
export function checkDownloads(downloads: Downloads, machines: readonly Machine[], written: WrittenDownloads): void {
  checkArchitectures(downloads, machines, written);
  checkIgnition(downloads, machines, written);
}

function checkArchitectures(downloads: Downloads, machines: readonly Machine[], { at, word }: WrittenDownloads): void {
  const architectures = [...new Set(machines.map(({ arch }) => arch))];
  if (downloads.any !== undefined) {
    if (architectures.length > 1) at.key(word).add('install-architectures', { architectures });
    return;
  }
  for (const arch of architectures) {
    const machine = machines.find((candidate) => candidate.arch === arch)?.name ?? '';
    if (downloads[arch] === undefined) at.key('architectures').add('install-architecture-missing', { machine, arch });
  }
}

/** Ignition fetches in the initial RAM disk, from one URL, and cannot unpack zip. */
function checkIgnition(
  downloads: Downloads,
  machines: readonly Machine[],
  { draft, at, word, isArchive }: WrittenDownloads,
): void {
  const readers = machines.filter(({ target }) => target.format === 'ignition');
  for (const [arch, { urls }] of Object.entries(downloads)) {
    const reader = readers.find((machine) => arch === 'any' || machine.arch === arch)?.name;
    const [url = '', ...mirrors] = urls;
    if (reader === undefined) continue;
    const file = arch === 'any' ? at : at.key('architectures').key(arch);
    const written = fileOf(draft, arch)?.urls ? file.key('urls').key(0) : file.key('url');
    if (isZip(url) && !isArchive) written.add('install-zip', { machine: reader });
    if (mirrors.length > 0) file.key('urls').add('install-mirrors-unused', { machine: reader, count: mirrors.length });
  }
  const unreached = readers.filter(isUnreached).map(({ name }) => name);
  if (unreached.length > 0) at.key(word).add('install-before-network', { machines: unreached });
}

/** A file as it is written. */
function fileOf(draft: DownloadsDraft, arch: string): DownloadDraft | undefined {
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
