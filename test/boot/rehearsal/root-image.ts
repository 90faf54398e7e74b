/**
 * The operating system that the machines boot: Debian with systemd and cloud-init, as a cached tar.
 * It resembles Debian's cloud image in what a first boot meets: netplan, networkd, resolved,
 * ssh-keygen, no host name and no machine-id.
 */
import { cached } from './cache.ts';
import { runLoudly } from './command.ts';

const SUITE = 'trixie';

const PACKAGES = [
  'ca-certificates',
  'cloud-init',
  'containernetworking-plugins',
  'dbus',
  'dmidecode',
  'iproute2',
  'iptables',
  'kmod',
  'netplan.io',
  'nftables',
  'openssh-client',
  'procps',
  'python3',
  'systemd',
  'systemd-resolved',
  'systemd-sysv',
  'udev',
];

/** Commands run on the finished root, which is `$1`: what the building host left in it is undone. */
const HOOKS = [
  'rm -f "$1/etc/hostname" "$1/etc/resolv.conf"',
  'ln -s ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"',
  ': > "$1/etc/machine-id"',
  'chroot "$1" systemctl enable systemd-networkd.service',
];

/** Path of the tar; made by mmdebstrap in one to three minutes where it is not cached. */
export function rootImage(): Promise<string> {
  return cached(`debian-${SUITE}`, [SUITE, process.arch, ...PACKAGES, ...HOOKS], async (path) => {
    console.log(`making a Debian ${SUITE} root (one to three minutes, once)`);
    await runLoudly([
      'mmdebstrap',
      '--quiet',
      '--variant=apt',
      '--format=tar',
      `--include=${PACKAGES.join(',')}`,
      ...HOOKS.map((hook) => `--customize-hook=${hook}`),
      SUITE,
      path,
    ]);
  });
}
