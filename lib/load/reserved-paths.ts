/** The paths and units that belong to the build, so that nobody's extras replace them. */

/** A folder or pattern of paths, whose it is, and what to do instead. */
interface Reservation {
  readonly owner: string;
  readonly mend: string;
}

const folders: Readonly<Record<string, string>> = {
  '/etc/nomad-server.d': 'the server agent',
  '/etc/nomad-client.d': 'the client agent',
  '/var/lib/nomad-server': 'the server agent',
  '/var/lib/nomad-client': 'the client agent',
  '/etc/nomad-firstboot': 'the first boot',
  '/var/lib/nomad-firstboot': 'the first boot',
  '/opt/nomad-firstboot': 'the first boot',
  '/run/nomad-firstboot': 'the first boot',
};

const mendOfFolder = 'choose another folder; settings of Nomad go into `server.config` or `client.config`';

/** The reservation that a path falls under; `undefined` where it is free. A reserved folder itself is no free file. */
export function reservationOf(path: string): Reservation | undefined {
  const folder = Object.keys(folders).find((reserved) => path === reserved || path.startsWith(`${reserved}/`));
  if (folder !== undefined) return { owner: folders[folder] ?? '', mend: mendOfFolder };
  const unit = /^\/etc\/systemd\/system\/([^/]+?)(?:\.d)?(?:\/|$)/.exec(path)?.[1];
  if (unit === undefined || !isReservedUnit(unit)) return undefined;
  return { owner: `the unit ${unit}`, mend: 'give it as a drop-in of your own in `extra.units`' };
}

/** The build's own units: all whose names begin with `nomad-`, and `nomad.service`, which is masked. */
export function isReservedUnit(name: string): boolean {
  return /^nomad(-|\.|$)/.test(name);
}

/** Units of the build that drop-ins of one's own may be added to. */
export const openUnits: ReadonlySet<string> = new Set([
  'nomad-server.service',
  'nomad-client.service',
  'nomad-firstboot.service',
]);

/** The drop-ins of the agents' units that the build writes. */
export const reservedDropIns: ReadonlySet<string> = new Set([
  '10-capabilities.conf',
  '20-resources.conf',
  '30-sandbox.conf',
]);
