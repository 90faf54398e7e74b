/** Folders in which the tests of the command build. */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { fixture, run, temporaryFolder } from './harness.ts';

/** A folder with the fixture's description, without secrets. */
export function workshop() {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  copyFileSync(fixture, path('cluster.yaml'));
  return { folder, path, description: path('cluster.yaml'), secrets: path('cluster.secrets.json'), out: path('out') };
}

/** The same after a first build. */
export async function builtWorkshop() {
  const shop = workshop();
  const { status, stderr } = await run([shop.description, '--out', shop.out]);
  assert.is(status, 0, stderr);
  return shop;
}
