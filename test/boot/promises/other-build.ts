/** Bundles of the same description after a change, or from other secrets: by an operator's will, or by mistake. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecrets, formatSecrets } from '../../../lib/secrets/secrets.ts';
import { predictableOctets } from '../../../lib/secrets/test-secrets.ts';
import { type BundledMachine, readBundles } from '../rehearsal/bundles.ts';
import { playPlatform } from '../rehearsal/cloud-network.ts';
import { buildUserdata } from '../stage.ts';
import type { Scene } from './scene.ts';

type SecretsText = Record<string, unknown>;

export interface Changes {
  readonly description?: (text: string) => string;
  /** A change of the scene's secrets, or when wholly other ones were made. */
  readonly secrets?: ((secrets: SecretsText) => SecretsText) | Date;
}

let builds = 0;

/** The bundle of a machine of the scene's description, built after changes. */
export async function otherBuild(scene: Scene, machine: string, changes: Changes): Promise<BundledMachine> {
  builds += 1;
  const folder = join(scene.sandbox.folder, `other-build-${builds}`);
  const [description, secrets] = [`${folder}.yaml`, `${folder}.secrets.json`];
  const before = readFileSync(scene.description, 'utf8');
  const text = changes.description?.(before) ?? before;
  if (changes.description && text === before) throw new Error(`the change of ${scene.description} changes nothing`);
  writeFileSync(description, text);
  writeFileSync(secrets, await secretsText(scene, changes.secrets), { mode: 0o600 });
  await buildUserdata(description, secrets, folder);
  await playPlatform(description, folder);
  const bundle = readBundles(folder).find(({ name }) => name === machine);
  if (!bundle) throw new Error(`the build has no machine ${machine}`);
  return bundle;
}

async function secretsText({ secrets, expected }: Scene, change: Changes['secrets']): Promise<string> {
  const text = readFileSync(secrets, 'utf8');
  if (change instanceof Date) {
    const random = predictableOctets('other secrets');
    return formatSecrets(await createSecrets({ cluster: expected.cluster, random, now: change }));
  }
  return change ? JSON.stringify(change(JSON.parse(text) as SecretsText)) : text;
}

/** With another bootstrap token, or with none because it was revoked. */
export function bundleWithToken(scene: Scene, machine: string, token: string | 'revoked'): Promise<BundledMachine> {
  const bootstrapToken = token === 'revoked' ? { revoked: true } : token;
  return otherBuild(scene, machine, { secrets: (secrets) => ({ ...secrets, bootstrapToken }) });
}
