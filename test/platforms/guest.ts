/**
 * A machine of an emulated platform, as far as cloud-init's datasources look: a disk over the operating system's image, in
 * the network namespace that the cloud made, with the platform's DMI, network cards with drivers, and medium. It is not
 * booted. Programs on its disk stand in for what is not there: systemd-detect-virt(1), which would see the test's container,
 * udevadm(8), for there is no udev to ask, VMware's vmware-rpctool, and mount(8) where this kernel knows no ISO 9660.
 */

import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, type Outcome, run } from '../boot/rehearsal/command.ts';
import { overlayDisk, withRuntime } from '../boot/rehearsal/disk.ts';
import { chrootEnvironment } from '../boot/rehearsal/ignition.ts';
import type { Emulation, Medium, NetworkCard, Order } from './emulation.ts';

export interface Guest {
  readonly disk: string;
  /** Runs a command inside, whatever its end. */
  attempt(argv: readonly string[], input?: string): Promise<Outcome>;
}

/** What the machine is made of. */
export interface Parts {
  /** An empty or new folder, removed afterwards. */
  readonly folder: string;
  /** The unpacked image. */
  readonly root: string;
  /** Path of the network namespace. */
  readonly network: string;
  readonly emulation: Emulation;
  readonly order: Order;
}

const KERNEL_COMMAND_LINE = 'BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro console=ttyS0';

/** Where the kernel's own /sys is, below the machine's folder. */
const KERNEL_SYS = 'sys/kernel';

/** Gives the machine to `body` and takes it apart afterwards. */
export async function withGuest<Result>(parts: Parts, body: (guest: Guest) => Promise<Result>): Promise<Result> {
  const { folder, root, network, emulation, order } = parts;
  const disk = await overlayDisk(folder, root);
  const enter = ['nsenter', `--net=${network}`];
  const guest: Guest = {
    disk,
    attempt: (argv, input = '') =>
      attempt([...enter, 'chroot', disk, ...argv], { env: chrootEnvironment, input, timeoutMs: 60_000 }),
  };
  const prepared = async () => {
    await run(['mount', '--bind', placed(folder, 'cmdline', `${KERNEL_COMMAND_LINE}\n`), join(disk, 'proc/cmdline')]);
    for (const name of ['systemd', 'cloud-init']) mkdirSync(join(disk, 'run', name));
    for (const [path, text] of Object.entries(standIns(emulation, order))) placed(disk, path, text, 0o755);
    if (emulation.hosts) appendFileSync(join(disk, 'etc/hosts'), `${emulation.hosts.join('\n')}\n`);
    return withMedium(emulation.medium?.(order), folder, disk, () => body(guest));
  };
  try {
    return await withRuntime(disk, prepared, (path) => mountSys(path, folder, enter, emulation));
  } finally {
    await endProcesses(disk);
    await run(['umount', '--lazy', disk, join(folder, KERNEL_SYS)]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends what is left running inside, a DHCP client for instance. */
async function endProcesses(disk: string): Promise<void> {
  for (let left = processesIn(disk); left.length > 0; left = processesIn(disk)) {
    for (const pid of left) process.kill(pid, 'SIGKILL');
    await sleep(50);
  }
}

function processesIn(disk: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/root`) === disk;
    } catch {
      return false; // it has ended meanwhile
    }
  });
}

/** The kernel's own /sys of the network namespace, and over it what the platform's hardware would add. */
async function mountSys(path: string, folder: string, enter: string[], { dmi, cards }: Emulation): Promise<void> {
  const [kernel, hardware] = [join(folder, KERNEL_SYS), join(folder, 'sys/hardware')];
  mkdirSync(kernel, { recursive: true });
  for (const [name, text] of Object.entries(dmi)) placed(hardware, `class/dmi/id/${name}`, `${text}\n`);
  for (const card of cards) placeDevice(hardware, card);
  await run([...enter, 'mount', '-t', 'sysfs', '-o', 'ro', 'sysfs', kernel]);
  await run(['mount', '-t', 'overlay', '-o', `lowerdir=${hardware}:${kernel}`, 'overlay', path]);
}

/** cloud-init takes a card for hardware if it has a device, and some datasources ask for its driver. */
function placeDevice(hardware: string, { name, driver }: NetworkCard): void {
  const device = join(hardware, 'devices/platform', name);
  placed(device, 'device', '0x0001\n');
  symlinkSync(`../../../bus/platform/drivers/${driver}`, join(device, 'driver'));
  mkdirSync(join(hardware, 'bus/platform/drivers', driver), { recursive: true });
  mkdirSync(join(hardware, 'devices/virtual/net', name), { recursive: true });
  symlinkSync(`../../../platform/${name}`, join(hardware, 'devices/virtual/net', name, 'device'));
}

function standIns({ virtualization, guestinfo }: Emulation, order: Order): Readonly<Record<string, string>> {
  const detect = `#!/bin/sh\ncase " $* " in *" --container "*|*" -c "*) echo none; exit 1 ;; esac\necho ${virtualization}\n`;
  const variables = Object.entries(guestinfo?.(order) ?? {}).map(([name, value]) => [`run/guestinfo/${name}`, value]);
  return {
    'usr/local/bin/systemd-detect-virt': detect,
    'usr/local/bin/udevadm': '#!/bin/sh\nexit 0\n',
    ...(guestinfo && { 'usr/local/bin/vmware-rpctool': RPCTOOL, ...Object.fromEntries(variables) }),
  };
}

/** `info-get guestinfo.NAME` and `info-set guestinfo.NAME VALUE`, in one argument or several. */
const RPCTOOL = `#!/bin/sh
set -- $*
file=/run/guestinfo/\${2#guestinfo.}
case $1 in
info-get) cat "$file" 2>/dev/null || { echo 'No value found' >&2; exit 1; } ;;
info-set) shift 2; printf %s "$*" >"$file" ;;
esac
`;

/** The medium is a block device of the machine, the only one that it has. */
async function withMedium<Result>(
  medium: Medium | undefined,
  folder: string,
  disk: string,
  body: () => Promise<Result>,
): Promise<Result> {
  if (!medium) return body();
  const image = await imageOf(medium, folder);
  const device = (await run(['losetup', '--find', '--show', '--read-only', image])).trim();
  const open = openSync(device, 'r');
  try {
    await run(['losetup', '--detach', device]); // as soon as nobody has it open, however this process ends
    const node = `/dev/${medium.device ?? basename(device)}`;
    await run(['cp', '--archive', device, join(disk, node)]);
    if (!readFileSync('/proc/filesystems', 'utf8').includes('iso9660')) await standInForKernel(image, node, disk);
    return await body();
  } finally {
    closeSync(open);
  }
}

/** xorriso reads the image in the kernel's stead, and mount(8) shows what it read; all other mounts are the kernel's. */
async function standInForKernel(image: string, node: string, disk: string): Promise<void> {
  const content = join(disk, 'run/medium');
  await run(['xorriso', '-osirrox', 'on', '-indev', image, '-extract', '/', content]);
  const mount = `for last; do :; done\ncase " $* " in *" ${node} "*) set -- --bind /run/medium "$last" ;; esac`;
  placed(disk, 'usr/local/bin/mount', `#!/bin/sh\n${mount}\nexec /usr/bin/mount "$@"\n`, 0o755);
}

async function imageOf(medium: Medium, folder: string): Promise<string> {
  if ('image' in medium) return placed(folder, 'medium.iso', medium.image);
  for (const [path, content] of Object.entries(medium.files)) placed(folder, `medium/${path}`, content);
  const image = join(folder, 'medium.iso');
  await run([
    'genisoimage',
    '-quiet',
    '-volid',
    medium.label,
    '-joliet',
    '-rock',
    '-output',
    image,
    `${folder}/medium`,
  ]);
  return image;
}

function placed(folder: string, path: string, content: string | Buffer, mode = 0o644): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
  return file;
}
