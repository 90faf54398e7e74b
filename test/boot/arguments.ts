/** The command line of the boots: which scenarios, or which description. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const FIXTURE = fileURLToPath(new URL('../../fixtures/three-machines/cluster.yaml', import.meta.url));

export interface Arguments {
  /** Rows of the table by their names; none for all quick ones. */
  readonly names: readonly string[];
  readonly isList: boolean;
  /** The slow rows instead of the quick ones. */
  readonly isSlow: boolean;
  /** Path of a description to boot instead of a row. */
  readonly cluster?: string;
  /** A folder of bundles that was built before, and the secrets file that it was built from. */
  readonly built?: { readonly bundles: string; readonly secrets: string };
  /** For a description: also what disturbs the machines. */
  readonly isThorough: boolean;
}

/** Reads `[NAME...] [--list] [--slow] [--cluster PATH [--bundles DIR --secrets PATH]] [--thorough]`; throws on more. */
export function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      slow: { type: 'boolean', default: false },
      cluster: { type: 'string' },
      bundles: { type: 'string' },
      secrets: { type: 'string' },
      thorough: { type: 'boolean', default: false },
    },
  });
  const { bundles, secrets, cluster } = values;
  if ((bundles === undefined) !== (secrets === undefined)) throw new Error('--bundles and --secrets go together');
  if (bundles && !cluster) throw new Error('--bundles needs --cluster, the description that they were built from');
  return {
    names: positionals,
    isList: values.list,
    isSlow: values.slow,
    isThorough: values.thorough,
    ...(cluster !== undefined && { cluster: resolve(cluster) }),
    ...(bundles && secrets && { built: { bundles: resolve(bundles), secrets: resolve(secrets) } }),
  };
}

/** Reads `[--boots N]`, for measuring: how often to boot the fixture. */
export function readTimesArguments(): { readonly cluster: string; readonly boots: number } {
  const { values } = parseArgs({ options: { boots: { type: 'string', default: '20' } } });
  const boots = Number(values.boots);
  if (!Number.isInteger(boots) || boots < 1) throw new Error(`--boots ${values.boots} is not a number of boots`);
  return { cluster: FIXTURE, boots };
}
