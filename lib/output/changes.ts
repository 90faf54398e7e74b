/** What differs between two builds, and what follows for machines that run. */

import type { Cluster } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import { type Bundle, bundleFiles } from '../pack/bundle.ts';
import { packBundles } from '../pack/cluster-bundles.ts';
import { serverMembers } from '../plan/context.ts';
import { documentBytes } from '../render/document.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { buildManifest, type OutputOptions } from './files.ts';
import {
  bundleEntry,
  type Manifest,
  type ManifestEntries,
  type ManifestMachine,
  manifestEntries,
  manifestEntry,
  manifestFile,
} from './manifest.ts';

/** What differs between two manifests, by machine name. */
export interface ManifestChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/** Compares two manifests; without an earlier one, every machine is added. */
export function compareManifests(earlier: Manifest | undefined, later: Manifest): ManifestChanges {
  return compareEntries(earlier, manifestEntries(later));
}

function compareEntries(earlier: Manifest | undefined, later: ManifestEntries): ManifestChanges {
  const before = (name: string) => earlier?.machines.get(name);
  const isSame = (name: string, entry: string) => {
    const machine = before(name);
    // What is told to other tools beside the bundle changes nothing on a machine.
    return (
      machine !== undefined &&
      (manifestEntry(machine) === entry || bundleEntry(machine) === bundleEntry(JSON.parse(entry)))
    );
  };
  const names = [...later.keys()];
  const unchanged = new Set([...later].filter(([name, entry]) => isSame(name, entry)).map(([name]) => name));
  return {
    added: names.filter((name) => before(name) === undefined),
    changed: names.filter((name) => before(name) !== undefined && !unchanged.has(name)),
    removed: [...(earlier?.machines.keys() ?? [])].filter((name) => !later.has(name)),
    unchanged: [...unchanged],
  };
}

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

/**
 * Builds the cluster and compares it with an earlier build; more than two manifests can tell, for it asks which machines
 * would be unchanged if the servers were those of the earlier build. Throws as `buildBundles`.
 * @param earlier undefined if there is no earlier build
 */
export function buildChanges(
  earlier: Manifest | undefined,
  cluster: Cluster,
  secrets: Secrets,
  options: OutputOptions = {},
): BuildChanges {
  return changesOf(earlier, manifestEntries(buildManifest(cluster, secrets, options)), cluster, secrets);
}

/** The same for a build that is done. */
export function changesOf(
  earlier: Manifest | undefined,
  entries: ManifestEntries,
  cluster: Cluster,
  secrets: Secrets,
): BuildChanges {
  const { changed, ...others } = compareEntries(earlier, entries);
  const otherServers = earlier?.servers !== undefined && !sameServers(earlier.servers, serverMembers(cluster));
  const byListOnly = otherServers ? new Set(asBefore(earlier, changed, cluster, secrets)) : new Set();
  return {
    isFirst: earlier === undefined,
    ...others,
    changed: changed.filter((name) => !byListOnly.has(name)),
    serverListOnly: changed.filter((name) => byListOnly.has(name)),
    otherServers,
    otherNomad: earlier && otherNomad(earlier, cluster),
  };
}

const sameServers = (some: readonly ServerMember[], others: readonly ServerMember[]) =>
  some.map(addressed).join() === others.map(addressed).join();
const addressed = ({ name, address }: ServerMember) => `${name} ${address}`;

/**
 * Those of the machines whose documents are what they were when they are built for the earlier servers. None if not
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

function otherNomad({ nomadVersion: before, machines }: Manifest, { nomadVersion: now, ...cluster }: Cluster) {
  if (before === undefined || before === now) return undefined;
  const inImages = cluster.machines.filter(({ name, nomad }) => {
    return machines.has(name) && nomad.version === now && nomad.install.method === 'preinstalled';
  });
  return inImages.length === 0 ? undefined : { before, now, inImages: inImages.map(({ name }) => name) };
}
