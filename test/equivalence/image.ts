/**
 * The image that both machines begin with, and two disks over it: Debian's root, made to resemble images that have an
 * SSH server with an alias, a unit of Nomad's that somebody made by hand, a configuration for SELinux, and presets that
 * enable nothing by themselves.
 */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../boot/rehearsal/command.ts';
import { rootImage } from '../boot/rehearsal/root-image.ts';
import { enterSandbox } from '../boot/rehearsal/sandbox.ts';

const brought: Readonly<Record<string, string>> = {
  'usr/lib/systemd/system/ssh.service':
    '[Service]\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\nAlias=sshd.service\n',
  'usr/lib/systemd/system/ssh.socket': '[Socket]\nListenStream=22\nAccept=no\n\n[Install]\nWantedBy=sockets.target\n',
  'etc/systemd/system/nomad.service': '[Service]\nExecStart=/usr/bin/nomad agent -dev\n',
  'usr/lib/systemd/system-preset/99-default.preset': 'disable *\n',
  'etc/ssh/sshd_config': 'Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\n',
  'etc/selinux/config': 'SELINUX=permissive\nSELINUXTYPE=targeted\n',
};

export interface Image {
  /** An empty folder in memory. */
  readonly folder: string;
  /** Puts a new disk over the image. */
  newDisk(name: string): Promise<string>;
}

/** Enters a room of its own, without network, and unpacks the image there. */
export async function prepareImage(): Promise<Image> {
  const tar = await rootImage();
  const { folder } = await enterSandbox();
  chmodSync(folder, 0o711); // Ignition writes people's files as those people
  const root = join(folder, 'root');
  mkdirSync(root);
  await run(['tar', '--extract', '--file', tar, '--directory', root, '--numeric-owner', '--exclude=./dev/*']);
  for (const [path, content] of Object.entries(brought)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  await inside(root, ['systemctl', 'enable', 'ssh.service']);
  await applyPresets(root);
  return { folder, newDisk: (name) => newDisk(folder, root, name) };
}

async function newDisk(folder: string, root: string, name: string): Promise<string> {
  const [upper, work, disk] = ['upper', 'work', 'disk'].map((part) => join(folder, name, part)) as [
    string,
    string,
    string,
  ];
  for (const path of [upper, work, disk]) mkdirSync(path, { recursive: true });
  await run(['mount', '-t', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${work}`, 'overlay', disk]);
  return disk;
}

/** What systemd does with its presets when it boots a machine for the first time (systemd.preset(5)). */
export async function applyPresets(disk: string): Promise<void> {
  await inside(disk, ['systemctl', 'preset-all', '--preset-mode=enable-only']);
}

const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  SYSTEMD_OFFLINE: '1',
  PYTHONDONTWRITEBYTECODE: '1', // netplan would leave its programs' byte code
};

/**
 * Runs a command on a disk, with nothing of the building machine around it. systemctl works on the disk's files, and
 * leaves out whatever concerns running units.
 */
export function inside(disk: string, argv: readonly string[]): Promise<string> {
  return run(['chroot', disk, ...argv], { env: environment });
}

/** The file systems that a running machine has and a disk has not; gone again afterwards, with all that is in them. */
export async function withRuntime(disk: string, body: () => Promise<void>): Promise<void> {
  const [dev, runtime] = [join(disk, 'dev'), join(disk, 'run')];
  await run(['mount', '-t', 'proc', 'proc', join(disk, 'proc')]);
  await run(['mount', '-t', 'sysfs', '-o', 'ro', 'sysfs', join(disk, 'sys')]);
  for (const path of [dev, runtime]) await run(['mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', path]);
  for (const name of ['full', 'null', 'random', 'urandom', 'zero']) {
    writeFileSync(join(dev, name), '');
    await run(['mount', '--bind', `/dev/${name}`, join(dev, name)]);
  }
  try {
    await body();
  } finally {
    for (const path of [dev, runtime, join(disk, 'sys'), join(disk, 'proc')])
      await run(['umount', '--recursive', path]);
  }
}
