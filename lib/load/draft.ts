/**
 * A description from which whatever has the wrong shape was taken out, so that the cross-checks can still judge the
 * rest and all problems are reported together.
 */

import type { ClusterDescription } from '../cluster/description.generated.ts';
import type { DescriptionPath } from '../diagnostics.ts';

/** Any member may have been taken out; a list keeps its indexes. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly (Draft<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T;

export type ClusterDraft = Draft<ClusterDescription>;

interface Removal {
  remove: boolean;
  readonly below: Map<string | number, Removal>;
}

/** A copy of a value without the members at the given paths. An item of a list becomes undefined. */
export function without(value: unknown, paths: readonly DescriptionPath[]): unknown {
  const root = newRemoval();
  for (const path of paths) {
    let removal = root;
    for (const step of path) {
      const below = removal.below.get(step) ?? newRemoval();
      removal.below.set(step, below);
      removal = below;
    }
    removal.remove = true;
  }
  return pruned(value, root);
}

function newRemoval(): Removal {
  return { remove: false, below: new Map() };
}

function pruned(value: unknown, removal: Removal | undefined): unknown {
  if (removal === undefined || typeof value !== 'object' || value === null) return removal?.remove ? undefined : value;
  if (removal.remove) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => pruned(item, removal.below.get(index)));
  const members = Object.entries(value).map(([key, member]) => [key, pruned(member, removal.below.get(key))] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
