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

/** Path of the tar, with more packages where they are named; made by mmdebstrap in one to three minutes, then cached. */
export function rootImage(more: readonly string[] = []): Promise<string> {
  const packages = [...PACKAGES, ...more];
  return cached(`debian-${SUITE}`, [SUITE, process.arch, ...packages, ...HOOKS], async (path) => {
    console.log(`making a Debian ${SUITE} root (one to three minutes, once)`);
    await runLoudly([
      'mmdebstrap',
      '--quiet',
      '--variant=apt',
      '--format=tar',
      `--include=${packages.join(',')}`,
      ...HOOKS.map((hook) => `--customize-hook=${hook}`),
      SUITE,
      path,
    ]);
  });
}
