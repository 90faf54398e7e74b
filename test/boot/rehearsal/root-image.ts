/**
 * The operating systems that the machines boot: Debian's stable releases with what their cloud images carry, as cached
 * tars. What a first boot meets there is what it meets on users' machines: netplan, networkd and resolved, an SSH server
 * that is enabled and has no keys yet, unattended upgrades, no host name and no machine-id; and, but for a stock image, the
 * enabled unit of HashiCorp's package.
 */
import { cached } from './cache.ts';
import { runLoudly } from './command.ts';

/** An operating system by the name of its release. */
export type RootName = keyof typeof suites;

interface Root {
  readonly suite: string;
  /** Nothing was done to the image for Nomad. */
  readonly isStock?: true;
  readonly hooks: readonly string[];
  /** What else is in it: programs of drivers, or what the other releases have without being asked. */
  readonly packages?: readonly string[];
  /** Its index is valid for a week only, and a mirror may be older: the packages' signatures are checked all the same. */
  readonly isRolling?: boolean;
}

const NOMAD_ACCOUNT = ['chroot "$1" useradd --system --user-group --shell /bin/false nomad'] as const;

/**
 * A release and what else was done to its image. Nomad's package makes the account `nomad`, a binary that was copied
 * into the image does not: a first boot meets both.
 */
const suites = {
  'debian-13': { suite: 'trixie', hooks: NOMAD_ACCOUNT },
  'drivers-13': { suite: 'trixie', hooks: NOMAD_ACCOUNT, packages: ['openjdk-21-jre-headless', 'qemu-system-x86'] },
  'debian-12': { suite: 'bookworm', hooks: [] },
  'debian-sid': { suite: 'sid', hooks: [], packages: ['mount'], isRolling: true },
  'stock-13': { suite: 'trixie', isStock: true, hooks: [] },
  'stock-12': { suite: 'bookworm', isStock: true, hooks: [] },
} as const satisfies Record<string, Root>;

/** What Debian's cloud images install (its package lists: base, cloud, generic cloud), as far as a boot meets it. */
const IMAGE_PACKAGES = [
  'apparmor',
  'ca-certificates',
  'chrony',
  'cloud-guest-utils',
  'cloud-init',
  'dbus',
  'iproute2',
  'kmod',
  'netplan.io',
  'openssh-client',
  'openssh-server',
  'procps',
  'python3',
  'sudo',
  'systemd',
  'systemd-resolved',
  'systemd-sysv',
  'udev',
  'unattended-upgrades',
];

/** What an image for Nomad has beside that. */
const NOMAD_PACKAGES = ['containernetworking-plugins', 'dmidecode', 'iptables', 'nftables'];

/** HashiCorp's package of Nomad without the binary: an enabled unit of its own and one agent's configuration. */
export const NOMAD_UNIT = `[Unit]
Description=Nomad
Documentation=https://developer.hashicorp.com/nomad/docs
Wants=network-online.target
After=network-online.target

[Service]
User=root
Group=root
Type=notify
EnvironmentFile=-/etc/nomad.d/nomad.env
ExecReload=/bin/kill -HUP $MAINPID
ExecStart=/usr/bin/nomad agent -config /etc/nomad.d
KillMode=process
KillSignal=SIGINT
LimitNOFILE=65536
LimitNPROC=infinity
Restart=on-failure
RestartSec=2
TasksMax=infinity
OOMScoreAdjust=-1000

[Install]
WantedBy=multi-user.target
`;
export const NOMAD_CONFIG = `data_dir  = "/opt/nomad/data"
bind_addr = "0.0.0.0"

server {
  enabled          = true
  bootstrap_expect = 1
}

client {
  enabled = true
  servers = ["127.0.0.1"]
}
`;

/** Keeps services from starting while their packages are installed. */
const QUIET_HOOK = `printf '#!/bin/sh\\nexit 101\\n' > "$1/usr/sbin/policy-rc.d"; chmod 0755 "$1/usr/sbin/policy-rc.d"`;

/** Commands run on the finished root, which is `$1`: what the building host left in it is undone. */
const HOOKS = [
  'rm -f "$1/usr/sbin/policy-rc.d" "$1/etc/hostname" "$1/etc/resolv.conf" "$1"/etc/ssh/ssh_host_*',
  'ln -s ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"',
  ': > "$1/etc/machine-id"',
];
const STOCK_HOOKS = [...HOOKS, 'chroot "$1" systemctl enable systemd-networkd.service'];
const NOMAD_HOOKS = [
  ...HOOKS,
  placing('/usr/lib/systemd/system/nomad.service', NOMAD_UNIT),
  placing('/etc/nomad.d/nomad.hcl', NOMAD_CONFIG),
  'chroot "$1" systemctl enable systemd-networkd.service nomad.service',
];

/** Path of the tar, with more packages where they are named; made by mmdebstrap in one to three minutes, then cached. */
export function rootImage(name: RootName, more: readonly string[] = []): Promise<string> {
  const { suite, isStock, hooks: own, packages: missing = [], isRolling = false }: Root = suites[name];
  const hooks = [...(isStock ? STOCK_HOOKS : NOMAD_HOOKS), ...own];
  const packages = [...IMAGE_PACKAGES, ...(isStock ? [] : NOMAD_PACKAGES), ...missing, ...more];
  const inputs = [suite, process.arch, ...packages, QUIET_HOOK, ...hooks];
  return cached(name, inputs, async (path) => {
    console.log(`making a root of ${name} (one to three minutes, once)`);
    await runLoudly([
      'mmdebstrap',
      '--quiet',
      '--variant=apt',
      '--format=tar',
      ...(isRolling ? ['--aptopt=Acquire::Check-Valid-Until "false"'] : []),
      `--include=${packages.join(',')}`,
      `--essential-hook=${QUIET_HOOK}`,
      ...hooks.map((hook) => `--customize-hook=${hook}`),
      suite,
      path,
    ]);
  });
}

/** A hook that writes a file of the root. */
function placing(path: string, content: string): string {
  return `install -D -m 0644 /dev/stdin "$1${path}" <<'END'\n${content}END`;
}
