/** What the images of the operating systems differ in: a row for each system, which holds every fact about it. */

import type { FirstBootFormat, InstallMethod, OperatingSystem } from '../cluster/vocabulary.ts';

export interface System {
  /** The program that runs at the first boot. */
  readonly format: FirstBootFormat;
  /**
   * What configures the image's network, and reads the files that the build writes: all under Ignition; under cloud-init,
   * which is told the network in its own words, those for cards that the platform may leave out. The cloud images of
   * Debian 12, 13 and Ubuntu have netplan, which hands everything to systemd-networkd.
   */
  readonly network: NetworkBackend;
  /** How Nomad's binary can come to the machine. */
  readonly installs: readonly InstallMethod[];
  /** By which SSH is served and its host keys are made, in whatever release: a unit that is missing does no harm. */
  readonly sshUnits: readonly string[];
  /** Where the image keeps what exec and java tasks read beside the paths that are the same on every system. */
  readonly taskPaths: TaskPaths;
  /** Where the package of CNI's plugins puts them; absent where there is none. */
  readonly cniFolder?: string;
  /** How programs that the image lacks are installed; absent where /usr is read-only. */
  readonly packages?: Packages;
  /** The program that reboots a machine after updates, if the build knows one that it can be told by. */
  readonly updater?: Updater;
  /** Whether it reboots as the image has it. */
  readonly rebootsByItself?: true;
  /** Whether the kernel decides by labels who may run a file (SELinux): what cloud-init writes gets them from restorecon. */
  readonly labelsFiles?: true;
  /** `booted`: boot tests start from its own packages. `judged`: by its documents, and by what it shares with others. */
  readonly proof: 'booted' | 'judged';
}

export type Updater = 'unattended-upgrades' | 'zincati' | 'locksmith' | 'rebootmgr';

/** A program of the image's that the build, or a driver, may need; `cni`: the plugins in `cniFolder`. */
export type ImageProgram = 'cni' | 'docker' | 'java' | 'nft' | 'podman' | 'qemu-system-x86_64';

interface Packages {
  readonly manager: 'apt' | 'dnf';
  /** The package that brings a program; a program that no package brings is missing here. */
  readonly names: Readonly<Partial<Record<ImageProgram, string>>>;
}

export type NetworkBackend = 'networkd' | 'networkmanager';

/** Paths on the machine; no folder that holds private keys may be among them. */
interface TaskPaths {
  /** What /etc/ssl and the libraries of TLS lead to by links. */
  readonly tls: readonly string[];
  /** Configuration of JDKs: without it no JVM starts, or it finds no provider of TLS. */
  readonly java: readonly string[];
}

/** Made by systemd 256 and later itself where an SSH server is installed (systemd-ssh-generator(8)). */
const generatedSockets = ['sshd-unix-local.socket', 'sshd-vsock.socket'];

const debian: System = {
  format: 'cloud-init',
  network: 'networkd',
  installs: ['preinstalled', 'archive', 'apt'],
  // Ubuntu listens by the socket, Debian by the service, which has an alias; their latest releases make keys in a unit.
  sshUnits: ['ssh.service', 'ssh.socket', 'sshd.service', 'sshd-keygen.service', ...generatedSockets],
  // A folder for each release of the JDK, and Nomad takes no globs: those with long-term support.
  taskPaths: { tls: [], java: [8, 11, 17, 21, 25].map((release) => `/etc/java-${release}-openjdk`) },
  packages: {
    manager: 'apt',
    names: {
      cni: 'containernetworking-plugins',
      docker: 'docker.io',
      java: 'default-jre-headless',
      nft: 'nftables',
      podman: 'podman',
      'qemu-system-x86_64': 'qemu-system-x86',
    },
  },
  cniFolder: '/usr/lib/cni',
  updater: 'unattended-upgrades',
  proof: 'booted',
};

/** What Fedora and Red Hat's have in common. Private keys are in /etc/pki/tls/private, which is not among it. */
const redHatPaths: TaskPaths = {
  tls: [
    '/etc/crypto-policies',
    '/etc/pki/ca-trust/extracted',
    '/etc/pki/tls/cert.pem',
    '/etc/pki/tls/certs',
    '/etc/pki/tls/openssl.cnf',
    '/etc/pki/tls/openssl.d',
  ],
  java: ['/etc/java', '/etc/pki/java'],
};

/** Release 9 and later, and what is built from the same sources; by Red Hat's documentation and Fedora's packages. */
const rhel: System = {
  format: 'cloud-init',
  network: 'networkmanager',
  installs: ['preinstalled', 'archive'],
  // The service wants the target, which makes the keys.
  sshUnits: ['sshd.service', 'sshd.socket', 'sshd-keygen.target', ...generatedSockets],
  taskPaths: redHatPaths,
  // Docker has no package there, and its QEMU another name than Nomad looks for.
  packages: {
    manager: 'dnf',
    names: { cni: 'containernetworking-plugins', java: 'java-21-openjdk-headless', nft: 'nftables', podman: 'podman' },
  },
  cniFolder: '/usr/libexec/cni',
  labelsFiles: true,
  proof: 'judged',
};

/** What the systems that read Ignition have in common; Flatcar listens by the socket, the others by the service. */
const ignition = {
  format: 'ignition',
  installs: ['preinstalled', 'archive'],
  sshUnits: ['sshd.service', 'sshd.socket', ...generatedSockets],
  rebootsByItself: true,
  proof: 'judged',
} satisfies Partial<System>;

const table = {
  debian,
  ubuntu: { ...debian, proof: 'judged' },
  rhel,
  'fedora-coreos': {
    ...ignition,
    updater: 'zincati',
    network: 'networkmanager',
    taskPaths: redHatPaths,
  },
  flatcar: {
    ...ignition,
    updater: 'locksmith',
    network: 'networkd',
    installs: [...ignition.installs, 'sysext'],
    taskPaths: { tls: [], java: [] },
  },
  microos: {
    ...ignition,
    updater: 'rebootmgr',
    network: 'networkmanager',
    taskPaths: { tls: ['/etc/crypto-policies', '/var/lib/ca-certificates'], java: ['/etc/java'] },
  },
} satisfies Record<OperatingSystem, System>;

/** Every operating system by its name in the description. */
export const systems: Readonly<Record<OperatingSystem, System>> = Object.freeze(table);

/** Whether a unit serves SSH on one of the systems, and so is masked there if no user may log in. */
export function isSshUnit(name: string): boolean {
  return Object.values(systems).some(({ sshUnits }) => sshUnits.includes(name));
}
