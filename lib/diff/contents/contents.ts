/** A machine's documents, as they are attached, to what they put on it. */

import { metaDataItems, userDataItems } from './cloud-init.ts';
import { unpackedText } from './decode.ts';
import { configItems } from './ignition.ts';
import { type Contents, documentItem, type Item, itemsByName } from './item.ts';

/** A document by the name of its file. */
export interface NamedDocument {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Looks into documents through base64, gzip, MIME and `data:` URLs. One that cannot be read stands as a whole, so that
 * it is compared all the same.
 */
export function contentsOf(documents: Iterable<NamedDocument>): Contents {
  return itemsByName([...documents].flatMap(itemsOf));
}

function itemsOf({ name, bytes }: NamedDocument): readonly Item[] {
  const read = readers[name];
  const whole = () => [documentItem(name, '', Buffer.from(bytes).toString('latin1'))];
  try {
    return read?.(unpackedText(bytes)) ?? whole();
  } catch {
    return whole();
  }
}

const readers: Readonly<Record<string, (text: string) => readonly Item[]>> = {
  'user-data': userDataItems,
  'meta-data': metaDataItems,
  'config.ign': configItems,
};
