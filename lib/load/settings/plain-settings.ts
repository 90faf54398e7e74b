/** Plain settings of the agents: defaults, a machine's over the cluster's, and whether Nomad's version knows them. */

import type { Settings } from '../../cluster/settings.ts';
import { type JsonObject, type JsonValue, type Role, roles } from '../../cluster/vocabulary.ts';
import { isJsonObject } from '../../nomad/merge-config.ts';
import { parseVersion } from '../../nomad/releases.ts';
import { type PlainSetting, plainSettings } from '../../nomad/settings.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** Settings that a description may give, beside its other words. */
type Given = object | undefined;

/** What holds if the description says nothing. */
const fallbacks: Readonly<Record<Role, JsonObject>> = { server: fallbacksOf('server'), client: fallbacksOf('client') };

function fallbacksOf(role: Role): JsonObject {
  const known = plainSettings[role].flatMap(({ word, fallback }) => (fallback === undefined ? [] : [[word, fallback]]));
  return Object.fromEntries(known);
}

/** The settings of all agents of a role. */
export function resolveSettings<Agent extends Role>(role: Agent, given: Given): Settings<Agent> {
  return laidOver(fallbacks[role], role, given) as Settings<Agent>;
}

/** The settings of one machine's agent: the very same object if the machine gives none. */
export function settingsOfMachine<Agent extends Role>(
  role: Agent,
  ofCluster: Settings<Agent>,
  given: Given,
): Settings<Agent> {
  return laidOver(ofCluster, role, given) as Settings<Agent>;
}

/** Values replace what is below, and maps are joined key by key. */
function laidOver(below: JsonObject, role: Role, given: Given): JsonObject {
  const own: Record<string, JsonValue> = {};
  for (const { word, steps } of plainSettings[role]) {
    const value = valueAt(given, steps);
    const under = below[word];
    if (value !== undefined) own[word] = isJsonObject(under) && isJsonObject(value) ? { ...under, ...value } : value;
  }
  return Object.keys(own).length === 0 ? below : { ...below, ...own };
}

/** The schema lets only JSON through. */
function valueAt(given: Given, steps: readonly string[]): JsonValue | undefined {
  let value = given as JsonValue | undefined;
  for (const step of steps) value = isJsonObject(value) ? value[step] : undefined;
  return value;
}

/** Says so if a setting is given that Nomad's version does not know; its default is no setting. */
export function checkSettings(draft: ClusterDraft, top: Place): void {
  const version = draft.nomad?.version ?? '';
  if (!parseVersion(version)) return;
  const machines = Object.entries(draft.machines ?? {});
  for (const role of roles) {
    const unknown = plainSettings[role].filter(({ isKnownTo }) => !isKnownTo(version));
    if (unknown.length === 0) continue;
    const report = (given: Given, at: Place) => reportUnknown(unknown, role, given, version, at.key(role));
    report(draft[role], top);
    for (const [name, machine] of machines) report(machine?.[role], top.key('machines').key(name));
  }
}

function reportUnknown(unknown: readonly PlainSetting[], role: Role, given: Given, version: string, at: Place): void {
  for (const { word, steps, fallback, since, until, except = [] } of unknown) {
    const value = valueAt(given, steps);
    if (value === undefined || JSON.stringify(value) === JSON.stringify(fallback)) continue;
    const place = steps.reduce((above, step) => above.key(step), at);
    place.add('setting-version', { setting: `${role}.${word}`, version, since, until, except });
  }
}
