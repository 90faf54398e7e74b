/** Tables of the operating systems and of the task drivers, from their rows. */

import type { TaskDriver } from '../../../lib/cluster/vocabulary.ts';
import { clientCapabilities, driverPlugins } from '../../../lib/nomad/drivers.ts';
import { newestLine } from '../../../lib/nomad/releases.ts';
import { type NetworkBackend, systems } from '../../../lib/targets/systems.ts';
import { code, codes, type DocTable } from '../markdown-table.ts';

const networks: Readonly<Record<NetworkBackend, string>> = {
  networkd: 'systemd-networkd',
  networkmanager: 'NetworkManager keyfiles',
};

export const systemsTable: DocTable = {
  name: 'systems',
  header: [
    '`os`',
    '`format`',
    'network files',
    '`nomad.install.method`',
    'missing programs come by',
    'masked without `users`',
    'proof',
  ],
  rows: () =>
    Object.entries(systems).map(([name, { format, network, installs, packages, sshUnits, proof }]) => [
      code(name),
      code(format),
      (format === 'cloud-init' ? 'network-config version 2; for further cards ' : '') + networks[network],
      codes(installs),
      packages ? code(packages.manager) : '–',
      codes(sshUnits),
      proof,
    ]),
};

/** Every driver; a word that is missing does not compile. */
const drivers = Object.keys({
  exec: true,
  java: true,
  raw_exec: true,
  docker: true,
  qemu: true,
} satisfies Record<TaskDriver, true>) as TaskDriver[];

/** What the client agent keeps, each driver adds to it, and the plugin settings that the build writes for it. */
export const driversTable: DocTable = {
  name: 'drivers',
  header: ['driver', 'capabilities of the client agent', 'plugin settings'],
  rows: () => [['whichever', codes(clientCapabilities([])), '–'], ...drivers.map(driverRow)],
};

function driverRow(driver: TaskDriver): readonly string[] {
  const common = clientCapabilities([]);
  const more = clientCapabilities([driver]).filter((capability) => !common.includes(capability));
  const plugins = driverPlugins([driver], `${newestLine}.0`).map((plugin) => code(JSON.stringify(plugin)));
  return [code(driver), codes(more), plugins.join(', ') || '–'];
}
