/** Settings of `config` that the description has a word for. */

import { type Role, roles } from '../../../cluster/vocabulary.ts';
import { plainSettings } from '../../../nomad/settings.ts';
import type { Place } from '../../place.ts';
import type { Rule } from './setting.ts';

/** The description's words by Nomad's: `client.nodePool` by `client.node_pool`. */
const wordsByKey: Readonly<Record<Role, ReadonlyMap<string, string>>> = {
  server: wordsOf('server'),
  client: wordsOf('client'),
};

function wordsOf(role: Role): ReadonlyMap<string, string> {
  return new Map(plainSettings[role].map(({ key, word }) => [key, `${role}.${word}`]));
}

/** The first place of each such setting, for each agent, by the description's word. */
export type Words = Map<string, { readonly role: Role; readonly setting: string; readonly at: Place }>;

/** Notes each of them. */
export function wordsNotedIn(found: Words): Rule {
  return {
    look: ({ role, name, at }) => {
      const word = wordsByKey[role].get(name);
      if (word !== undefined && !found.has(word)) found.set(word, { role, setting: name, at });
      return false;
    },
  };
}

/** One notice for each agent, however many settings and machines there are. */
export function reportWords(found: Words): void {
  for (const role of roles) {
    const own = [...found].filter(([, one]) => one.role === role);
    const [first] = own;
    if (!first) continue;
    const settings = own.map(([, { setting }]) => setting);
    first[1].at.add('config-has-word', { settings, words: own.map(([word]) => `\`${word}\``) });
  }
}
