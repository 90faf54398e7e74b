/** Configurations of a server agent: such as Nomad knows, and such as nobody should write. */

import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../lib/cluster/vocabulary.ts';
import { isInvariant } from '../../lib/load/settings/config/invariants.ts';
import type { KeyType } from '../../lib/nomad/keys/key.ts';
import { keyRows } from '../../lib/nomad/keys/known.ts';
import { mergeConfig } from '../../lib/nomad/merge-config.ts';
import { isSecretName } from '../../lib/nomad/secret-settings.ts';
import { plainSettings } from '../../lib/nomad/settings.ts';

const word = fc.stringMatching(/^x[a-z_]{0,8}x$/);
const scalar = fc.oneof(word, fc.integer(), fc.boolean());

/** Values of the types that are no blocks. */
const values: Readonly<Partial<Record<KeyType, fc.Arbitrary<JsonValue>>>> = {
  flag: fc.boolean(),
  whole: fc.oneof(fc.integer(), fc.nat(99).map(String)),
  number: fc.integer(),
  text: scalar,
  duration: fc.constantFrom('', '0', 0, '90s', '1h30m', '1.5h', '250ms'),
  size: fc.constantFrom('', '10', 10, '1KB', '2 GiB', '1,024 kb'),
  list: fc.array(scalar, { maxLength: 3 }),
  map: fc.dictionary(word, scalar, { maxKeys: 3 }),
};

/** Keys that every release knows, and that a description of a server agent may give without a notice. */
const names = Object.entries(keyRows).filter(([name, row]) => {
  const blocks = name.split('.').map((_, index, all) => all.slice(0, index + 1).join('.'));
  const isOwn = blocks.some((block) => isInvariant('server', block));
  const isSecret = isSecretName(name, name.slice(name.lastIndexOf('.') + 1));
  const hasWord = plainSettings.server.some(({ key }) => key === name);
  return values[row.is] && row.since === undefined && row.until === undefined && !isOwn && !isSecret && !hasWord;
});

/** A configuration that nothing is said about. */
export const rightConfig: fc.Arbitrary<JsonObject> = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 6 })
  .chain((chosen) =>
    fc.tuple(...chosen.map(([name, { is }]) => (values[is] ?? scalar).map((value) => inBlocks(name, value)))),
  )
  .map((configs) => configs.reduce<JsonObject>((all, one) => mergeConfig(all, one), {}));

function inBlocks(name: string, value: JsonValue): JsonObject {
  const words = name.split('.').map((one) => (one === '*' ? 'a' : one));
  return words.reduceRight<JsonValue>((inner, one) => ({ [one]: inner }), value) as JsonObject;
}

const knownWords = [...new Set(Object.keys(keyRows).flatMap((name) => name.split('.')))];
const anyKey = fc.oneof(
  fc.constantFrom(...knownWords),
  fc.constantFrom(...knownWords).map((one) => one.toUpperCase()),
  fc.constantFrom(...knownWords).map((one) => one.slice(1)),
  fc.string({ maxLength: 6 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '*', '', 'plugin', 'docker', 'config'),
);

/** Nomad's own words, and others, in any order and depth, with any value. */
export const { value: garbage } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 4 }),
    fc.dictionary(fc.constantFrom('client', 'server', 'consul', 'vault', 'plugin', 'docker', 'config'), tie('value'), {
      maxKeys: 3,
    }),
  ),
}));
