/** manifest.json: what a build wrote. It is written last, so a folder that has one is complete and ours. */

import { createHash } from 'node:crypto';
import type { PlannedCertificate } from '../plan/machine-plan.ts';

/** The manifest's name in the output folder. */
export const manifestName = 'manifest.json';

const manifestFormat = 1;

/** Size and SHA-256 (lower case hexadecimal) of one file. */
export interface ManifestFile {
  readonly bytes: number;
  readonly sha256: string;
}

export interface ManifestMachine {
  readonly instanceId: string;
  readonly platform: string;
  /** How the user-data or config is packed. */
  readonly encoding: string;
  /** Its size as the platform counts it, and what the platform allows; no limit where there is none. */
  readonly countedBytes: number;
  readonly limitBytes?: number;
  /** By file name. */
  readonly files: Readonly<Record<string, ManifestFile>>;
  readonly certificates: readonly PlannedCertificate[];
}

/** The same description and secrets give the same manifest: it holds no time and no path. */
export interface Manifest {
  readonly format: typeof manifestFormat;
  readonly cluster: string;
  /** By name, in the order of the description. */
  readonly machines: ReadonlyMap<string, ManifestMachine>;
  readonly operator: { readonly files: Readonly<Record<string, ManifestFile>> };
}

/** What differs between two builds, by machine name. */
export interface ManifestChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/** Size and hash of a file's content. */
export function manifestFile(content: Uint8Array): ManifestFile {
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** A manifest from its parts. */
export function manifestOf(
  cluster: string,
  machines: ReadonlyMap<string, ManifestMachine>,
  operatorFiles: Readonly<Record<string, ManifestFile>>,
): Manifest {
  return { format: manifestFormat, cluster, machines, operator: { files: operatorFiles } };
}

/** The manifest as JSON, ending in LF. */
export function formatManifest({ format, cluster, machines, operator }: Manifest): string {
  // Entries rather than a spread: a machine may be called `1` or `constructor`.
  return `${JSON.stringify({ format, cluster, machines: Object.fromEntries(machines), operator }, null, 2)}\n`;
}

/** Reads a manifest of this format; undefined for any other text. It is trusted only to name files. */
export function parseManifest(text: string): Manifest | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || value['format'] !== manifestFormat || typeof value['cluster'] !== 'string') return undefined;
  const { cluster, machines, operator } = value;
  if (!isRecord(machines) || !isRecord(operator) || !isRecord(operator['files'])) return undefined;
  const entries = Object.entries(machines);
  if (!entries.every(([, machine]) => isRecord(machine) && isRecord(machine['files']))) return undefined;
  return manifestOf(
    cluster,
    new Map(entries as [string, ManifestMachine][]),
    operator['files'] as Record<string, ManifestFile>,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Compares a build with the one before; without one, every machine is added. */
export function manifestChanges(earlier: Manifest | undefined, current: Manifest): ManifestChanges {
  const changes = {
    added: [] as string[],
    changed: [] as string[],
    removed: [] as string[],
    unchanged: [] as string[],
  };
  for (const [name, machine] of current.machines) {
    const before = earlier?.machines.get(name);
    if (before === undefined) changes.added.push(name);
    else changes[JSON.stringify(before) === JSON.stringify(machine) ? 'unchanged' : 'changed'].push(name);
  }
  for (const name of earlier?.machines.keys() ?? []) if (!current.machines.has(name)) changes.removed.push(name);
  return changes;
}
