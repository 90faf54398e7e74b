/** How a machine's documents come to it, in the words of its platform: a sentence for people, a command for programs. */

import type { Machine, Target } from '../cluster/cluster.ts';
import type { Bundle } from '../pack/bundle.ts';
import { platformOrders } from '../targets/made-network.ts';
import { platformFor } from '../targets/platforms.ts';

export interface Attachment {
  /** In the words of the documentation; upper case is what is not known here. */
  readonly hint: string;
  /** The words of one command that does it, to which all else about the machine is added; null where one does not do. */
  readonly command: readonly string[] | null;
  /** Metadata keys that the platform needs beside the document, so that it is decoded. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * What the platform has to be told of the machine's addresses, in the words of its tools, one for each card; empty where
   * the documents make the network or the platform alone chooses.
   */
  readonly orders: readonly string[];
}

/** The file that the platform hands to a machine first. */
const firstFileOf = ({ format }: Pick<Target, 'format'>) => (format === 'ignition' ? 'config.ign' : 'user-data');

/** The sentence for all machines of a target, with NAME for each. */
export function attachSentence(target: Pick<Target, 'format' | 'platform'>): string {
  const { attach } = platformFor(target.platform, target.format);
  return attach.replaceAll('FILE', firstFileOf(target));
}

/**
 * Both for one machine.
 * @param folder the folder of its documents, as it shall stand in the command
 */
export function attachmentOf(machine: Machine, { size }: Bundle, folder: string): Attachment {
  const { name, target } = machine;
  const { metadata } = size;
  const orders = platformOrders(machine);
  const hint = attachSentence(target).replaceAll('NAME', name).replaceAll('ENCODING', size.encoding);
  const { attachCommand, encodingKey } = platformFor(target.platform, target.format);
  if (!attachCommand) return { hint, command: null, metadata, orders };
  const option = Object.values(metadata).flatMap(
    (value) => encodingKey?.option.map((word) => word.replace('VALUE', value)) ?? [],
  );
  const paths = {
    FILE: `${folder}/${firstFileOf(target)}`,
    META: `${folder}/meta-data`,
    NETWORK: `${folder}/network-config`,
  };
  const filled = (word: string) =>
    word.replace(/\b(?:FILE|META|NETWORK|NAME)\b/g, (blank) => ({ ...paths, NAME: name })[blank] ?? blank);
  return { hint, command: [...attachCommand.map(filled), ...option], metadata, orders };
}
