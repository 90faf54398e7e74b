/** What all rows work with: sizes, rounds, the temporary folder, descriptions in it, and the command. */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatSecrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { benchCluster, descriptionText } from './descriptions.ts';
import type { Line } from './line.ts';
import { temporaryFolder } from './processes.ts';

/** How much is measured. */
export interface Sizes {
  /** Machines of the large cluster, and of the one that memory is measured with as well. */
  readonly many: number;
  readonly most: number;
  /** Rounds where a round takes seconds, and where it takes a tenth of one. */
  readonly longRounds: number;
  readonly shortRounds: number;
  /** Rounds that leave tens of thousands of files behind. */
  readonly writingRounds: number;
  /** Leaves between two looks at the clock. */
  readonly leaves: number;
}

export const fullSizes: Sizes = {
  many: 5000,
  most: 20_000,
  longRounds: 5,
  shortRounds: 25,
  writingRounds: 3,
  leaves: 200,
};
export const shortSizes: Sizes = {
  many: 200,
  most: 400,
  longRounds: 2,
  shortRounds: 2,
  writingRounds: 2,
  leaves: 20,
};

/** One row, or several that belong together, under the name that `--only` takes. */
export interface Row {
  readonly name: string;
  /** For the help text. */
  readonly title: string;
  /** @throws Error where something cannot be run or gives a wrong output */
  readonly measure: (bench: Bench) => AsyncIterable<Line>;
}

export interface Bench {
  readonly sizes: Sizes;
  /** Empty at first, removed when all is measured: what rows leave in it costs them no time. */
  readonly folder: string;
  /** The secrets of all descriptions. */
  readonly secrets: string;
  /** Path of a description with so many machines, the first few of which carry both agents. */
  readonly description: (machines: number, withServer?: number) => string;
  /** A path in the temporary folder at which there is nothing yet. */
  readonly fresh: (name: string) => string;
  /** Counts from 1, and tells the progress on the way. */
  readonly rounds: (what: string, count: number) => Iterable<number>;
}

/** Machines with both agents in a cluster: as many as most regions have. */
export const usualServers = 3;

/** The command's entry, which runs the build in dist/. */
export const command = fileURLToPath(new URL('../../bin/build-userdata', import.meta.url));

/** Path of a script that a Node of its own runs, for tsx would be measured with it. */
export function worker(name: string): string {
  return fileURLToPath(new URL(`workers/${name}.mjs`, import.meta.url));
}

/** Makes the temporary folder with the secrets in it. @param tell shows what is being measured */
export async function openBench(sizes: Sizes, tell: (text: string) => void): Promise<Bench> {
  const folder = temporaryFolder();
  const secrets = join(folder, 'cluster.secrets.json');
  writeFileSync(secrets, formatSecrets(await testSecrets({ name: benchCluster })), { mode: 0o600 });
  let made = 0;
  return {
    sizes,
    folder,
    secrets,
    description(machines, withServer = usualServers) {
      const path = join(folder, `${machines}-${withServer}.yaml`);
      if (!existsSync(path)) writeFileSync(path, descriptionText(machines, withServer));
      return path;
    },
    fresh(name) {
      made += 1;
      return join(folder, `${name}-${made}`);
    },
    *rounds(what, count) {
      for (let round = 1; round <= count; round += 1) {
        tell(`${what}: ${round} of ${count}`);
        yield round;
      }
    },
  };
}

/** A new folder of the bench. */
export function freshFolder(bench: Bench, name: string): string {
  const path = bench.fresh(name);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** Stops the row where an output is not what it has to be, for then its time says nothing. */
export function require(isRight: boolean, what: string): asserts isRight {
  if (!isRight) throw new Error(`wrong output: ${what}`);
}
