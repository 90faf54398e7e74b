/** What a client agent provides for jobs beside settings that Nomad takes as they are: networks, volumes, plugins. */

import type { Downloads } from './downloads.ts';
import type { JsonObject } from './vocabulary.ts';

export interface ClientProvisions {
  /** Whether jobs may have networks of their own, behind a bridge of the machine; absent: where plugins of CNI are known. */
  readonly bridge?: boolean;
  /** An archive of CNI plugins, where the image and its packages have none. */
  readonly cniPlugins?: Downloads;
  /** Whether programs that drivers, plugins and the bridge need are installed from packages, where they are missing. */
  readonly installPackages: boolean;
  /** Names of networks of the description, on which jobs may ask for ports. */
  readonly hostNetworks: readonly string[];
  readonly hostVolumes: Readonly<Record<string, HostVolume>>;
  /** Drivers that are no part of Nomad, by the names of their programs. */
  readonly plugins: Readonly<Record<string, DriverPlugin>>;
}

/** A folder of the machine that jobs may mount. It is made before the agent starts. */
export interface HostVolume {
  readonly path: string;
  readonly readOnly: boolean;
  /** Numbers, for the machine's names are not known beforehand. */
  readonly owner: number;
  readonly group: number;
  /** Four octal digits. */
  readonly mode: string;
}

export interface DriverPlugin {
  /** The driver's name in jobs. */
  readonly driver: string;
  readonly downloads: Downloads;
  /** The plugin's own configuration. */
  readonly config: JsonObject;
  /** What the client agent keeps for it (capabilities(7)). */
  readonly capabilities: readonly string[];
  /** Paths of devices that it opens. */
  readonly devices: readonly string[];
  /** Packages of the machine's own package manager. */
  readonly packages: readonly string[];
}
