/** The files of the program that configures an image's network, and how it is told to read them again. */

import type { PlannedFile, PlannedNetwork } from '../../machine/machine-plan.ts';
import type { NetworkBackend } from '../../targets/systems.ts';
import { keyfiles } from './keyfiles.ts';
import { networkdFiles } from './networkd-files.ts';

/** By program. */
export const networkFilesOf: Readonly<Record<NetworkBackend, (network: PlannedNetwork) => readonly PlannedFile[]>> = {
  networkd: networkdFiles,
  networkmanager: keyfiles,
};

/**
 * networkctl(1) and nmcli(1): cards that nobody has configured yet take the files up at once, all others stay. On an image
 * with another program nothing happens.
 */
export const rereadNetworkFiles: Readonly<Record<NetworkBackend, readonly string[]>> = {
  networkd: ifActive('systemd-networkd.service', 'networkctl reload'),
  networkmanager: ifActive('NetworkManager.service', 'nmcli connection reload'),
};

function ifActive(unit: string, command: string): readonly string[] {
  return ['sh', '-c', `systemctl --quiet is-active ${unit} && ${command} || :`];
}
