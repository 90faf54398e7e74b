/** Plain settings of the agents: defaults, and whether Nomad's version knows them. */

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

/** The settings of an agent. */
export function resolveSettings<Agent extends Role>(role: Agent, given: Given): Settings<Agent> {
  const own: Record<string, JsonValue> = {};
  for (const { word, steps } of plainSettings[role]) {
    const value = valueAt(given, steps);
    if (value !== undefined) own[word] = value;
  }
  return { ...fallbacks[role], ...own } as Settings<Agent>;
}

/** The schema lets only JSON through. */
function valueAt(given: Given, steps: readonly string[]): JsonValue | undefined {
  let value = given as JsonValue | undefined;
  for (const step of steps) value = isJsonObject(value) ? value[step] : undefined;
  return value;
}

/** Says so if a setting is given that the Nomad of all machines, or of one, does not know; its default is no setting. */
export function checkSettings(draft: ClusterDraft, top: Place): void {
  const version = draft.nomad?.version ?? '';
  for (const role of roles) {
    reportUnknown(role, draft[role], version, top.key(role));
    for (const [name, machine] of Object.entries(draft.machines ?? {})) {
      const at = top.key('machines').key(name);
      const own = machine?.nomad?.version;
      reportUnknown(role, machine?.[role], own ?? version, at.key(role));
      if (own === undefined || own === version || machine?.roles?.includes(role) === false) continue;
      const taken = top.key(role).takenOverBy(at.key('nomad').key('version'));
      reportUnknown(role, draft[role], own, taken, machine?.[role]);
    }
  }
}

/** @param over what stands in the place of some of them */
function reportUnknown(role: Role, given: Given, version: string, at: Place, over?: Given): void {
  if (given === undefined) return;
  for (const { word, steps, fallback, since, until, except = [] } of unknownTo(role, version)) {
    const value = valueAt(given, steps);
    if (value === undefined || valueAt(over, steps) !== undefined) continue;
    if (JSON.stringify(value) === JSON.stringify(fallback)) continue;
    const place = steps.reduce((above, step) => above.key(step), at);
    place.add('setting-version', { setting: `${role}.${word}`, version, since, until, except });
  }
}

/** None of a version that cannot be read, which has its own answer. */
function unknownTo(role: Role, version: string): readonly PlainSetting[] {
  return parseVersion(version) ? plainSettings[role].filter(({ isKnownTo }) => !isKnownTo(version)) : [];
}
