/** An operating system unpacked in the sandbox: the disk that all machines of an image begin with. */

import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import type { BundleFormat } from './bundles.ts';
import { run } from './command.ts';
import { chroot, DISABLE_BY_DEFAULT, SELINUX_CONFIG } from './ignition.ts';
import type { Sandbox } from './sandbox.ts';

export interface Image {
  /** Path of a tar of the operating system. */
  readonly rootTar: string;
  /** What reads a bundle on it at the first boot. */
  readonly format: BundleFormat;
  /** Path of the Nomad binary on the host, and where the machines find it, if they do. */
  readonly nomad: string;
  readonly nomadPath?: string | undefined;
  /** Whether each machine has a copy of its own, in place of what differs from a shared one. */
  readonly isCopied?: boolean;
}

/** The folder of the unpacked image; each image is unpacked once in a sandbox. */
export async function unpackImage(sandbox: Sandbox, image: Image): Promise<string> {
  const name = [image.rootTar, image.format, image.nomad, image.nomadPath].join(' ').replaceAll(/[^\w.-]+/g, '-');
  const root = join(sandbox.images, name);
  if (existsSync(root)) return root;
  mkdirSync(root, { mode: 0o755, recursive: true });
  await run(['tar', '--extract', '--file', image.rootTar, '--directory', root, '--numeric-owner', '--exclude=./dev/*']);
  if (image.nomadPath !== undefined) {
    const nomad = join(root, image.nomadPath);
    mkdirSync(dirname(nomad), { recursive: true });
    copyFileSync(image.nomad, nomad);
  }
  // Nomad asks this file whether the kernel can bridge; the machines share a kernel that has it built in.
  put(
    root,
    `lib/modules/${release()}/modules.builtin`,
    'kernel/net/bridge/bridge.ko\nkernel/net/bridge/br_netfilter.ko\n',
  );
  if (image.format === 'ignition') await resembleIgnitionImage(root);
  return root;
}

/**
 * Makes Debian's root one that Ignition configures, in the manner of Flatcar: no cloud-init, a configuration for
 * SELinux, presets that enable nothing by themselves, and an SSH server that listens by a socket.
 */
async function resembleIgnitionImage(root: string): Promise<void> {
  put(root, 'etc/cloud/cloud-init.disabled', '');
  put(root, SELINUX_CONFIG.path, SELINUX_CONFIG.content);
  put(root, DISABLE_BY_DEFAULT.path, DISABLE_BY_DEFAULT.content);
  await chroot(root, ['userdel', 'nomad']); // Ignition fails where a group that it shall make is there
  await chroot(root, ['systemctl', 'disable', 'ssh.service']);
  put(root, 'usr/lib/systemd/system/sshd@.service', '[Service]\nExecStart=-/usr/sbin/sshd -i\nStandardInput=socket\n');
  put(
    root,
    'usr/lib/systemd/system/sshd.socket',
    '[Socket]\nListenStream=22\nAccept=yes\n\n[Install]\nWantedBy=sockets.target\n',
  );
  await chroot(root, ['systemctl', 'enable', 'sshd.socket']);
}

function put(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
