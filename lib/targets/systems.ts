/** What the images of the operating systems differ in, a row each. */

import type { FirstBootFormat, OperatingSystem } from '../cluster/vocabulary.ts';

export interface System {
  /** What runs at the first boot. */
  readonly format: FirstBootFormat;
  /** By which SSH is served and its host keys are made: a service by whatever name, or a socket; not all in each release. */
  readonly sshUnits: readonly string[];
}

/** Made by systemd 256 and later itself where an SSH server is installed (systemd-ssh-generator(8)). */
const generatedSockets = ['sshd-unix-local.socket', 'sshd-vsock.socket'];

/** Ubuntu listens by the socket, Debian by the service, which has an alias; their latest releases make keys in a unit. */
const debian: System = {
  format: 'cloud-init',
  sshUnits: ['ssh.service', 'ssh.socket', 'sshd.service', 'sshd-keygen.service', ...generatedSockets],
};

/** Flatcar listens by the socket, Fedora CoreOS and MicroOS by the service. */
const ignition: System = { format: 'ignition', sshUnits: ['sshd.service', 'sshd.socket', ...generatedSockets] };

/** Every operating system by its name in the description. */
export const systems: Readonly<Record<OperatingSystem, System>> = Object.freeze({
  debian,
  ubuntu: debian,
  'fedora-coreos': ignition,
  flatcar: ignition,
  microos: ignition,
});

/** Whether a unit serves SSH on one of the systems, and so is masked there where no user may log in. */
export function isSshUnit(name: string): boolean {
  return Object.values(systems).some(({ sshUnits }) => sshUnits.includes(name));
}
