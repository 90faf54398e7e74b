/** The fixtures as the tests use them: clusters somebody would run, with test secrets. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cluster } from '../lib/cluster/cluster.ts';
import type { PlatformName } from '../lib/cluster/vocabulary.ts';
import { loadCluster } from '../lib/load/load.ts';
import { parseSecrets } from '../lib/secrets/parse.ts';
import type { Secrets } from '../lib/secrets/secrets.ts';
import { platforms } from '../lib/targets/platforms.ts';

const fixturesFolder = fileURLToPath(new URL('../fixtures/', import.meta.url));

export interface Fixture {
  readonly name: string;
  readonly folder: string;
  readonly clusterFile: string;
  readonly secretsFile: string;
}

/** All fixtures by name. */
export function fixtures(): readonly Fixture[] {
  return readdirSync(fixturesFolder)
    .sort()
    .map((name) => {
      const folder = join(fixturesFolder, name);
      const secretsFile = join(folder, 'cluster.secrets.json');
      return { name, folder, clusterFile: join(folder, 'cluster.yaml'), secretsFile };
    });
}

/** The three machines of the README. */
export function threeMachines(): {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly text: string;
  readonly secretsFile: string;
} {
  const [fixture] = fixtures().filter(({ name }) => name === 'three-machines');
  if (!fixture) throw new Error('fixtures/three-machines is gone');
  const text = readFileSync(fixture.clusterFile, 'utf8');
  const { secretsFile } = fixture;
  return { text, cluster: clusterFrom(text), secrets: secretsFrom(secretsFile), secretsFile };
}

/**
 * The README's description for a platform. Where that alone chooses addresses it can have no server: there the first
 * machine is a client of the others, which stay where they are.
 */
export function descriptionOn(platform: PlatformName): string {
  const { text } = threeMachines();
  const { network } = platforms[platform];
  if (network.madeBy === 'description' || network.tell) return `${text}target: { platform: ${platform} }\n`;
  const client = `roles: [client]\n    target: { platform: ${platform} }\n    interfaces: [{ network: clients }]\n`;
  return text.replace(/ {2}n1:\n[\s\S]*?(?= {2}n2:)/, () => `  n1:\n    ${client}`);
}

/** A cluster from a description that must be right. */
export function clusterFrom(text: string): Cluster {
  const { cluster, diagnostics } = loadCluster(text);
  if (!cluster) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return cluster;
}

function secretsFrom(file: string): Secrets {
  const { secrets } = parseSecrets(readFileSync(file, 'utf8'), 'demo');
  if (!secrets) throw new Error(`${file} was refused`);
  return secrets;
}

/** Every file below a folder by its relative path. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const named = files.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), readFileSync(path)] as const;
  });
  return new Map(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}
