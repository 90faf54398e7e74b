/** Paths of the machine that settings of the client agent give to tasks: none of them may lead to the secrets. */

import { posix } from 'node:path';
import type { DescriptionPath } from '../../diagnostics.ts';
import type { Report } from '../report.ts';

/** Folders that a task must not get, nor what lies in them or around them, and what they hold. */
const guarded: readonly (readonly [folder: string, what: string])[] = [
  ['/etc/nomad-server.d', "the server agent's configuration"],
  ['/etc/nomad-client.d', "the client agent's configuration"],
  ['/var/lib/nomad-firstboot', 'the keys of both agents'],
  ['/var/lib/nomad-server', "the server agent's state, with every token"],
  ['/var/lib/nomad-client', "the client agent's state"],
  ['/var/lib/cloud', 'the first-boot data, with every key'],
  ['/run/cloud-init', 'the first-boot data, with every key'],
  ['/run/ignition.json', 'the first-boot data, with every key'],
  ['/run/credentials', 'the keys of services'],
  ['/proc', 'a way into the files of every process'],
];

/** A host volume is mounted, so that one may show the kernel's view to a monitor; a chroot would be a copy of it. */
const guardedFromCopies: typeof guarded = [...guarded, ['/sys', "the kernel's view of the machine"]];

/** Keys of chroot_env are paths on the machine, which are copied whole into exec and java tasks. */
export function checkChroot(environment: object, path: DescriptionPath, report: Report): void {
  for (const source of Object.keys(environment)) {
    const what = exposedBy(source, guardedFromCopies);
    if (what === undefined) continue;
    report.add('config-exposes-secrets', [...path, source], { setting: 'client.chroot_env', source, what });
  }
}

/** Every `path` in `client.host_volume`, whichever of HCL's forms the blocks have. */
export function checkHostVolume(block: unknown, path: DescriptionPath, report: Report): void {
  if (typeof block !== 'object' || block === null) return;
  const isList = Array.isArray(block);
  for (const [key, value] of Object.entries(block)) {
    const here = [...path, isList ? Number(key) : key];
    const what = key.toLowerCase() === 'path' && typeof value === 'string' ? exposedBy(value, guarded) : undefined;
    if (what !== undefined) {
      report.add('config-exposes-secrets', here, { setting: 'client.host_volume', source: value, what });
    }
    checkHostVolume(value, here, report);
  }
}

/** What of the guarded folders a path shows; `undefined` where it shows none. */
function exposedBy(source: string, folders: typeof guarded): string | undefined {
  const normal = posix.resolve('/', source).replace(/^\/var\/run(?=\/|$)/, '/run');
  if (normal === '/etc') return 'the configuration of the whole machine';
  const below = normal === '/' ? '/' : `${normal}/`;
  return folders.find(([folder]) => folder.startsWith(below) || `${normal}/`.startsWith(`${folder}/`))?.[1];
}
