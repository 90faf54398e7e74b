/** The paths and units that belong to the build, so that nobody's extras replace them. */

import { roles } from '../../cluster/vocabulary.ts';
import {
  agentDropIns,
  agentUnits,
  configFolders,
  dataFolders,
  firstbootFolder,
  firstbootUnit,
  isOwnUnit,
  runFolder,
  softwareFolder,
  sshdFile,
  stateFolder,
  sudoersFile,
} from '../../machine/places.ts';

/** A folder or pattern of paths, whose it is, and what to do instead. */
interface Reservation {
  readonly owner: string;
  readonly mend: string;
}

const folders: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    roles.flatMap((role) => [configFolders[role], dataFolders[role]].map((path) => [path, `the ${role} agent`])),
  ),
  ...Object.fromEntries(
    [firstbootFolder, stateFolder, softwareFolder, runFolder].map((path) => [path, 'the first boot']),
  ),
};

/** Single files in folders that are everybody's. */
const files: Readonly<Record<string, string>> = { [sudoersFile]: 'the users', [sshdFile]: 'the users' };

/**
 * Where systemd looks for units (systemd.unit(5)): the unit that a file, drop-in or link belongs to, and the one that
 * a link wants.
 */
const unitPath =
  /^\/(?:etc|run|usr\/lib|usr\/local\/lib|lib)\/systemd\/system(?:\.control|\.attached)?\/([^/]+?)(?:\.d|\.(?:wants|requires|upholds)(?:\/([^/]+))?)?(?:\/|$)/;

const mendOfFolder = 'choose another folder; settings of Nomad go into `server.config` or `client.config`';

/** The reservation that a path falls under; `undefined` if it is free. A reserved folder itself is no free file. */
export function reservationOf(path: string): Reservation | undefined {
  const folder = Object.keys(folders).find((reserved) => path === reserved || path.startsWith(`${reserved}/`));
  if (folder !== undefined) return { owner: folders[folder] ?? '', mend: mendOfFolder };
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file !== undefined) return { owner: file, mend: 'choose another name for the file' };
  const unit = unitPath
    .exec(path)
    ?.slice(1)
    .find((name) => name !== undefined && isReservedUnit(name));
  if (unit === undefined) return undefined;
  return { owner: `the unit ${unit}`, mend: 'give it as a drop-in of your own in `extra.units`' };
}

/** The build's own units, and those with Nomad's own name: the slice of tasks, and the unit of an image, which is masked. */
export function isReservedUnit(name: string): boolean {
  return isOwnUnit(name) || /^nomad(?:[.]|$)/.test(name);
}

/** Units of the build that drop-ins of one's own may be added to. */
export const openUnits: ReadonlySet<string> = new Set([...Object.values(agentUnits), firstbootUnit]);

const dropInsOfAgents: ReadonlySet<string> = new Set(Object.values(agentDropIns));

/** Whether a drop-in of this name is the build's: on the agents' units, or on units that the metadata guard joins. */
export function isReservedDropIn(unit: string, name: string): boolean {
  return (openUnits.has(unit) && dropInsOfAgents.has(name)) || name.startsWith('nomad-metadata-');
}

/** Folders of the Filesystem Hierarchy Standard and of what every image has: a file cannot take their place. */
const systemFolders: ReadonlySet<string> = new Set(
  [
    'bin boot dev etc home lib lib32 lib64 media mnt opt proc root run sbin srv sys tmp usr var',
    ...['usr', 'usr/local'].map((top) => `${top}/:bin etc include lib lib64 libexec local sbin share src`),
    'var/:cache lib local lock log mail opt run spool tmp',
    'var/lib/:cloud systemd',
    'etc/:apt cloud cron.d default modprobe.d modules-load.d netplan network NetworkManager pam.d profile.d security',
    'etc/:selinux ssh ssl sudoers.d sysctl.d systemd tmpfiles.d udev',
    'etc/:cloud/cloud.cfg.d NetworkManager/system-connections ssh/sshd_config.d ssl/certs udev/rules.d',
    ...['etc', 'lib', 'run', 'usr/lib'].map((top) => `${top}/:systemd systemd/network systemd/system`),
  ].flatMap((line) => {
    const [top, names = ''] = line.includes(':') ? line.split(':') : ['', line];
    return names.split(' ').map((name) => `/${top}${name}`);
  }),
);

/** Whether a path is a folder on every machine. */
export function isSystemFolder(path: string): boolean {
  return systemFolders.has(path);
}
