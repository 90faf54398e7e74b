/** Tables of the operating systems and of the task drivers, from their rows. */

import type { TaskDriver } from '../../../lib/cluster/vocabulary.ts';
import type { Needs, Reasons } from '../../../lib/nomad/drivers/needs.ts';
import { bridge, builtinDrivers, ofEveryClient, ofLowPort, pluginDrivers } from '../../../lib/nomad/drivers/table.ts';
import { type ImageProgram, type NetworkBackend, type System, systems } from '../../../lib/targets/systems.ts';
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

/** Each capability of the client agent with what it is for: of every client, of each driver, and of the bridge. */
export const capabilitiesTable: DocTable = {
  name: 'capabilities',
  header: ['for', 'capability', 'which'],
  rows: () => [
    ...reasonRows('every client', ofEveryClient),
    ...reasonRows('`client.ports.http` below 1024', ofLowPort),
    ...reasonRows('bridge networking', bridge.capabilities),
    ...needs.flatMap(([name, { capabilities }]) => reasonRows(code(name), capabilities)),
  ],
};

const reasonRows = (name: string, reasons: Reasons) =>
  Object.entries(reasons).map(([capability, reason]) => [name, code(capability), reason]);

const needs: readonly (readonly [string, Needs])[] = [
  ...drivers.map((driver) => [driver, builtinDrivers[driver]] as const),
  ...Object.entries(pluginDrivers),
];

/** What else a driver needs: devices, programs by their packages, and the plugin settings that the build writes for it. */
export const driversTable: DocTable = {
  name: 'drivers',
  header: ['driver', 'devices', 'program: packages', 'runs besides', 'plugin settings'],
  rows: () => [...needs, ['bridge networking', bridge] as const].map(driverRow),
};

function driverRow([name, { devices = [], programs = [], units = [], pluginConfig }]: readonly [string, Needs]) {
  return [
    name.includes(' ') ? name : code(name),
    devices === 'all' ? 'all' : codes(devices),
    programs.map((program) => `${code(program)}: ${packagesOf(program)}`).join(', ') || '–',
    codes(units),
    pluginConfig ? code(JSON.stringify(pluginConfig)) : '–',
  ];
}

/** By package manager, for those that have one. */
function packagesOf(program: ImageProgram): string {
  const found = Object.values<System>(systems).flatMap(({ packages }) => {
    const name = packages?.names[program];
    return name === undefined ? [] : [`${code(name)} (${packages?.manager})`];
  });
  return [...new Set(found)].join(', ');
}
