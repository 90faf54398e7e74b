/** A machine's disk over an image, and what a running machine has around it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';

/** Puts a new disk over the unpacked image `root`; what is written to it goes into `folder`. Gives where it is mounted. */
export async function overlayDisk(folder: string, root: string): Promise<string> {
  const [upper, work, disk] = ['upper', 'work', 'disk'].map((part) => join(folder, part)) as [string, string, string];
  for (const path of [upper, work, disk]) mkdirSync(path, { recursive: true });
  await run(['mount', '-t', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${work}`, 'overlay', disk]);
  return disk;
}

/**
 * The file systems that a running machine has and a disk has not; gone again afterwards, with all that is in them.
 * @param mountSys mounts what the machine has as /sys there: this host's unless given
 */
export async function withRuntime<Result>(
  disk: string,
  body: () => Promise<Result>,
  mountSys: (path: string) => Promise<unknown> = (path) => run(['mount', '-t', 'sysfs', '-o', 'ro', 'sysfs', path]),
): Promise<Result> {
  const [dev, runtime, sys] = [join(disk, 'dev'), join(disk, 'run'), join(disk, 'sys')];
  await run(['mount', '-t', 'proc', 'proc', join(disk, 'proc')]);
  await mountSys(sys);
  for (const path of [dev, runtime]) await run(['mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', path]);
  for (const name of ['full', 'null', 'random', 'urandom', 'zero']) {
    writeFileSync(join(dev, name), '');
    await run(['mount', '--bind', `/dev/${name}`, join(dev, name)]);
  }
  try {
    return await body();
  } finally {
    for (const path of [dev, runtime, sys, join(disk, 'proc')]) await run(['umount', '--recursive', path]);
  }
}
