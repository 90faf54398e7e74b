/**
 * Plain settings: what the description says of an agent and Nomad takes as it is. The schema names them, a row of
 * lib/nomad/settings.ts says of each where Nomad wants it, and the compiler asks for the row.
 */

import type {
  ClientDefaultsDescription,
  descriptionDefaults,
  ServerDefaultsDescription,
} from './description.generated.ts';
import type { ClientProvisions } from './provisions.ts';
import type { Role } from './vocabulary.ts';

/** What the description knows of each agent. */
interface AgentDescriptions {
  readonly server: ServerDefaultsDescription;
  readonly client: ClientDefaultsDescription;
}

/** Words that mean more than a setting: each has code of its own. */
type OtherWord =
  | keyof ClientProvisions
  | 'config'
  | 'drivers'
  | 'metadataGuard'
  | 'metadataReaders'
  | 'network'
  | 'ports'
  | 'resources';

/** The members of a mapping that hold a value, by the words that lead to them: `telemetry.prometheus`. */
type Words<T> = {
  [Key in keyof T & string]-?: IsBlock<NonNullable<T[Key]>> extends true ? `${Key}.${Words<NonNullable<T[Key]>>}` : Key;
}[keyof T & string];

/** A mapping of known keys; one of free keys, such as `meta`, is a value. */
type IsBlock<T> = T extends readonly unknown[]
  ? false
  : T extends object
    ? string extends keyof T
      ? false
      : true
    : false;

type ValueAt<T, Word extends string> = Word extends `${infer Key}.${infer Rest}`
  ? ValueAt<NonNullable<T[Key & keyof T]>, Rest>
  : NonNullable<T[Word & keyof T]>;

/** The plain settings of an agent, as the description names them below `server` or `client`. */
export type SettingWord<Agent extends Role> = Words<Omit<AgentDescriptions[Agent], OtherWord>>;

type DefaultWord<Agent extends Role> = {
  [Word in SettingWord<Agent>]: `${Agent}.${Word}` extends keyof typeof descriptionDefaults ? Word : never;
}[SettingWord<Agent>];

/** The settings of an agent by word; what has no default and is not given is absent. */
export type Settings<Agent extends Role> = {
  readonly [Word in DefaultWord<Agent>]: ValueAt<AgentDescriptions[Agent], Word>;
} & {
  readonly [Word in Exclude<SettingWord<Agent>, DefaultWord<Agent>>]?: ValueAt<AgentDescriptions[Agent], Word>;
};
