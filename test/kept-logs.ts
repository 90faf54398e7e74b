/**
 * Logs of what takes too long for every run: kept in the repository, and held against the bundles that it judged. Whoever
 * changes what machines receive runs these commands again.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundles } from '../lib/build.ts';
import { loadCluster } from '../lib/load/load.ts';
import { bundleFiles } from '../lib/pack/bundle.ts';
import { documentBytes } from '../lib/render/document.ts';
import { testSecrets } from '../lib/secrets/test-secrets.ts';
import { bootedReleases, naming } from './boot/version-scenarios.ts';
import { type Fixture, filesBelow, fixtures } from './fixtures.ts';
import { clusterName, describe } from './platforms/vm/description.ts';
import { type RowName, rows } from './platforms/vm/rows.ts';
import { examplesToJudge } from './tofu/examples.ts';
import { buildWithTestSecrets } from './tools/golden.ts';

export interface KeptLog {
  readonly file: URL;
  /** What has to be run for a new one. */
  readonly command: string;
  /** The files, by their paths, that its machines receive today. */
  readonly bundles: () => Promise<ReadonlyMap<string, Buffer>>;
}

/** The slow rows of the boots' table, which begin with the fixture's bundles. */
export const slowBoots: KeptLog = {
  file: new URL('boot/slow.log', import.meta.url),
  command: 'npm run test:boot -- --slow',
  bundles: async () => filesBelow(join(threeMachinesFixture().folder, 'expected/machines')),
};

function threeMachinesFixture(): Fixture {
  const fixture = fixtures().find(({ name }) => name === 'three-machines');
  if (!fixture) throw new Error('fixtures/three-machines is gone');
  return fixture;
}

/** The fixture with several releases of Nomad. */
export const versionBoots: KeptLog = {
  file: new URL('boot/versions.log', import.meta.url),
  command: 'npm run test:boot:versions',
  bundles: async () => new Map((await Promise.all(bootedReleases.map(machinesWith))).flat()),
};

/** What the fixture's three machines receive with a release, by path below its number. */
async function machinesWith(release: string): Promise<(readonly [path: string, content: Buffer])[]> {
  const { cluster } = loadCluster(naming(release, readFileSync(threeMachinesFixture().clusterFile, 'utf8')));
  if (!cluster) throw new Error(`the fixture has errors with Nomad ${release}`);
  return [...buildBundles(cluster, await testSecrets(cluster))].flatMap((bundle) =>
    bundleFiles(bundle).map(({ name, document }) => {
      return [`${release}/${bundle.machine}/${name}`, Buffer.from(documentBytes(document))] as const;
    }),
  );
}

/** Whom the metadata guard lets in, in a virtual machine. */
export const metadataMachine: KeptLog = {
  file: new URL('qemu/metadata.log', import.meta.url),
  command: 'npm run test:metadata-vm',
  bundles: () => buildWithTestSecrets(fileURLToPath(new URL('qemu/metadata.yaml', import.meta.url)), 'readers'),
};

/** Clients of each driver, without one capability after the other. */
export const driverMachines: KeptLog = {
  file: new URL('boot/drivers.log', import.meta.url),
  command: 'npm run test:drivers',
  bundles: () => buildWithTestSecrets(fileURLToPath(new URL('boot/drivers/cluster.yaml', import.meta.url)), 'drivers'),
};

/** Three virtual machines of each emulated platform. No log of it is kept yet, so none is held against today's bundles. */
export const cloudMachines: KeptLog = {
  file: new URL('platforms/vm/three.log', import.meta.url),
  command: 'npm run test:platforms-vm -- --three',
  bundles: async () => new Map((await Promise.all(Object.keys(rows).map((row) => threeOf(row as RowName)))).flat()),
};

/** What the row's three machines receive, by path below the row's name. */
async function threeOf(row: RowName): Promise<(readonly [path: string, content: Buffer])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-three-'));
  try {
    const description = join(folder, 'cluster.yaml');
    writeFileSync(description, describe(rows[row].machine(1), 3));
    const files = await buildWithTestSecrets(description, clusterName);
    return [...files].map(([path, content]) => [`${row}/${path}`, content]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** OpenTofu's evaluation of the examples. */
export const tofuExamples: KeptLog = {
  file: new URL('tofu/examples.log', import.meta.url),
  command: 'npm run test:tofu',
  bundles: examplesToJudge,
};

/** The SHA-256 of all that machines receive. */
export function hashOfBundles(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [path, content] of files) hash.update(`${path} ${content.length}\n`).update(content);
  return hash.digest('hex');
}

/** What a log says; nothing but empty words where it is missing. */
export interface LogContent {
  readonly date: string;
  readonly bundles: string;
  readonly scenarios: readonly string[];
  readonly closing: string;
}

/** Keeps a run in which nothing was broken; `judged` is the hash of the bundles when it began. */
export function writeLog(
  { file }: KeptLog,
  judged: string,
  scenarios: readonly string[],
  report: readonly string[],
): void {
  const head = [`date: ${new Date().toISOString().slice(0, 10)}`, `bundles: ${judged}`];
  writeFileSync(file, `${[...head, `scenarios: ${scenarios.join(' ')}`, '', ...report].join('\n')}\n`);
}

/** Reads a log as it stands in the repository. */
export function readLog({ file }: KeptLog): LogContent {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const value = (key: string) => lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
  return {
    date: value('date'),
    bundles: value('bundles'),
    scenarios: value('scenarios').split(' '),
    closing: lines.at(-1) ?? '',
  };
}
