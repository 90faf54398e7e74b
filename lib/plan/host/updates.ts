/**
 * When the updates of an operating system may reboot a machine, in the words of the program that reboots there. Servers
 * have a day of the week each, for a bad update shows on one of them before it comes to the next; a cluster of more than
 * seven goes on an hour later. Machines that are clients alone are spread by their names, so that none moves when others
 * come or go. Sources: Zincati's updates strategies, Flatcar's update and reboot strategies, rebootmgr.conf(5), and
 * 50unattended-upgrades, which knows no days.
 */

import type { Machine } from '../../cluster/cluster.ts';
import type { PlannedFile } from '../../machine/machine-plan.ts';
import { plainFile } from '../../machine/planned-file.ts';
import { sha256 } from '../../pki/sha256.ts';
import { systems, type Updater } from '../../targets/systems.ts';
import type { BuildContext } from '../context.ts';

interface RebootWindow {
  /** Of the week: `Mon`. */
  readonly day: string;
  /** Of that day, where a program knows days: `02:00`. */
  readonly hour: string;
  /** Of every day, where it does not. */
  readonly daily: string;
}

type Words = (window: RebootWindow) => readonly string[];

/** Where a program reads its settings, and what they are. */
interface Settings {
  readonly paths: readonly string[];
  readonly staggered: Words;
  readonly off: Words;
}

const updaters: Readonly<Record<Updater, Settings>> = {
  'unattended-upgrades': {
    paths: ['/etc/apt/apt.conf.d/60nomad-firstboot'],
    staggered: ({ daily }) => [
      'Unattended-Upgrade::Automatic-Reboot "true";',
      `Unattended-Upgrade::Automatic-Reboot-Time "${daily}";`,
    ],
    off: () => ['Unattended-Upgrade::Automatic-Reboot "false";'],
  },
  zincati: {
    paths: ['/etc/zincati/config.d/60-nomad.toml'],
    staggered: ({ day, hour }) => [
      '[updates]',
      'strategy = "periodic"',
      '[[updates.periodic.window]]',
      `days = ["${day}"]`,
      `start_time = "${hour}"`,
      'length_minutes = 30',
    ],
    off: () => ['[updates]', 'enabled = false'],
  },
  locksmith: {
    paths: ['/etc/flatcar/update.conf'],
    staggered: ({ day, hour }) => [
      'REBOOT_STRATEGY=reboot',
      `LOCKSMITHD_REBOOT_WINDOW_START="${day} ${hour}"`,
      'LOCKSMITHD_REBOOT_WINDOW_LENGTH=30m',
    ],
    off: () => ['REBOOT_STRATEGY=off'],
  },
  // Before and after its version 3.
  rebootmgr: {
    paths: ['/etc/rebootmgr.conf', '/etc/rebootmgr/rebootmgr.conf'],
    staggered: ({ day, hour }) => [
      '[rebootmgr]',
      `window-start=${day} ${hour}`,
      'window-duration=30m',
      'strategy=maint-window',
    ],
    off: () => ['[rebootmgr]', 'strategy=off'],
  },
};

/** A machine's own files about reboots; one that the description writes itself takes the place of ours. */
export function updateFiles(context: BuildContext, machine: Machine): readonly PlannedFile[] {
  const { updater, rebootsByItself } = systems[machine.target.os];
  const wish = machine.reboots ?? (rebootsByItself ? 'staggered' : 'image');
  if (updater === undefined || wish === 'image') return [];
  const { paths, ...words } = updaters[updater];
  const content = words[wish](rebootWindow(context, machine)).map((line) => `${line}\n`);
  const taken = new Set(machine.extra.files.map(({ path }) => path));
  return paths.filter((path) => !taken.has(path)).map((path) => plainFile(path, content.join('')));
}

function rebootWindow({ servers }: BuildContext, { name }: Machine): RebootWindow {
  const index = servers.findIndex((server) => server.name === name);
  const [lot = 0] = sha256(Buffer.from(name));
  const isServer = index >= 0;
  return {
    day: days[(isServer ? index : lot) % days.length] ?? '',
    hour: isServer ? oclock(2 + Math.floor(index / days.length)) : '04:00',
    daily: oclock(isServer ? 2 + index : lot),
  };
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const oclock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;
