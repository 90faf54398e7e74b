/**
 * Every key that an agent's configuration knows, as a tree of blocks.
 * Source: Nomad's own source, of every release from 0.11.3 to 2.0.5.
 */

import { atLeast } from '../releases.ts';
import { agentKeys } from './agent.ts';
import { clientKeys } from './client.ts';
import { consulAndVaultKeys } from './consul-vault.ts';
import type { KeyRow, KeyRows } from './key.ts';
import { pluginKeys } from './plugins.ts';
import { serverKeys } from './server.ts';

/** All rows, by the words that lead to the key. */
export const keyRows: KeyRows = { ...agentKeys, ...clientKeys, ...serverKeys, ...consulAndVaultKeys, ...pluginKeys };

/** The newest release that was read: later ones may have keys that the rows lack. */
export const newestRead = '2.0.5';

const isUnread = atLeast('2.0.6');

/** Whether the rows have all keys of a version. */
export function isRead(version: string): boolean {
  return !isUnread(version);
}

/** A key, and if it is a block those in it, in small letters as all of them are. */
export interface KnownKey {
  /** As in `keyRows`. */
  readonly name: string;
  readonly row: KeyRow;
  readonly members: ReadonlyMap<string, KnownKey>;
}

interface GrowingKey extends KnownKey {
  readonly members: Map<string, GrowingKey>;
}

/** The top of a configuration. */
export const knownKeys: KnownKey = treeOf(keyRows);

/** The key that a word means in a block. A label is taken as it is written, of other words capitals do not count. */
export function knownMember(block: KnownKey, word: string): KnownKey | undefined {
  const name = block.row.is === 'labelled' ? word : word.toLowerCase();
  return block.members.get(name) ?? block.members.get('*');
}

/** The key that words with dots between lead to, such as `client.node_pool`. */
export function knownKey(name: string): KnownKey | undefined {
  return name.split('.').reduce<KnownKey | undefined>((block, word) => block && knownMember(block, word), knownKeys);
}

/** Whether a version of Nomad has a key. A text that is no version has what the oldest has. */
export function hasKey({ since = '', until }: KeyRow, version: string): boolean {
  if (until !== undefined && atLeast(until)(version)) return false;
  const first = since.split(' ');
  const newest = first.pop() ?? '';
  if (newest === '' || atLeast(newest)(version)) return true;
  return first.some((release) => atLeast(release)(version) && !atLeast(nextLine(release))(version));
}

/** The release from which on every later one has it, if not all do. */
export function sinceRelease({ since }: KeyRow): string | undefined {
  return since?.split(' ').at(-1);
}

/** 1.4.0 for 1.3.10. */
function nextLine(release: string): string {
  const [major, minor] = release.split('.');
  return `${major}.${Number(minor) + 1}.0`;
}

function treeOf(rows: KeyRows): KnownKey {
  const top: GrowingKey = { name: '', row: { is: 'block' }, members: new Map() };
  for (const name of Object.keys(rows)) grow(top, name.split('.'), rows);
  shareMembers(top);
  return top;
}

/** Adds a key with the blocks around it. A label has no row: what it names is a block. */
function grow(top: GrowingKey, words: readonly string[], rows: KeyRows): void {
  words.reduce((block, word, index) => {
    const name = words.slice(0, index + 1).join('.');
    const known = block.members.get(word) ?? { name, row: rows[name] ?? { is: 'block' }, members: new Map() };
    block.members.set(word, known);
    return known;
  }, top);
}

/** What a block of any name has, those with a name of their own have as well. */
function shareMembers(block: GrowingKey): void {
  const ofAny = block.members.get('*')?.members ?? new Map<string, GrowingKey>();
  for (const member of block.members.values()) {
    if (block.row.is === 'labelled')
      for (const [word, key] of ofAny) if (!member.members.has(word)) member.members.set(word, key);
    shareMembers(member);
  }
}
