/** What a build changed, and what follows for machines that run: compared with the output that it replaces. */

import { packBundles } from '../../build.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { type Bundle, bundleFiles } from '../../pack/bundle.ts';
import { type ServerMember, serverMembers } from '../../plan/context.ts';
import { documentBytes } from '../../render/document.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import {
  type Manifest,
  type ManifestEntries,
  type ManifestMachine,
  manifestChanges,
  manifestFile,
} from '../write/manifest.ts';
import type { EarlierOutput } from '../write/output-folder.ts';

/** Machines by what became of them, each in one list, and in the order of the description. */
export interface BuildChanges {
  /** Whether there was no output to compare with. */
  readonly isFirst: boolean;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Would be unchanged if the servers were those of the earlier build: no reason to replace a machine that runs. */
  readonly serverListOnly: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Whether machines learn another list of servers than before. */
  readonly otherServers: boolean;
  readonly otherNomad: OtherNomad | undefined;
}

/** Another version of Nomad than before, which bundles do not bring. */
export interface OtherNomad {
  readonly before: string;
  readonly now: string;
  /** The machines that were there before, and have Nomad from their image. */
  readonly inImages: readonly string[];
}

/** Compares a build with the one before it. */
export function buildChanges(
  earlier: EarlierOutput,
  entries: ManifestEntries,
  cluster: Cluster,
  secrets: Secrets,
): BuildChanges {
  const before = earlier.kind === 'ours' ? earlier.manifest : undefined;
  const { changed, ...others } = manifestChanges(before, entries);
  const otherServers = before?.servers !== undefined && !sameServers(before.servers, serverMembers(cluster));
  const byListOnly = otherServers ? new Set(asBefore(before, changed, cluster, secrets)) : new Set();
  return {
    isFirst: before === undefined,
    ...others,
    changed: changed.filter((name) => !byListOnly.has(name)),
    serverListOnly: changed.filter((name) => byListOnly.has(name)),
    otherServers,
    otherNomad: before && otherNomad(before, cluster),
  };
}

const sameServers = (some: readonly ServerMember[], others: readonly ServerMember[]) =>
  some.map(addressed).join() === others.map(addressed).join();
const addressed = ({ name, address }: ServerMember) => `${name} ${address}`;

/**
 * Those of the machines whose documents are what they were when they are built for the earlier servers. None where not
 * one of these is left: then the list that a machine has leads it nowhere.
 */
function* asBefore(
  { servers = [], machines }: Manifest,
  names: readonly string[],
  cluster: Cluster,
  secrets: Secrets,
): Iterable<string> {
  const current = new Set(serverMembers(cluster).map(addressed));
  if (!servers.some((server) => current.has(addressed(server)))) return;
  const wanted = new Set(names);
  const built = cluster.machines.filter(({ name }) => wanted.has(name));
  for (const { bundle } of packBundles(cluster, secrets, built, servers)) {
    if (hasDocumentsOf(bundle, machines.get(bundle.machine))) yield bundle.machine;
  }
}

function hasDocumentsOf(bundle: Bundle, earlier: ManifestMachine | undefined): boolean {
  return (
    bundle.instanceId === earlier?.instanceId &&
    bundleFiles(bundle).every(
      ({ name, document }) => manifestFile(documentBytes(document)).sha256 === earlier.files[name]?.sha256,
    )
  );
}

function otherNomad({ nomadVersion: before, machines }: Manifest, { nomad, ...cluster }: Cluster) {
  if (before === undefined || before === nomad.version || nomad.install.method !== 'preinstalled') return undefined;
  const inImages = cluster.machines.map(({ name }) => name).filter((name) => machines.has(name));
  return { before, now: nomad.version, inImages };
}

/** The changes as JSON, every list whole. */
export function changesReport(cluster: string, changes: BuildChanges): string {
  const { isFirst: _, otherServers: __, ...told } = changes;
  return `${JSON.stringify({ cluster, ...told }, null, 2)}\n`;
}
