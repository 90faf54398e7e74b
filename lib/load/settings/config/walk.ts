/**
 * One walk over `config` of both agents, of the cluster and of each machine: every setting is shown once to each rule.
 * Source: Nomad's agent configuration reference; its parser (HCL 1) does not tell capitals from small letters.
 */

import type { Machine } from '../../../cluster/cluster.ts';
import type { MachineDescription } from '../../../cluster/description.generated.ts';
import { type Role, roles } from '../../../cluster/vocabulary.ts';
import type { ClusterDraft, Draft } from '../../draft.ts';
import type { Place } from '../../place.ts';
import { chroot, hostVolumes } from './exposure.ts';
import { blocks, names } from './form.ts';
import { type Hazards, hazardsNotedIn, reportHazards } from './hazards.ts';
import { invariants } from './invariants.ts';
import { plugins } from './plugins.ts';
import { reserved } from './reserved.ts';
import { secrets } from './secrets.ts';
import type { Rule, Setting } from './setting.ts';

/** Where the walk stands: the agent, and the block with its name. */
type Block = Pick<Setting, 'role' | 'block' | 'at'>;

/** Checks every `config` of a description. */
export function checkConfigs(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const hazards: Hazards = new Map();
  const plain = [invariants, reserved, names, blocks, chroot, hostVolumes, secrets, plugins];
  const withHazards = [hazardsNotedIn(hazards), ...plain];
  // The machines of a range share theirs, and what is sound is sound for all.
  const sound = { server: new Set<object>(), client: new Set<object>() };
  const docker = new Set(machines.flatMap(({ name, client }) => (client?.drivers.includes('docker') ? name : [])));
  for (const { config, role, at, machine } of configsOf(draft, top)) {
    if (sound[role].has(config)) continue;
    const before = at.problemCount();
    const isForDocker = machine === undefined ? docker.size > 0 : docker.has(machine);
    visit(config, { role, block: '', at }, isForDocker ? withHazards : plain);
    if (at.problemCount() === before) sound[role].add(config);
  }
  reportHazards(hazards);
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
function visit(value: unknown, { role, block, at }: Block, rules: readonly Rule[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, { role, block, at: at.key(index) }, rules);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const lower = key.toLowerCase();
    const name = block === '' ? lower : `${block}.${lower}`;
    const setting = { role, name, block, key, value: member, at: at.key(key) };
    const inside = answered(setting, rules);
    if (inside.length > 0) visit(member, { role, block: name, at: setting.at }, inside);
  }
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
