/**
 * The image that both machines begin with, and two disks over it: Debian's root with its SSH server and the packaged unit
 * of Nomad, and what some images have beside that: another unit of Nomad's that somebody made by hand, a configuration
 * for SELinux, and presets that enable nothing by themselves.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../boot/rehearsal/command.ts';
import { overlayDisk } from '../boot/rehearsal/disk.ts';
import { applyPresets, chroot, DISABLE_BY_DEFAULT, SELINUX_CONFIG } from '../boot/rehearsal/ignition.ts';
import { rootImage } from '../boot/rehearsal/root-image.ts';
import { enterSandbox } from '../boot/rehearsal/sandbox.ts';

const brought: Readonly<Record<string, string>> = {
  'etc/systemd/system/nomad.service': '[Service]\nExecStart=/usr/bin/nomad agent -dev\n',
  [DISABLE_BY_DEFAULT.path]: DISABLE_BY_DEFAULT.content,
  [SELINUX_CONFIG.path]: SELINUX_CONFIG.content,
};

export interface Image {
  /** An empty folder in memory. */
  readonly folder: string;
  /** Puts a new disk over the image. */
  newDisk(name: string): Promise<string>;
}

/** Enters a room of its own, without network, and unpacks the image there. */
export async function prepareImage(): Promise<Image> {
  const tar = await rootImage('debian-13');
  const { folder } = await enterSandbox();
  const root = join(folder, 'root');
  mkdirSync(root);
  await run(['tar', '--extract', '--file', tar, '--directory', root, '--numeric-owner', '--exclude=./dev/*']);
  for (const [path, content] of Object.entries(brought)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  await chroot(root, ['userdel', 'nomad']); // the account is the readers' to make
  await applyPresets(root);
  return { folder, newDisk: (name) => overlayDisk(join(folder, name), root) };
}
