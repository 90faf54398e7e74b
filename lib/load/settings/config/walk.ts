/**
 * One walk over `config` of both agents, of the cluster and of each machine: every setting is shown once to each rule.
 * Source: Nomad's agent configuration reference; its parser (HCL 1) does not tell capitals from small letters.
 */

import type { Machine } from '../../../cluster/cluster.ts';
import type { MachineDescription } from '../../../cluster/description.generated.ts';
import { type Role, roles } from '../../../cluster/vocabulary.ts';
import { type KnownKey, knownKeys, knownMember } from '../../../nomad/keys/known.ts';
import type { ClusterDraft, Draft } from '../../draft.ts';
import type { Place } from '../../place.ts';
import { chroot, hostVolumes } from './exposure.ts';
import { blocks, names } from './form.ts';
import { type Hazards, hazardsNotedIn, reportHazards } from './hazards.ts';
import { invariants } from './invariants.ts';
import { knownTo } from './known.ts';
import { type ExternalPlugins, externalPluginsNotedIn, plugins, reportExternalPlugins } from './plugins.ts';
import { reserved } from './reserved.ts';
import { secrets } from './secrets.ts';
import type { Rule, Setting } from './setting.ts';
import { reportWords, type Words, wordsNotedIn } from './words.ts';

/** Where the walk stands: the agent, and the block with its name and with what is known of it. */
interface Block extends Pick<Setting, 'role' | 'block' | 'at'> {
  readonly known: KnownKey | undefined;
}

const refusals = [secrets, reserved, names, blocks, chroot, hostVolumes, plugins];

/** Checks every `config` of a description. */
export function checkConfigs(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const hazards: Hazards = new Map();
  const external: ExternalPlugins = new Map();
  const words: Words = new Map();
  const notes = [externalPluginsNotedIn(external), wordsNotedIn(words)];
  // The machines of a range share theirs, and what is sound is sound for all.
  const sound = { server: new Set<object>(), client: new Set<object>() };
  const docker = new Set(machines.flatMap(({ name, client }) => (client?.drivers.includes('docker') ? name : [])));
  for (const { config, role, at, machine } of configsOf(draft, top)) {
    if (sound[role].has(config)) continue;
    const before = at.problemCount();
    const version = draft.machines?.[machine ?? '']?.nomad?.version ?? draft.nomad?.version ?? '';
    const isForDocker = machine === undefined ? docker.size > 0 : docker.has(machine);
    const noted = isForDocker ? [hazardsNotedIn(hazards)] : [];
    const rules = [invariants, ...refusals, ...noted, ...knownTo(version), ...notes];
    visit(config, { role, block: '', known: knownKeys, at }, rules);
    if (at.problemCount() === before) sound[role].add(config);
  }
  reportHazards(hazards);
  reportExternalPlugins(external);
  reportWords(words);
}

/** A configuration of an agent, and where it is written. */
interface Config {
  readonly config: object;
  readonly role: Role;
  readonly at: Place;
  /** Absent if it is of all machines. */
  readonly machine: string | undefined;
}

/** Those of the cluster, then those of each machine. */
function* configsOf(draft: ClusterDraft, top: Place): Iterable<Config> {
  yield* configsOfBoth(draft, top, undefined);
  const machines = top.key('machines');
  for (const [name, machine] of Object.entries(draft.machines ?? {})) {
    if (machine) yield* configsOfBoth(machine, machines.key(name), name);
  }
}

function* configsOfBoth(
  agents: Pick<Draft<MachineDescription>, 'server' | 'client'>,
  at: Place,
  machine: string | undefined,
): Iterable<Config> {
  for (const role of roles) {
    const config = agents[role]?.config;
    if (config) yield { config, role, at: at.key(role).key('config'), machine };
  }
}

/** A block may be written as a list of mappings as well: Nomad reads each of them. */
function visit(value: unknown, around: Block, rules: readonly Rule[]): void {
  if (typeof value !== 'object' || value === null) return;
  const { role, block, known: knownBlock, at } = around;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, { ...around, at: at.key(index) }, rules);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const lower = key.toLowerCase();
    const name = block === '' ? lower : `${block}.${lower}`;
    const known = knownBlock && knownMember(knownBlock, key);
    const setting = { role, name, block, knownBlock, known, key, value: member, at: at.key(key) };
    const inside = answered(setting, rules);
    if (inside.length > 0) visit(member, { role, block: name, known: known && opened(known), at: setting.at }, inside);
  }
}

/** A key as a block, if its words are Nomad's own. */
function opened(known: KnownKey): KnownKey | undefined {
  return known.members.size > 0 ? known : undefined;
}

/** Asks each rule about a setting, and gives those that look at what it holds. */
function answered(setting: Setting, rules: readonly Rule[]): readonly Rule[] {
  let left = rules;
  for (const rule of rules) {
    if (!left.includes(rule) || !rule.look(setting)) continue;
    left = left.filter((other) => other !== rule && other.looksEverywhere);
  }
  return left;
}
