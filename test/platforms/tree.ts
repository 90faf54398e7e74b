/** Metadata that is walked like folders, as EC2's and those made after it. */

import type { Paths } from './emulation.ts';

export interface Tree {
  readonly [name: string]: string | Tree;
}

/** A path for each leaf, and for each folder one with a slash and one without, which list what is in it. */
export function listedTree(path: string, tree: Tree): Paths {
  const names = Object.entries(tree).map(([name, value]) => (typeof value === 'string' ? name : `${name}/`));
  const listing = names.join('\n');
  const parts = Object.entries(tree).map(([name, value]) =>
    typeof value === 'string' ? { [`${path}/${name}`]: value } : listedTree(`${path}/${name}`, value),
  );
  return Object.assign({ [path]: listing, [`${path}/`]: listing }, ...parts);
}
