/**
 * The parts of an Ignition config that the build writes, as types (Ignition's "Configuration Specification v3.3.0",
 * whose words these are; 3.4.0 to 3.6.0 have the same fields here). Keys stand in the order in which the engine works.
 */

import type { IgnitionSpec } from '../cluster/vocabulary.ts';

export interface IgnitionConfig {
  readonly ignition: { readonly version: IgnitionSpec };
  readonly passwd: { readonly groups: readonly IgnitionGroup[]; readonly users: readonly IgnitionUser[] };
  readonly storage: { readonly directories: readonly IgnitionDirectory[]; readonly files: readonly IgnitionFile[] };
  readonly systemd: { readonly units: readonly IgnitionUnit[] };
}

export interface IgnitionGroup {
  readonly name: string;
}

export interface IgnitionUser {
  readonly name: string;
  readonly gecos: string;
  readonly primaryGroup?: string;
  readonly system?: true;
  readonly noCreateHome?: true;
  readonly shell: string;
  readonly sshAuthorizedKeys?: readonly string[];
}

export interface IgnitionDirectory {
  readonly path: string;
  /** A decimal number: 448 is 0700. */
  readonly mode: number;
  /** Root's where they are absent. */
  readonly user?: { readonly name: string };
  readonly group?: { readonly name: string };
}

/** A file of its own has `contents`; what adds to a file of the image has `append` alone, and leaves its mode. */
export interface IgnitionFile {
  readonly path: string;
  /** Without it, a file that the image brings would make the whole first boot fail. */
  readonly overwrite?: true;
  /** A decimal number: 384 is 0600. */
  readonly mode?: number;
  readonly contents?: IgnitionResource;
  readonly append?: readonly IgnitionResource[];
}

interface IgnitionResource {
  /** A `data:` URL, or where to fetch the bytes. */
  readonly source: string;
  readonly compression?: 'gzip';
  /** Of the bytes as they end up on the disk: decompressed. */
  readonly verification?: { readonly hash: string };
}

export interface IgnitionUnit {
  readonly name: string;
  readonly enabled?: true;
  readonly mask?: true;
  readonly contents?: string;
  readonly dropins?: readonly { readonly name: string; readonly contents: string }[];
}
