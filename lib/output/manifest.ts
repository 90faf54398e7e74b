/** manifest.json: what a build wrote. It is written last, so a folder that has one is complete. */

import { hash } from 'node:crypto';
import type { Cluster } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import type { PlannedCertificate } from '../machine/machine-plan.ts';
import type { MachineBundle } from '../pack/cluster-bundles.ts';
import type { PartedContent } from '../pack/parted-content.ts';
import { serverMembers } from '../plan/context.ts';
import { machinesFolder } from './layout.ts';
import { type MachineFacts, machineFacts, type NetworkFacts, networkFacts } from './machine-facts.ts';

const manifestFormat = 1;

/** Size and SHA-256 (lower case hexadecimal) of one file. */
export interface ManifestFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** The facts are for other tools, and not in the manifests of the first releases. */
export interface ManifestMachine extends Partial<MachineFacts> {
  readonly instanceId: string;
  readonly platform: string;
  /** How the user-data or config is packed. */
  readonly encoding: string;
  /** Its size as the platform counts it, and what the platform allows; no limit if there is none. */
  readonly countedBytes: number;
  readonly limitBytes?: number;
  /** By file name. */
  readonly files: Readonly<Record<string, ManifestFile>>;
  readonly certificates: readonly PlannedCertificate[];
}

/** What the manifest says of the whole cluster: what a later build asks about, beside the machines. */
export interface ManifestHead {
  readonly cluster: string;
  /** Not in the manifests of the first releases, as `servers`. */
  readonly nomadVersion?: string;
  /** The list that the machines learnt, in its order. */
  readonly servers?: readonly ServerMember[];
  /** By name: what the platform has to have before the machines. */
  readonly networks?: Readonly<Record<string, NetworkFacts>>;
}

/** The same description and secrets give the same manifest: it holds no time and no path. */
export interface Manifest extends ManifestHead {
  readonly format: typeof manifestFormat;
  /** By name, in the order of the description. */
  readonly machines: ReadonlyMap<string, ManifestMachine>;
  readonly operator: { readonly files: Readonly<Record<string, ManifestFile>> };
}

/** What a manifest that is being made says of each machine, by name: as text, for there may be thousands. */
export type ManifestEntries = ReadonlyMap<string, string>;

/** What the manifest of a cluster's build says of the whole. */
export function manifestHead(cluster: Cluster): Required<ManifestHead> {
  return {
    cluster: cluster.name,
    nomadVersion: cluster.nomadVersion,
    servers: serverMembers(cluster),
    networks: networkFacts(cluster),
  };
}

/** Size and hash of a file's content. */
export function manifestFile(content: Uint8Array): ManifestFile {
  return { bytes: content.length, sha256: hash('sha256', content, 'hex') };
}

/** What a manifest says of a machine, its bundle and its files; paths begin in the manifest's folder. */
export function manifestMachine(
  cluster: Cluster,
  packed: MachineBundle,
  files: Readonly<Record<string, ManifestFile>>,
): ManifestMachine {
  const { instanceId, size, certificates } = packed.bundle;
  const facts = machineFacts(cluster, packed, `${machinesFolder}/${packed.machine.name}`);
  const { platform, encoding, countedBytes, limitBytes } = size;
  const limit = limitBytes !== undefined && { limitBytes };
  return { instanceId, platform, encoding, countedBytes, ...limit, ...facts, files, certificates };
}

/** What a manifest says of a machine's bundle alone: what has to be the same where nothing changes for the machine. */
export function bundleEntry({
  roles: _,
  datacenter: __,
  networks: ___,
  attach: ____,
  ...entry
}: ManifestMachine): string {
  return JSON.stringify(entry);
}

/** A manifest as a value. */
export function newManifest(
  cluster: Cluster,
  machines: ReadonlyMap<string, ManifestMachine>,
  operatorFiles: Readonly<Record<string, ManifestFile>>,
): Manifest {
  return { format: manifestFormat, ...manifestHead(cluster), machines, operator: { files: operatorFiles } };
}

/** A machine as it stands in the text of a manifest. */
export function manifestEntry(machine: ManifestMachine): string {
  return indented(machine, 2);
}

/** All machines of a manifest as they stand in its text. */
export function manifestEntries({ machines }: Manifest): ManifestEntries {
  return new Map([...machines].map(([name, machine]) => [name, manifestEntry(machine)]));
}

/** Writes a manifest as JSON, ending in LF. `parseManifest` reads it back. */
export function formatManifest(manifest: Manifest): string {
  const { format: _, machines: __, operator, ...head } = manifest;
  return [...manifestTexts(head, manifestEntries(manifest), operator.files)].join('');
}

/** The same text in parts, its machines in the order of the entries. */
export function manifestParts(
  head: ManifestHead,
  entries: ManifestEntries,
  operatorFiles: Readonly<Record<string, ManifestFile>>,
): PartedContent {
  const parts = () => gathered(manifestTexts(head, entries, operatorFiles));
  let length = 0;
  for (const part of parts()) length += part.length;
  return { length, parts: parts() };
}

/** Characters of a part at least, but for the last. */
const partCharacters = 64 * 1024;

/** Few large parts of many small ones. */
function* gathered(texts: Iterable<string>): Iterable<Uint8Array> {
  let part = '';
  for (const text of texts) {
    part += text;
    if (part.length < partCharacters) continue;
    yield Buffer.from(part);
    part = '';
  }
  yield Buffer.from(part);
}

/** Machine by machine. */
function* manifestTexts(
  head: ManifestHead,
  entries: ManifestEntries,
  operatorFiles: Readonly<Record<string, ManifestFile>>,
): Iterable<string> {
  const opening = JSON.stringify({ format: manifestFormat, ...head }, null, 2);
  yield `${opening.slice(0, opening.lastIndexOf('\n'))},\n  "machines": {`;
  let separator = '';
  for (const [name, entry] of entries) {
    yield `${separator}\n    ${JSON.stringify(name)}: ${entry}`;
    separator = ',';
  }
  yield `\n  },\n  "operator": ${indented({ files: operatorFiles }, 1)}\n}\n`;
}

/** Joined, for V8 keeps the result of `replaceAll` as a tree of pieces, several times as large as the text. */
function indented(value: unknown, depth: number): string {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .join(`\n${'  '.repeat(depth)}`);
}

/**
 * Reads a manifest of this format; undefined for any other text. It is trusted only to name files; whatever else it says
 * is compared with, and left out if it has another form.
 */
export function parseManifest(text: string): Manifest | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || value['format'] !== manifestFormat || typeof value['cluster'] !== 'string') return undefined;
  const { cluster, nomadVersion, servers, networks, machines, operator } = value;
  if (!isRecord(machines) || !isRecord(operator) || !isRecord(operator['files'])) return undefined;
  const entries = Object.entries(machines);
  if (!entries.every(([, machine]) => isRecord(machine) && isRecord(machine['files']))) return undefined;
  return {
    format: manifestFormat,
    cluster,
    ...(typeof nomadVersion === 'string' && { nomadVersion }),
    ...(isServerList(servers) && { servers }),
    ...(isRecord(networks) && { networks: networks as Record<string, NetworkFacts> }),
    machines: new Map(entries as [string, ManifestMachine][]),
    operator: { files: operator['files'] as Record<string, ManifestFile> },
  };
}

function isServerList(value: unknown): value is readonly ServerMember[] {
  return Array.isArray(value) && value.every((one) => isRecord(one) && isWord(one['name']) && isWord(one['address']));
}

/** As names and addresses are. */
const isWord = (value: unknown): boolean => typeof value === 'string' && /^[\w.:-]+$/.test(value);

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
