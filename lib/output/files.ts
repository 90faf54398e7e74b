/** The files of an output folder as values: the bundles, the operator's files and the manifest. */

import type { Cluster } from '../cluster/cluster.ts';
import { bundleFiles, type PackedBundle } from '../pack/bundle.ts';
import { packBundles } from '../pack/cluster-bundles.ts';
import { buildContext } from '../plan/context.ts';
import { documentBytes } from '../render/document.ts';
import { operatorFiles } from '../render/operator.ts';
import type { OperatorFile } from '../render/operator-file.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { imageName, machinesFolder, manifestName, operatorFolder } from './layout.ts';
import {
  formatManifest,
  type Manifest,
  type ManifestFile,
  type ManifestMachine,
  manifestFile,
  manifestMachine,
  newManifest,
} from './manifest.ts';
import { fitting, newSizeFindings } from './sizes.ts';

/** One file of an output folder. */
export interface OutputFile {
  /** Relative to the folder, with `/` between names: `machines/n1/user-data`. */
  readonly path: string;
  /** Permission bits: 0o600, for nearly all of them hold keys. */
  readonly mode: number;
  readonly content: Uint8Array;
}

/** What a build shall hold beside the documents. */
export interface OutputOptions {
  /** Whether each machine that reads one has its image, too: `seed.iso`. */
  readonly withImages?: boolean;
}

/**
 * Builds every file that the command would write into a folder, machine by machine in the order of the description, then
 * the operator's files, the manifest last.
 * @throws DescriptionError on the way, if certificates and authority do not go together, or a bundle is too large
 */
export function buildOutput(cluster: Cluster, secrets: Secrets, options: OutputOptions = {}): Iterable<OutputFile> {
  return {
    *[Symbol.iterator]() {
      const manifest = yield* describedFiles(cluster, secrets, options);
      yield { path: manifestName, mode: 0o600, content: Buffer.from(formatManifest(manifest)) };
    },
  };
}

/** Builds the manifest with which `buildOutput` ends. Throws as `buildOutput`. */
export function buildManifest(cluster: Cluster, secrets: Secrets, options: OutputOptions = {}): Manifest {
  const files = describedFiles(cluster, secrets, options);
  for (;;) {
    const { done, value } = files.next();
    if (done) return value;
  }
}

/** All files but the manifest, which is what comes out in the end. */
function* describedFiles(
  cluster: Cluster,
  secrets: Secrets,
  options: OutputOptions,
): Generator<OutputFile, Manifest, undefined> {
  const machines = new Map<string, ManifestMachine>();
  for (const packed of fitting(packBundles(cluster, secrets), newSizeFindings())) {
    const files = machineFiles(packed, options);
    yield* files;
    machines.set(packed.bundle.machine, manifestMachine(cluster, packed, filesByName(files)));
  }
  const operator = outputOfOperator(operatorFiles(buildContext(cluster, secrets)));
  yield* operator;
  return newManifest(cluster, machines, filesByName(operator));
}

/** The files of one machine. */
export function machineFiles({ bundle, image }: PackedBundle, { withImages }: OutputOptions): readonly OutputFile[] {
  const folder = `${machinesFolder}/${bundle.machine}`;
  const file = (name: string, content: Uint8Array) => ({ path: `${folder}/${name}`, mode: 0o600, content });
  const seed = withImages ? image() : undefined;
  return [
    ...bundleFiles(bundle).map(({ name, document }) => file(name, documentBytes(document))),
    ...(seed ? [file(imageName, seed)] : []),
  ];
}

/** The operator's files; in an output nobody but the owner may read them. */
export function outputOfOperator(files: readonly OperatorFile[]): readonly OutputFile[] {
  return files.map(({ name, mode, content }) => ({
    path: `${operatorFolder}/${name}`,
    mode: Number.parseInt(mode, 8) & 0o700,
    content: Buffer.from(content),
  }));
}

/** What the manifest says of the files of one folder. */
export function filesByName(files: readonly OutputFile[]): Readonly<Record<string, ManifestFile>> {
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return Object.fromEntries(files.map(({ path, content }) => [nameOf(path), manifestFile(content)]));
}
