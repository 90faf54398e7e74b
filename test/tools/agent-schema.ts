/**
 * The JSON Schema of `server.config` and `client.config` for editors, made from the table of Nomad's keys: they complete a
 * key, and underline one that no release knows. What the command checks is the table itself, by the description's version.
 */

import { roles } from '../../lib/cluster/vocabulary.ts';
import { isInvariant } from '../../lib/load/settings/config/invariants.ts';
import type { KeyType } from '../../lib/nomad/keys/key.ts';
import { type KnownKey, knownKeys, newestRead } from '../../lib/nomad/keys/known.ts';
import { oldestUnderstood } from '../../lib/nomad/releases.ts';
import { isSecretName } from '../../lib/nomad/secret-settings.ts';

export type Schema = { readonly [word: string]: unknown };

const scalar = { type: ['string', 'number', 'boolean'] };

/** As `valueForms` has it, in the words of JSON Schema. */
const forms: Readonly<Record<Exclude<KeyType, 'block' | 'labelled'>, Schema>> = {
  flag: { enum: [true, false, 'true', 'false'] },
  whole: { type: ['integer', 'string'], pattern: '^-?\\d+$' },
  number: { type: 'number' },
  text: scalar,
  duration: {
    type: ['string', 'integer'],
    pattern: '^$|^[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)$',
    minimum: 0,
    maximum: 0,
  },
  size: { type: ['string', 'number'], pattern: '^$|^\\d[\\d.,]*\\s*([kmgtpeKMGTPE][iI]?)?[bB]?$' },
  list: { type: 'array', items: scalar },
  map: oneOrList({ type: 'object', additionalProperties: scalar }),
  anything: oneOrList({ type: 'object' }),
};

/** A block may be written as a list of mappings as well. */
function oneOrList(block: Schema): Schema {
  return { type: ['object', 'array'], items: block, minItems: 1, if: { type: 'array' }, else: block };
}

/** The whole schema; each block stands once among its definitions. */
export function agentSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Nomad agent configuration',
    description: `What Nomad ${oldestUnderstood} to ${newestRead} know, but for what a description says elsewhere.`,
    ...blockSchema(knownKeys),
    $defs: Object.fromEntries(blocksIn(knownKeys).map((block) => [block.name, blockSchema(block)])),
  };
}

function blocksIn({ members }: KnownKey): readonly KnownKey[] {
  const blocks = [...members.values()].filter((key) => isOffered(key) && key.members.size > 0);
  return blocks.flatMap((block) => [block, ...blocksIn(block)]);
}

function blockSchema({ members, row }: KnownKey): Schema {
  const named = [...members].filter(([word, key]) => word !== '*' && isOffered(key));
  const other = members.get('*');
  return {
    type: 'object',
    properties: Object.fromEntries(named.map(([word, key]) => [word, keySchema(key)])),
    additionalProperties: other ? keySchema(other) : row.is === 'labelled',
  };
}

/** What no agent may be told this way is not offered, and neither is a place for secrets. */
function isOffered({ name }: KnownKey): boolean {
  return !roles.every((role) => isInvariant(role, name)) && !isSecretName(name, name.slice(name.lastIndexOf('.') + 1));
}

function keySchema(key: KnownKey): Schema {
  const { is, since, until } = key.row;
  const words = [...(since ? [`from ${since.replaceAll(' ', ' and ')} on`] : []), ...(until ? [`until ${until}`] : [])];
  const description = words.length > 0 && { description: `Nomad ${words.join(', ')}` };
  return { ...description, ...(is === 'block' || is === 'labelled' ? oneOrList(definition(key)) : forms[is]) };
}

/** A block without keys of its own is said in place. */
function definition(block: KnownKey): Schema {
  return block.members.size > 0 ? { $ref: `#/$defs/${block.name}` } : blockSchema(block);
}
