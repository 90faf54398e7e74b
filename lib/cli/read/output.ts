/** Reads one side of a comparison: a description that is built in memory, an output folder, or an archive. */

import { closeSync, createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtOutput } from '../../diff/built-output.ts';
import type { ComparedOutput } from '../../diff/compare.ts';
import type { NamedDocument } from '../../diff/contents/contents.ts';
import { imageName, machinesFolder, manifestName } from '../../output/layout.ts';
import { type Manifest, parseManifest } from '../../output/manifest.ts';
import { exitStatus, type Failure, failure, ioFailing } from '../failure.ts';
import type { Host } from '../host.ts';
import { type Problems, reportProblems } from '../report.ts';
import { printable } from '../terminal.ts';
import { loadDescription, loadSecrets, neededSecretsPlace } from './cluster.ts';
import { missingSecrets } from './make-secrets.ts';

/** A path, and the secrets that are used if it is a description. */
export interface OutputPlace {
  readonly path: string;
  readonly secrets: string | undefined;
}

/** Reads an output; `undefined` if it is a description with errors, which were told. Throws a failure for all else. */
export async function readOutput(host: Host, place: OutputPlace): Promise<ComparedOutput | undefined> {
  const kind = ioFailing(`cannot read ${printable(place.path)}`, () => kindOf(place.path));
  if (kind === 'folder') return readFolder(place.path);
  return kind === 'archive' ? await readArchive(place.path) : await buildDescription(host, place);
}

function kindOf(path: string): 'folder' | 'archive' | 'description' {
  const status = path === '-' ? undefined : statSync(path);
  if (status?.isDirectory()) return 'folder';
  return status?.isFile() && isArchive(path) ? 'archive' : 'description';
}

/** The magic word of a tar header (POSIX pax, ustar Interchange Format). */
function isArchive(path: string): boolean {
  const head = Buffer.alloc(262);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, head);
  } finally {
    closeSync(descriptor);
  }
  return head.toString('latin1', 257) === 'ustar';
}

async function buildDescription(
  host: Host,
  { path, secrets: option }: OutputPlace,
): Promise<ComparedOutput | undefined> {
  const { description, cluster, problems } = await loadDescription(host, path);
  const place = cluster && neededSecretsPlace(option, description);
  const loaded = place && (await loadSecrets(host, place, cluster.name));
  if (place && loaded === undefined) {
    const shown = place.kind === 'file' ? place.path : '-';
    throw missingSecrets(shown, 'The first build makes it; name another one with --secrets FILE.');
  }
  const wrong = [problems, loaded?.problems].filter((some): some is Problems => some !== undefined);
  if (cluster && loaded?.secrets) return builtOutput(cluster, loaded.secrets);
  await reportProblems(host, wrong);
  return undefined;
}

function readFolder(folder: string): ComparedOutput {
  const read = (path: string) => ioFailing(`cannot read ${printable(path)}`, () => readFileSync(path));
  const manifest = manifestIn(folder, read(join(folder, manifestName)));
  return outputOf(manifest, (path) => read(join(folder, path)));
}

async function readArchive(path: string): Promise<ComparedOutput> {
  const { extract } = await import('tar-stream');
  const files = new Map<string, Buffer>();
  const archive = extract();
  createReadStream(path)
    .on('error', (error) => archive.destroy(error))
    .pipe(archive);
  for await (const entry of archive) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) chunks.push(chunk as Uint8Array);
    files.set(entry.header.name, Buffer.concat(chunks));
  }
  const missing = () => notAnOutput(path);
  const read = (name: string) => files.get(name) ?? raise(missing());
  return outputOf(manifestIn(path, read(manifestName)), read);
}

function manifestIn(path: string, bytes: Uint8Array): Manifest {
  return parseManifest(Buffer.from(bytes).toString()) ?? raise(notAnOutput(path));
}

function notAnOutput(path: string): Failure {
  const mend = 'Name a description, or a folder or an archive that a build wrote.';
  return failure(exitStatus.ioFailed, `${printable(path)} is not the whole output of a build`, mend);
}

function raise(problem: Failure): never {
  throw problem;
}

/** A manifest is trusted to name files, but for one that would lead elsewhere. */
function outputOf(manifest: Manifest, read: (path: string) => Uint8Array): ComparedOutput {
  return {
    manifest,
    *documents(machine): Iterable<NamedDocument> {
      const names = Object.keys(manifest.machines.get(machine)?.files ?? {}).filter((name) => name !== imageName);
      for (const name of names.filter(isPlainName)) {
        yield { name, bytes: read(`${machinesFolder}/${machine}/${name}`) };
      }
    },
  };
}

const isPlainName = (name: string) => /^[\w.-]+$/.test(name) && !/^\.+$/.test(name);
