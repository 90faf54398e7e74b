/** What a description says that holds for one machine, value by value, each with the place where it is said. */

import { descriptionDefaults } from '../cluster/description.generated.ts';
import type { JsonValue } from '../cluster/vocabulary.ts';
import type { DescriptionPath } from '../diagnostics.ts';
import type { ClusterDraft } from '../load/draft.ts';
import { expandRanges } from '../load/ranges/ranges.ts';
import { newReport, writtenPath } from '../load/report.ts';
import { laidOver, namedLists, type Placed } from '../load/settings/laid-over.ts';
import { wordsOfMachine } from '../load/settings/machine-settings.ts';

/** A value, the words that lead to it, and where it is written; nowhere if it is a default. */
export interface Said {
  readonly words: DescriptionPath;
  readonly value: JsonValue;
  /** As it is written: a machine of a range by the range. */
  readonly path?: DescriptionPath;
}

/** Words of the cluster that one machine may have of its own besides, and words that only machines have. */
const words = ['datacenter', 'target', ...wordsOfMachine] as const;
const wordsOfCluster = ['region', 'certificates'] as const;
const wordsOfMachines = ['roles', 'arch', 'instance', 'memoryMiB', 'certificate', 'interfaces'] as const;

/** All that holds for a machine; `undefined` if the description has none of that name. */
export function saidOf(draft: ClusterDraft, machine: string): readonly Said[] | undefined {
  const { top } = newReport([]);
  const expansion = expandRanges(draft, top);
  const own = expansion.draft.machines?.[machine];
  if (!own) return undefined;
  const at = top.key('machines').key(machine);
  const placed: (readonly [string, Placed])[] = [
    ...wordsOfCluster.map((word) => [word, { value: draft[word], at: top.key(word) }] as const),
    ...wordsOfMachines.map((word) => [word, { value: own[word], at: at.key(word) }] as const),
    ...words.map((word) => {
      const below = { value: draft[word], at: top.key(word) };
      return [word, laidOver(below, { value: own[word], at: at.key(word) }, word)] as const;
    }),
  ];
  const given = placed.flatMap(([word, one]) => [...leaves(one, [word], word)]);
  const written = given.map(({ path = [], ...said }) => ({
    ...said,
    path: writtenPath(path, expansion.origins) ?? path,
  }));
  return [...written, ...defaultsBeside(written)];
}

/** Every value below a place; lists of named things are taken apart as mappings are, other lists are values. */
function* leaves({ value, at }: Placed, path: DescriptionPath, general: string): Iterable<Said> {
  if (value === undefined) return;
  const members = membersOf(value, general);
  if (members.length === 0) {
    yield { words: path, value: value as JsonValue, path: at.path() };
    return;
  }
  const isNamed = namedLists[general] !== undefined;
  for (const { key, name, value: member } of members) {
    yield* leaves({ value: member, at: at.key(key) }, [...path, name], isNamed ? `${general}.*` : `${general}.${name}`);
  }
}

interface Member {
  readonly key: string | number;
  readonly name: string;
  readonly value: unknown;
}

function membersOf(value: unknown, general: string): readonly Member[] {
  if (typeof value !== 'object' || value === null) return [];
  const nameKey = namedLists[general];
  if (!Array.isArray(value)) return Object.entries(value).map(([key, member]) => ({ key, name: key, value: member }));
  if (nameKey === undefined) return [];
  return value.map((item: Readonly<Record<string, unknown>>, key) => {
    const { [nameKey]: name, ...rest } = item;
    return { key, name: String(name), value: rest };
  });
}

/** The defaults of what is not said; those of the items of a mapping or list for each that is there. */
function defaultsBeside(given: readonly Said[]): readonly Said[] {
  const known = new Set(given.flatMap(({ words: said }) => said.map((_, index) => key(said.slice(0, index + 1)))));
  return Object.entries(descriptionDefaults).flatMap(([name, value]) => {
    const path = name.replace(/^machines\.\*\./, '').split('.');
    const isOfMachine = [...wordsOfCluster, ...wordsOfMachines, ...words].some((word) => word === path[0]);
    if (!isOfMachine) return [];
    const filled = filledIn(path, given).filter((one) => !known.has(key(one)));
    return filled.map((one) => ({ words: one, value: value as JsonValue }));
  });
}

const key = (path: DescriptionPath) => JSON.stringify(path);

/** A path with each `*` replaced by what stands there. */
function filledIn(path: readonly string[], given: readonly Said[]): readonly DescriptionPath[] {
  const star = path.indexOf('*');
  if (star < 0) return hasParent(path, given) ? [path] : [];
  const front = path.slice(0, star);
  const names = given.filter(({ words: said }) => said.length > star && key(said.slice(0, star)) === key(front));
  const distinct = new Set(names.map(({ words: said }) => String(said[star])));
  return [...distinct].flatMap((name) => filledIn([...front, name, ...path.slice(star + 1)], given));
}

/** A repository's parts have defaults only where there is one. */
function hasParent(path: readonly string[], given: readonly Said[]): boolean {
  const isOptional = path.includes('repository');
  const parent = key(path.slice(0, -1));
  return !isOptional || given.some(({ words: said }) => key(said.slice(0, path.length - 1)) === parent);
}
