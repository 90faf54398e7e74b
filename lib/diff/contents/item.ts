/** What a bundle puts on its machine, piece by piece: the form in which two bundles are compared. */

import { secretsFolder } from '../../machine/places.ts';
import { isPrivateMode } from '../../machine/planned-file.ts';

/** A file, a unit's drop-in, a key of a document: whatever stands under one name. */
export interface Item {
  /** A path on the machine, or where it stands in the documents: `user-data runcmd`. */
  readonly name: string;
  readonly text: string;
  /** Whether its text may be shown to nobody. */
  readonly isSecret: boolean;
}

/** By name. */
export type Contents = ReadonlyMap<string, Item>;

/** A file with its mode in octal digits: one that only its owner may read is a secret. */
export function fileItem(path: string, mode: string, text: string): Item {
  return { name: path, text, isSecret: isPrivateMode(mode) || path.startsWith(`${secretsFolder}/`) };
}

/** A value of a document. Only its hash is ever shown, for somebody's own documents may hold anything. */
export function documentItem(document: string, key: string, value: unknown): Item {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { name: key === '' ? document : `${document} ${key}`, text, isSecret: true };
}

export function itemsByName(items: Iterable<Item>): Contents {
  return new Map([...items].map((item) => [item.name, item]));
}
