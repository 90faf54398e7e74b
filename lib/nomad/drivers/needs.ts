/** What a task driver, or bridge networking, needs of the machine: the form of a row of table.ts. */

import type { JsonObject } from '../../cluster/vocabulary.ts';
import type { ImageProgram } from '../../targets/systems.ts';

/** A name of capabilities(7). */
type Capability = `CAP_${string}`;

/** Capabilities, each with what does not work without it. */
export type Reasons = Readonly<Record<Capability, string>>;

export interface Needs {
  /** What the client agent keeps, beside `ofEveryClient`. */
  readonly capabilities: Reasons;
  /** What the agent and its executors open below /dev beside null, zero, full, random, terminals. */
  readonly devices?: readonly string[] | 'all';
  /** Programs that the driver looks for, which a package may bring. */
  readonly programs?: readonly ImageProgram[];
  /** Kernel modules. */
  readonly modules?: readonly string[];
  /** Settings of the kernel (sysctl(8)). */
  readonly sysctls?: Readonly<Record<string, number>>;
  /** The driver's plugin configuration, if its defaults do not do. */
  readonly pluginConfig?: JsonObject;
  /** Which versions of Nomad know that configuration, unless all do. */
  readonly isConfigKnownTo?: (version: string) => boolean;
  /** Units of the image or of a package that have to run. */
  readonly units?: readonly string[];
}
