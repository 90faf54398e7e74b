/** From a description to a cluster that can be switched on: what every entry of this folder begins with. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Expected, readExpected } from './promises/description.ts';
import type { BundleFormat } from './rehearsal/bundles.ts';
import { playPlatform } from './rehearsal/cloud-network.ts';
import { prepareRehearsal, type Rehearsal } from './rehearsal/cluster.ts';
import { run } from './rehearsal/command.ts';
import { nomadBinary } from './rehearsal/nomad.ts';
import { type RootName, rootImage } from './rehearsal/root-image.ts';
import { enterSandbox, type Sandbox } from './rehearsal/sandbox.ts';

const BUILD_USERDATA = fileURLToPath(new URL('../../bin/build-userdata', import.meta.url));

/** What is to be booted, and on what. */
export interface Setting {
  /** Path of the description. */
  readonly cluster: string;
  /** A folder of bundles that was built before, and the secrets file that it was built from. */
  readonly built?: { readonly bundles: string; readonly secrets: string };
  readonly root?: RootName;
  readonly format?: BundleFormat;
  /** Whether each machine has a copy of the root. */
  readonly isCopied?: boolean;
  /** Path of the Nomad binary, if it is not the usual one. */
  readonly nomad?: string;
}

export interface Stage {
  readonly sandbox: Sandbox;
  readonly expected: Expected;
  readonly rehearsal: Rehearsal;
  /** Path of the description. */
  readonly description: string;
  readonly bundles: string;
  readonly secrets: string;
  readonly nomad: string;
}

/** What has to be there before the sandbox is entered, for there is no network inside. */
export async function fetchParts(roots: readonly RootName[]): Promise<void> {
  for (const root of roots) await rootImage(root);
  await nomadBinary();
}

/** Enters a sandbox of its own and sets a stage there. */
export async function setStage(setting: Setting): Promise<Stage> {
  await fetchParts([setting.root ?? 'debian-13']);
  return setStageIn(await enterSandbox(), setting);
}

/** Builds the bundles with the command itself where none are given, and prepares to boot them. */
export async function setStageIn(sandbox: Sandbox, setting: Setting): Promise<Stage> {
  const { cluster, built, root = 'debian-13', format = 'cloud-init', isCopied = false } = setting;
  const expected = readExpected(cluster);
  const [rootTar, nomad] = [await rootImage(root), setting.nomad ?? (await nomadBinary())];
  const { bundles, secrets } = built ?? (await build(sandbox, cluster));
  const image = { rootTar, format, nomad, nomadPath: expected.nomadPath, isCopied };
  const rehearsal = await prepareRehearsal(sandbox, image, bundles);
  return { sandbox, expected, rehearsal, description: cluster, bundles, secrets, nomad };
}

/** The secrets beside the description are used where there are any, and new ones made for this run where not. */
async function build(sandbox: Sandbox, cluster: string): Promise<{ bundles: string; secrets: string }> {
  const bundles = join(sandbox.folder, 'out');
  const secrets = join(sandbox.folder, 'secrets.json');
  const beside = join(dirname(cluster), 'cluster.secrets.json');
  if (existsSync(beside)) writeFileSync(secrets, readFileSync(beside), { mode: 0o600 });
  await buildUserdata(cluster, secrets, bundles);
  await playPlatform(cluster, bundles);
  return { bundles, secrets };
}

/** Builds a description into the folder `bundles` with the command itself; makes the secrets file where it is missing. */
export async function buildUserdata(
  cluster: string,
  secrets: string,
  bundles: string,
  more: readonly string[] = [],
): Promise<void> {
  await run([process.execPath, BUILD_USERDATA, cluster, '--secrets', secrets, '--out', bundles, ...more]);
}
