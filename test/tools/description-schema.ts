/** The schema of the description, asked for a property by the words that lead to it. */

import { readFileSync } from 'node:fs';

export interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: Property | boolean;
}

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/cluster.schema.json', import.meta.url), 'utf8'),
) as Property & { readonly $defs: Readonly<Record<string, Property>> };

/** The property that words such as `client.reserved.diskMiB` lead to; `*` stands for any key. */
export function propertyAt(words: string): Property | undefined {
  return words.split('.').reduce<Property | undefined>((above, word) => above && member(above, word), schema);
}

function member(above: Property, word: string): Property | undefined {
  const free = typeof above.additionalProperties === 'object' ? above.additionalProperties : undefined;
  const found = word === '*' ? free : above.properties?.[word];
  return found && { ...schema.$defs[found.$ref?.replace('#/$defs/', '') ?? ''], ...found };
}
