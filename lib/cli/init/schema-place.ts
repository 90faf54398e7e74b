/** Where an editor finds the description's JSON Schema: in an installed package or in a clone, as a path from the description. */

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { packageFolder } from '../version.ts';

const schemaName = 'schemas/cluster.schema.json';
const installed = `node_modules/nomad-firstboot/${schemaName}`;

/**
 * The path of the schema relative to a folder: that of the package which is installed there or above; else that of
 * the very package that runs, such as a clone. Run by npx without an installation, it is where `npm install` would put it.
 */
export function schemaPlace(folder: string): string {
  const place = installedAbove(resolve(folder)) ?? ownSchema();
  return place === undefined ? `./${installed}` : asReference(relative(resolve(folder), place));
}

function installedAbove(folder: string): string | undefined {
  const place = join(folder, installed);
  if (existsSync(place)) return place;
  const parent = dirname(folder);
  return parent === folder ? undefined : installedAbove(parent);
}

/** npx keeps packages in a cache that may be emptied at any time. */
function ownSchema(): string | undefined {
  const folder = packageFolder();
  if (folder === undefined || folder.split(sep).includes('_npx')) return undefined;
  const place = join(folder, schemaName);
  return existsSync(place) ? place : undefined;
}

/** With slashes, and a dot in front as long as it goes down. */
function asReference(path: string): string {
  const reference = path.split(sep).join('/');
  return reference.startsWith('.') ? reference : `./${reference}`;
}
