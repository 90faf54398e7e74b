/**
 * What exec and java tasks see of the machine (Nomad's `client.chroot_env`): the programs, and of /etc what name
 * resolution, TLS, time zones and the dynamic loader need. Nomad's default copies the whole of /etc into every task.
 * It passes over paths that a machine does not have. No folder that holds private keys may stand here.
 */

import type { OperatingSystem, TaskDriver } from '../cluster/vocabulary.ts';

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

/** Where a system keeps what /etc/ssl, the libraries of TLS and its JDKs lead to, by links. */
interface SystemPaths {
  readonly tls: readonly string[];
  /** Configuration of JDKs: without it no JVM starts, or none finds its providers of TLS. */
  readonly java: readonly string[];
}

/** Debian's JDKs have a folder a release, and Nomad takes no globs: those with long-term support. */
const debian: SystemPaths = { tls: [], java: [8, 11, 17, 21, 25].map((release) => `/etc/java-${release}-openjdk`) };

const systems: Readonly<Record<OperatingSystem, SystemPaths>> = {
  debian,
  ubuntu: debian,
  // Private keys are in /etc/pki/tls/private.
  'fedora-coreos': {
    tls: [
      '/etc/crypto-policies',
      '/etc/pki/ca-trust/extracted',
      '/etc/pki/tls/cert.pem',
      '/etc/pki/tls/certs',
      '/etc/pki/tls/openssl.cnf',
      '/etc/pki/tls/openssl.d',
    ],
    java: ['/etc/java', '/etc/pki/java'],
  },
  flatcar: { tls: [], java: [] },
  microos: { tls: ['/etc/crypto-policies', '/var/lib/ca-certificates'], java: ['/etc/java'] },
};

/** Path on the machine to path in the task, which is the same; sorted. */
export function taskChroot(os: OperatingSystem, drivers: readonly TaskDriver[]): Readonly<Record<string, string>> {
  const { tls, java } = systems[os];
  const paths = [...everywhere, ...tls, ...(drivers.includes('java') ? java : [])];
  return Object.fromEntries(paths.sort().map((path) => [path, path]));
}
