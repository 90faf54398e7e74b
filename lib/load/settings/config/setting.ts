/** A setting of Nomad's in `server.config` or `client.config`, as the walk shows it to each rule. */

import type { Role } from '../../../cluster/vocabulary.ts';
import type { KnownKey } from '../../../nomad/keys/known.ts';
import type { Place } from '../../place.ts';

export interface Setting {
  /** The agent that is configured. */
  readonly role: Role;
  /** Its words from the top, in small letters, with dots between: `client.reserved.memory`. Lists add none. */
  readonly name: string;
  /** The name of the block around it; empty at the top. */
  readonly block: string;
  /** What is known of the block around it; absent if its keys are free words, or if it is unknown itself. */
  readonly knownBlock: KnownKey | undefined;
  /** What is known of the setting itself; absent if `knownBlock` has no such key, or there is none. */
  readonly known: KnownKey | undefined;
  /** As it is written. */
  readonly key: string;
  readonly value: unknown;
  readonly at: Place;
}

export interface Rule {
  /** Says what is wrong; true if that is the whole answer, so that what the setting holds is not looked at. */
  readonly look: (setting: Setting) => boolean;
  /** Whether the rule also looks into settings that another rule has answered. */
  readonly looksEverywhere?: true;
}
