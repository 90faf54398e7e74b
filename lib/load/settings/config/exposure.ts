/** Paths of the machine that settings of the client agent give to tasks: none of them may lead to the secrets. */

import { posix } from 'node:path';
import type { Place } from '../../place.ts';
import type { Rule } from './setting.ts';

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
export const chroot: Rule = {
  look: ({ block, key, at }) => {
    if (block !== 'client.chroot_env') return false;
    report('client.chroot_env', key, guardedFromCopies, at);
    return true;
  },
};

/** Every `path` in `client.host_volume`, whichever of HCL's forms the blocks have. */
export const hostVolumes: Rule = {
  look: ({ name, key, value, at }) => {
    const isPath = key.toLowerCase() === 'path' && typeof value === 'string';
    if (isPath && name.startsWith('client.host_volume.')) report('client.host_volume', value, guarded, at);
    return false;
  },
};

function report(setting: string, source: string, folders: typeof guarded, at: Place): void {
  const what = exposedBy(source, folders);
  if (what !== undefined) at.add('config-exposes-secrets', { setting, source, what });
}

/** What of the guarded folders a path shows; `undefined` if it shows none. */
export function exposedBy(source: string, folders: typeof guarded = guarded): string | undefined {
  const normal = posix.resolve('/', source).replace(/^\/var\/run(?=\/|$)/, '/run');
  if (normal === '/etc') return 'the configuration of the whole machine';
  const below = normal === '/' ? '/' : `${normal}/`;
  return folders.find(([folder]) => folder.startsWith(below) || `${normal}/`.startsWith(`${folder}/`))?.[1];
}
