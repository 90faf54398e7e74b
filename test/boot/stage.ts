/** From a description to a cluster that can be switched on: what every entry of this folder begins with. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Arguments } from './arguments.ts';
import { type Expected, readExpected } from './promises/description.ts';
import { prepareRehearsal, type Rehearsal } from './rehearsal/cluster.ts';
import { run } from './rehearsal/command.ts';
import { nomadBinary } from './rehearsal/nomad.ts';
import { rootImage } from './rehearsal/root-image.ts';
import { enterSandbox, type Sandbox } from './rehearsal/sandbox.ts';

const BUILD_USERDATA = fileURLToPath(new URL('../../bin/build-userdata', import.meta.url));

export interface Stage {
  readonly sandbox: Sandbox;
  readonly expected: Expected;
  readonly rehearsal: Rehearsal;
  readonly bundles: string;
  readonly secrets: string;
  readonly nomad: string;
}

/** Enters the sandbox, builds the bundles with the command itself where none are given, and prepares to boot them. */
export async function setStage({ cluster, built }: Pick<Arguments, 'cluster' | 'built'>): Promise<Stage> {
  const expected = readExpected(cluster);
  const [rootTar, nomad] = [await rootImage(), await nomadBinary()];
  const sandbox = await enterSandbox();
  const { bundles, secrets } = built ?? (await build(sandbox, cluster));
  const rehearsal = await prepareRehearsal(sandbox, { rootTar, nomad, nomadPath: expected.nomadPath }, bundles);
  return { sandbox, expected, rehearsal, bundles, secrets, nomad };
}

/** The secrets beside the description are used where there are any, and new ones made for this run where not. */
async function build(sandbox: Sandbox, cluster: string): Promise<{ bundles: string; secrets: string }> {
  const bundles = join(sandbox.folder, 'out');
  const secrets = join(sandbox.folder, 'cluster.secrets.json');
  const beside = join(dirname(cluster), 'cluster.secrets.json');
  if (existsSync(beside)) writeFileSync(secrets, readFileSync(beside), { mode: 0o600 });
  await buildUserdata(cluster, secrets, bundles);
  return { bundles, secrets };
}

/** Builds a description into the folder `bundles` with the command itself; makes the secrets file where it is missing. */
export async function buildUserdata(cluster: string, secrets: string, bundles: string): Promise<void> {
  await run([process.execPath, BUILD_USERDATA, cluster, '--secrets', secrets, '--out', bundles]);
}
