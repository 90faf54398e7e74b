/** The effective settings of one machine, each with where it comes from: pure, and without secrets. */

import type { Machine } from '../cluster/cluster.ts';
import { descriptionKeys } from '../cluster/description.generated.ts';
import type { JsonValue, Role } from '../cluster/vocabulary.ts';
import { formatPath } from '../diagnostic-text.ts';
import type { DescriptionPath } from '../diagnostics.ts';
import type { ClusterDraft } from '../load/draft.ts';
import { loadCluster } from '../load/load.ts';
import { wordsOfMachine } from '../load/settings/machine-settings.ts';
import { parseDescription } from '../load/text/parse.ts';
import { lineOf } from '../load/text/positions.ts';
import { isPrivateMode } from '../machine/planned-file.ts';
import { isSecretText } from '../nomad/secret-settings.ts';
import { secretShown } from '../render/show.ts';
import { type Following, followingOf } from './follows.ts';
import { type Said, saidOf } from './said.ts';

/** A setting as it holds for the machine. */
export interface ExplainedSetting {
  /** The words that lead to it, as the description has them below the cluster: `client.meta.rack`. */
  readonly setting: string;
  /** `null` if it is not written at all; what may hold a secret is the beginning of its SHA-256. */
  readonly value: JsonValue;
  /** Who says so. Of `cluster` and `machine`, `line` is where; without a line it follows from what they are. */
  readonly from: 'default' | 'cluster' | 'machine' | 'version' | 'platform' | 'system';
  /** In the description, counted from 1. */
  readonly line: number | null;
  /** The key of `machines` that says it: a machine's name, or a range. */
  readonly entry: string | null;
  /** Of what nobody says: what it follows from. */
  readonly why: string | null;
}

export interface Explanation {
  readonly format: 1;
  readonly cluster: string;
  readonly machine: string;
  readonly settings: readonly ExplainedSetting[];
}

/**
 * Explains the settings of one machine of a description that loads without an error.
 * @param text the description, in YAML or JSON
 * @returns `undefined` if the description has an error, or no machine of that name
 */
export function explainMachine(text: string, machineName: string): Explanation | undefined {
  const { source } = parseDescription(text);
  const { cluster } = loadCluster(text);
  const machine = cluster?.machines.find(({ name }) => name === machineName);
  const said = source && saidOf(source.root as ClusterDraft, machineName);
  if (!source || !cluster || !machine || !said) return undefined;
  const following = followingOf(cluster, machine);
  const settings = [
    ...said.filter(isInForce(machine, following)).map((one) => explained(one, said, (path) => lineOf(source, path))),
    ...following.filter(isUnsaid(said)).map(explainedFollowing),
  ];
  return Object.freeze({ format: 1, cluster: cluster.name, machine: machineName, settings: sorted(settings) });
}

/** Settings of an agent that the machine does not carry are none of it, and what is not written is told as that. */
function isInForce(machine: Machine, following: readonly Following[]): (said: Said) => boolean {
  const wordsOf = (some: readonly Following[]) => new Set(some.map(({ words }) => words.join('.')));
  const overruled = wordsOf(following.filter(({ value, from }) => value === null || from === 'platform'));
  const derived = wordsOf(following);
  return ({ words: [top, ...rest], path }) => {
    const isOfAgent = top === 'server' || top === 'client';
    if (isOfAgent && machine[top as Role] === undefined) return false;
    const word = [top, ...rest].join('.');
    return path === undefined ? !derived.has(word) : !overruled.has(word);
  };
}

/** Said by nobody, or overruled. */
function isUnsaid(said: readonly Said[]): (following: Following) => boolean {
  const given = new Set(said.filter(({ path }) => path !== undefined).map(({ words }) => words.join('.')));
  return ({ words, from, value }) => value === null || from === 'platform' || !given.has(words.join('.'));
}

function explained(one: Said, all: readonly Said[], line: (path: DescriptionPath) => number): ExplainedSetting {
  const { words, value, path } = one;
  const isOfMachine = path?.[0] === 'machines';
  return {
    setting: formatPath(words),
    value: withoutSecrets(one, value, all),
    from: path === undefined ? 'default' : isOfMachine ? 'machine' : 'cluster',
    line: path === undefined ? null : line(path),
    entry: isOfMachine ? String(path[1]) : null,
    why: null,
  };
}

function explainedFollowing({ words, value, from, why }: Following): ExplainedSetting {
  return { setting: formatPath(words), value, from, line: null, entry: null, why };
}

/** Hidden are what only root may read on the machine, private keys, and addresses with a password. */
function withoutSecrets({ words }: Said, value: JsonValue, all: readonly Said[]): JsonValue {
  const [extra, files, path, content] = words;
  if (typeof value !== 'string') return Array.isArray(value) ? value.map(hidden) : value;
  if (extra !== 'extra' || files !== 'files' || content !== 'content') return hidden(value);
  const mode = all.find(({ words: other }) => other[2] === path && other[3] === 'mode' && other[1] === 'files')?.value;
  return isPrivateMode(String(mode)) ? secretShown(value) : hidden(value);
}

function hidden(value: JsonValue): JsonValue {
  return typeof value === 'string' && isSecretText(value) ? secretShown(value) : value;
}

/** By the top words in the order of a description, and then by name. */
function sorted(settings: readonly ExplainedSetting[]): readonly ExplainedSetting[] {
  const order = [
    'region',
    'datacenter',
    'roles',
    'arch',
    'target',
    'instance',
    'memoryMiB',
    'certificate',
    'certificates',
  ];
  const rest = ['interfaces', 'nomad', 'server', 'client', 'users', 'extra', 'updates', 'unitType', 'maskedUnits'];
  const rank = ({ setting }: ExplainedSetting) => [...order, ...rest].indexOf(/^\w+/.exec(setting)?.[0] ?? '');
  return [...settings].sort((a, b) => rank(a) - rank(b) || (a.setting < b.setting ? -1 : 1));
}

/** The settings that a word names, or that stand below it: `client.reserved` has two. */
export function settingsBelow({ settings }: Explanation, words: string): readonly ExplainedSetting[] {
  return settings.filter(
    ({ setting }) => setting === words || (/^[.[]/.test(setting.slice(words.length)) && setting.startsWith(words)),
  );
}

/** Every word that may be asked about: what is explained, what leads there, and what could be said and is not. */
export function wordsToAsk({ settings }: Explanation): readonly string[] {
  const leading = settings.flatMap(({ setting }) => {
    const parts = setting.split('.');
    return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  });
  const known = Object.entries(descriptionKeys).flatMap(([above, keys]) =>
    above.includes('*') ? [] : keys.map((key) => (above === '' ? key : `${above}.${key}`)),
  );
  return [...new Set([...leading, ...known.filter(isOfMachine)])];
}

const isOfMachine = (word: string) =>
  [...wordsOfMachine, 'target', 'datacenter', 'region'].some((top) => word === top || word.startsWith(`${top}.`));
