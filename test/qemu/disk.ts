/** The disk of a virtual machine: Debian with a kernel and Nomad on ext4, cached, and the kernel that boots it. */

import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cached } from '../boot/rehearsal/cache.ts';
import { run, runLoudly } from '../boot/rehearsal/command.ts';
import { nomadBinary } from '../boot/rehearsal/nomad.ts';
import { rootImage } from '../boot/rehearsal/root-image.ts';

/** cloud-init's resizefs needs e2fsprogs on an ext4 root; the Java driver needs a Java. */
const packages = ['default-jre-headless', 'e2fsprogs', 'initramfs-tools', 'linux-image-cloud-amd64'];

export interface Disk {
  /** A raw image, never to be written to. */
  readonly image: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** Makes the disk where it is not cached; kernel and initrd are put into `folder`. */
export async function makeDisk(folder: string): Promise<Disk> {
  const [tar, nomad] = [await rootImage(packages), await nomadBinary()];
  const { size, mtimeMs } = statSync(nomad);
  const inputs = [basename(tar), nomad, String(size), String(mtimeMs)];
  const image = await cached('debian-vm', inputs, (path) => makeImage(path, tar, nomad, join(folder, 'root')));
  const names = (await run(['tar', '-tf', tar, '--wildcards', './boot/vmlinuz-*', './boot/initrd.img-*'])).split('\n');
  const extract = async (prefix: string): Promise<string> => {
    const name = names.find((one) => one.includes(prefix)) ?? '';
    await run(['tar', '-xf', tar, '-C', folder, name]);
    return join(folder, name);
  };
  return { image, kernel: await extract('vmlinuz-'), initrd: await extract('initrd.img-') };
}

/** Unpacked below the run's own folder, which is removed on every exit. */
async function makeImage(path: string, tar: string, nomad: string, root: string): Promise<void> {
  console.log('making the disk of the virtual machine (half a minute, once)');
  mkdirSync(root);
  await runLoudly(['tar', '-xf', tar, '-C', root]);
  cpSync(nomad, join(root, 'usr/bin/nomad'));
  await runLoudly(['mkfs.ext4', '-q', '-F', '-d', root, path, '3G']);
  rmSync(root, { recursive: true });
}
