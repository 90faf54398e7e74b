/**
 * What exec and java tasks see of the machine (Nomad's `client.chroot_env`): the programs, and of /etc what name
 * resolution, TLS, time zones and the dynamic loader need. Nomad's default copies the whole of /etc into every task.
 * It passes over paths that a machine does not have. No folder that holds private keys may stand here.
 */

import type { OperatingSystem, TaskDriver } from '../../cluster/vocabulary.ts';
import { systems } from '../../targets/systems.ts';

/** The same on every system. */
const everywhere = [
  '/bin',
  '/etc/alternatives',
  '/etc/group',
  '/etc/hosts',
  '/etc/ld.so.cache',
  '/etc/ld.so.conf',
  '/etc/ld.so.conf.d',
  '/etc/localtime',
  '/etc/nsswitch.conf',
  '/etc/passwd',
  '/etc/protocols',
  '/etc/resolv.conf',
  '/etc/services',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
  '/lib',
  '/lib32',
  '/lib64',
  '/run/resolvconf',
  '/run/systemd/resolve',
  '/sbin',
  '/usr',
];

/** Path on the machine to path in the task, which is the same; sorted. */
export function taskChroot(os: OperatingSystem, drivers: readonly TaskDriver[]): Readonly<Record<string, string>> {
  const { tls, java } = systems[os].taskPaths;
  const paths = [...everywhere, ...tls, ...(drivers.includes('java') ? java : [])];
  return Object.fromEntries(paths.sort().map((path) => [path, path]));
}
