/** The command line that booting a cluster and measuring its boots have in common. */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const FIXTURE = fileURLToPath(new URL('../../fixtures/three-machines/cluster.yaml', import.meta.url));

export interface Arguments {
  /** Path of the description. */
  readonly cluster: string;
  /** A folder of bundles that was built before, and the secrets file that it was built from. */
  readonly built?: { readonly bundles: string; readonly secrets: string };
  /** True for the fixture, or when asked: also what disturbs the machines. */
  readonly isThorough: boolean;
  /** How often to boot, for the times. */
  readonly boots: number;
}

/** Reads `[--cluster PATH [--bundles DIR --secrets PATH]] [--thorough] [--boots N]`. Throws on anything else. */
export function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      cluster: { type: 'string', default: FIXTURE },
      bundles: { type: 'string' },
      secrets: { type: 'string' },
      thorough: { type: 'boolean', default: false },
      boots: { type: 'string', default: '20' },
    },
  });
  const cluster = resolve(values.cluster);
  const boots = Number(values.boots);
  if (!Number.isInteger(boots) || boots < 1) throw new Error(`--boots ${values.boots} is not a number of boots`);
  const { bundles, secrets } = values;
  if ((bundles === undefined) !== (secrets === undefined)) throw new Error('--bundles and --secrets go together');
  const built = bundles && secrets ? { built: { bundles: resolve(bundles), secrets: resolve(secrets) } } : {};
  return { cluster, ...built, isThorough: values.thorough || cluster === FIXTURE, boots };
}
