/** What the description says of all machines and may say of one: settings that a machine's files and units follow from. */

import type { ClientAgent, MachineSettings, ServerAgent } from '../../cluster/cluster.ts';
import type { MachineDescription } from '../../cluster/description.generated.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { resolveClient, resolveServer } from './agents.ts';
import { resolveExtra } from './extras.ts';
import { laidOver } from './laid-over.ts';
import { resolveNomad } from './release.ts';
import { unsaidServerMemoryMiB } from './server-memory.ts';
import { resolveUsers } from './users.ts';

/** The words of the description that stand below `machines.*` as well. */
export const wordsOfMachine = ['nomad', 'users', 'extra', 'server', 'client', 'updates'] as const;
type WordOfMachine = (typeof wordsOfMachine)[number];

type MachineDraft = Draft<MachineDescription>;

/** Of both agents, whichever the machine carries. */
export interface SettingsOfMachine extends MachineSettings {
  readonly server: ServerAgent;
  readonly client: ClientAgent;
}

/** The settings of machines that say nothing of their own. */
export function resolveSettingsOfAll(draft: ClusterDraft, networks: Networks, top: Place): SettingsOfMachine {
  return {
    nomad: resolveNomad(draft, top.key('nomad')),
    server: resolveServer(draft.server, unsaidServerMemoryMiB(draft)),
    client: resolveClient(draft.client, networks, top.key('client')),
    users: resolveUsers(draft, top),
    extra: resolveExtra(draft, top),
    ...rebootsOf(draft),
  };
}

function rebootsOf({ updates }: ClusterDraft): Pick<MachineSettings, 'reboots'> {
  return updates?.reboot === undefined ? {} : { reboots: updates.reboot };
}

/**
 * What gives the settings of one machine: what it says laid over what is said of all. What it says nothing of is the
 * very object of all machines, and machines of a range have one for all of them.
 * @param top the top of the description
 */
export function settingsOfMachines(draft: ClusterDraft, networks: Networks, ofAll: SettingsOfMachine, top: Place) {
  let last: Resolved | undefined;
  return (own: MachineDraft, at: Place): SettingsOfMachine => {
    if (wordsOfMachine.every((word) => isSilent(own[word]))) return ofAll;
    const before = last && wordsOfMachine.every((word) => last?.own[word] === own[word]) ? last : undefined;
    if (before?.isSound) return before.settings;
    const count = at.problemCount();
    const settings = resolveOwn(draft, own, ofAll, { networks, top, at });
    last = before ?? { own, settings, isSound: at.problemCount() === count };
    return last.settings;
  };
}

/** What the machine before said, and what came of it: machines of a range follow each other, and each has its problems. */
interface Resolved {
  readonly own: MachineDraft;
  readonly settings: SettingsOfMachine;
  readonly isSound: boolean;
}

const isSilent = (said: object | undefined) =>
  said === undefined || (!Array.isArray(said) && Object.keys(said).length === 0);

function reportNoMethod({ nomad }: MachineDraft, at: Place): void {
  if (nomad?.install && nomad.install.method === undefined && !at.isDamaged()) at.add('install-without-method', {});
}

function resolveOwn(
  draft: ClusterDraft,
  own: MachineDraft,
  ofAll: SettingsOfMachine,
  { networks, top, at }: { readonly networks: Networks; readonly top: Place; readonly at: Place },
): SettingsOfMachine {
  const laid = wordsOfMachine.map((word) => {
    const below = { value: draft[word], at: top.key(word).takenOverBy(at) };
    return [word, laidOver(below, { value: own[word], at: at.key(word) }, word)] as const;
  });
  const joined = Object.fromEntries(laid.map(([word, { value }]) => [word, value])) as ClusterDraft;
  const places = at.withMembers(new Map(laid.map(([word, place]) => [word, place.at])));
  const isOwn = (word: WordOfMachine) => !isSilent(own[word]);
  reportNoMethod(own, at.key('nomad').key('install'));
  return {
    nomad: isOwn('nomad') ? resolveNomad(joined, places.key('nomad')) : ofAll.nomad,
    server: isOwn('server') ? resolveServer(joined.server, ofAll.server.memoryMaxMiB) : ofAll.server,
    client: isOwn('client') ? resolveClient(joined.client, networks, places.key('client')) : ofAll.client,
    users: isOwn('users') ? resolveUsers(joined, places) : ofAll.users,
    extra: isOwn('extra') || isOwn('users') ? resolveExtra(joined, places) : ofAll.extra,
    ...rebootsOf(joined),
  };
}
