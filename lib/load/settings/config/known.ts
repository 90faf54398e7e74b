/** Whether Nomad knows each setting of `config`, in the version that the description names, and can read its value. */

import type { Role } from '../../../cluster/vocabulary.ts';
import { hasKey, isRead, type KnownKey, keyRows, newestRead, sinceRelease } from '../../../nomad/keys/known.ts';
import { valueForms } from '../../../nomad/keys/values.ts';
import { parseVersion } from '../../../nomad/releases.ts';
import { nearestWord } from '../../../suggest.ts';
import { describe } from '../../shape/schema-check.ts';
import type { Rule, Setting } from './setting.ts';

/**
 * The rules, from the key to its value.
 * @param version Nomad's, as the description has it; if it is no version, keys of every release are right
 */
export function knownTo(version: string): readonly Rule[] {
  const isVersion = parseVersion(version) !== undefined;
  return [{ look: (setting) => isUnknown(setting, version) }, ...(isVersion ? [ofVersion(version)] : []), values];
}

function isUnknown({ role, knownBlock, known, key, at }: Setting, version: string): boolean {
  if (!knownBlock || known) return false;
  const suggestion = nearestWord(key, membersOf(knownBlock, role, version));
  const facts = { key, block: knownBlock.name, version, ...(suggestion !== undefined && { suggestion }) };
  if (isRead(version)) at.add('config-unknown-key', { ...facts, places: placesOf(key) });
  else at.add('config-unread-key', { ...facts, newestRead });
  return true;
}

/** The words of a block that may stand there. */
function membersOf({ members }: KnownKey, role: Role, version: string): readonly string[] {
  const isOfOther = (name: string) => name === (role === 'server' ? 'client' : 'server');
  return [...members.values()]
    .filter(({ name, row }) => !isOfOther(name) && hasKey(row, version))
    .map(({ name }) => name.slice(name.lastIndexOf('.') + 1))
    .filter((word) => word !== '*');
}

/** Where a key of this name stands. */
function placesOf(key: string): readonly string[] {
  const end = `.${key.toLowerCase()}`;
  return Object.keys(keyRows).filter((name) => name.endsWith(end));
}

function ofVersion(version: string): Rule {
  return {
    look: ({ role, known, at }) => {
      if (!known || hasKey(known.row, version)) return false;
      const { row, name } = known;
      at.add('setting-version', {
        setting: `${role}.config: ${name}`,
        version,
        since: sinceRelease(row),
        until: row.until,
        except: [],
      });
      return true;
    },
  };
}

const values: Rule = {
  look: ({ known, value, at }) => {
    const form = known && valueForms[known.row.is];
    if (!form || form.isRight(value) || (value === null && at.isDamaged())) return false;
    at.add('wrong-type', { expected: form.expected, received: describe(value), mend: form.mend });
    return true;
  },
};
