/** The machines of a cluster as data for the tools that create them: what each is, where it is, and where its documents are. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import type { FirstBootFormat, OperatingSystem, PlatformName } from '../cluster/vocabulary.ts';
import { type BundleSize, bundleFiles } from '../pack/bundle.ts';
import { type MachineBundle, packBundles } from '../pack/cluster-bundles.ts';
import { type BundleDocument, documentBytes } from '../render/document.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { machinesFolder } from './layout.ts';
import { type MachineFacts, machineFacts, type NetworkFacts, networkFacts } from './machine-facts.ts';
import { manifestFile } from './manifest.ts';
import { fitting, newSizeFindings, type SizeFindings } from './sizes.ts';

export interface Inventory {
  readonly format: 1;
  readonly cluster: string;
  readonly region: string;
  readonly nomadVersion: string;
  /** By name, in the order of the description. */
  readonly networks: Readonly<Record<string, NetworkFacts>>;
  /** Each is built when its turn comes, in the order of the description. */
  readonly machines: Iterable<InventoryMachine>;
}

export interface InventoryMachine extends MachineFacts {
  readonly name: string;
  readonly instanceId: string;
  readonly arch: Machine['arch'];
  readonly os: OperatingSystem;
  readonly platform: PlatformName;
  readonly format: FirstBootFormat;
  readonly size: InventorySize;
  /** By file name. */
  readonly documents: Readonly<Record<string, InventoryDocument>>;
}

/** The user-data or config as the platform counts it. */
export interface InventorySize extends Pick<BundleSize, 'encoding' | 'countedBytes'> {
  /** Null if the platform has none. */
  readonly limitBytes: number | null;
}

export interface InventoryDocument {
  /** Where a build into the folder puts it. */
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal digits; null if the secrets only stand in. */
  readonly sha256: string | null;
  /** Whether it holds key material. */
  readonly sensitive: boolean;
  /** Only if contents are asked for: text as `utf8`, anything else in `base64`. */
  readonly encoding?: BundleDocument['encoding'];
  readonly content?: string;
}

export interface InventoryOptions {
  /** The folder that a build writes; without, paths begin inside it: `machines/n1/user-data`. */
  readonly folder?: string;
  readonly withContents?: boolean;
  /** Whether the secrets stand in for the cluster's own, so that hashes mean nothing. */
  readonly secretsStandIn?: boolean;
}

/**
 * Builds the inventory of a cluster. It holds no secret unless contents are asked for.
 * @param secrets the cluster's, or `testSecrets(cluster)` if they are not at hand: sizes are then true to a few bytes
 * @throws DescriptionError while machines are read, if certificates and authority do not go together, or a bundle is
 * too large
 */
export function buildInventory(cluster: Cluster, secrets: Secrets, options: InventoryOptions = {}): Inventory {
  return watchedInventory(cluster, secrets, options, newSizeFindings());
}

/** The same for callers that tell sizes. */
export function watchedInventory(
  cluster: Cluster,
  secrets: Secrets,
  options: InventoryOptions,
  sizes: SizeFindings,
): Inventory {
  return {
    format: 1,
    cluster: cluster.name,
    region: cluster.region,
    nomadVersion: cluster.nomadVersion,
    networks: networkFacts(cluster),
    machines: {
      *[Symbol.iterator]() {
        for (const packed of fitting(packBundles(cluster, secrets), sizes)) {
          yield inventoryMachine(cluster, packed, options);
        }
      },
    },
  };
}

function inventoryMachine(cluster: Cluster, packed: MachineBundle, options: InventoryOptions): InventoryMachine {
  const { machine, bundle } = packed;
  const { os, platform, format } = machine.target;
  const { encoding, countedBytes, limitBytes = null } = bundle.size;
  const parent = options.folder === undefined ? machinesFolder : `${options.folder}/${machinesFolder}`;
  const folder = `${parent}/${machine.name}`;
  return {
    name: machine.name,
    instanceId: bundle.instanceId,
    arch: machine.arch,
    os,
    platform,
    format,
    ...machineFacts(cluster, packed, folder),
    size: { encoding, countedBytes, limitBytes },
    documents: Object.fromEntries(
      bundleFiles(bundle).map(({ name, document }) => [name, described(`${folder}/${name}`, name, document, options)]),
    ),
  };
}

function described(
  path: string,
  name: string,
  document: BundleDocument,
  { withContents = false, secretsStandIn = false }: InventoryOptions,
): InventoryDocument {
  const content = documentBytes(document);
  const sha256 = secretsStandIn ? null : manifestFile(content).sha256;
  const about = { path, bytes: content.length, sha256, sensitive: !withoutSecrets.has(name) };
  return withContents ? { ...about, ...document } : about;
}

/** All other documents of a machine hold its keys. */
const withoutSecrets: ReadonlySet<string> = new Set(['meta-data', 'network-config']);

/** The inventory as JSON, one machine a line, in pieces as the machines are built; ends in LF. */
export function* inventoryJson({ machines, ...head }: Inventory): Iterable<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"machines":{\n`;
  yield* machineLines(machines, (text) => text);
  yield '}}\n';
}

/**
 * The same keys with strings alone, for tools that take nothing else (Terraform's data source `external`): whatever is no
 * string is its JSON.
 */
export function* flatInventoryJson({ machines, ...head }: Inventory): Iterable<string> {
  const flat = Object.entries(head).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const quoted = (text: string) => JSON.stringify(text).slice(1, -1);
  yield `${JSON.stringify(Object.fromEntries(flat), null, 1).slice(0, -2)},\n "machines": "{`;
  yield* machineLines(machines, quoted);
  yield '}"\n}\n';
}

function* machineLines(machines: Iterable<InventoryMachine>, written: (text: string) => string): Iterable<string> {
  let separator = '';
  for (const machine of machines) {
    yield written(`${separator}${JSON.stringify(machine.name)}: ${JSON.stringify(machine)}`);
    separator = ',\n';
  }
}
