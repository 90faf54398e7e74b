/** What a client agent is given: the union over its drivers, and nothing more. */

import type { DriverPlugin } from '../../cluster/provisions.ts';
import type { JsonObject, JsonValue, TaskDriver } from '../../cluster/vocabulary.ts';
import type { ImageProgram } from '../../targets/systems.ts';
import { isJsonObject } from '../merge-config.ts';
import type { Needs, Reasons } from './needs.ts';
import { bridge, builtinDrivers, ofEveryClient, ofLowPort, pluginDrivers } from './table.ts';

/** What of a client agent decides about its needs. */
export interface EquippedClient {
  readonly drivers: readonly TaskDriver[];
  readonly plugins?: Readonly<Record<string, Pick<DriverPlugin, 'capabilities' | 'devices'>>>;
  /** Whether jobs may have networks behind a bridge. */
  readonly bridge?: boolean;
  readonly httpPort?: number;
  /** `client.config`, in which `allow_caps` of a driver may be widened. */
  readonly config?: JsonObject;
}

/** The capabilities that a client agent keeps, sorted, each once. */
export function clientCapabilities(client: EquippedClient): readonly string[] {
  const reasons: readonly Reasons[] = [
    ofEveryClient,
    ...((client.httpPort ?? 1024) < 1024 ? [ofLowPort] : []),
    ...needsOf(client).map(({ capabilities }) => capabilities),
  ];
  const declared = Object.values(client.plugins ?? {}).flatMap(({ capabilities }) => capabilities);
  const known = reasons.flatMap((each) => Object.keys(each));
  return [...new Set([...known, ...declared, ...allowedToTasks(client)])].sort();
}

/** The devices that a client agent may open beside the usual ones; `all` if a driver needs that. */
export function clientDevices(client: EquippedClient): readonly string[] | 'all' {
  const devices = needsOf(client).map((needs) => needs.devices ?? []);
  if (devices.includes('all')) return 'all';
  const declared = Object.values(client.plugins ?? {}).flatMap((plugin) => plugin.devices);
  return [...new Set([...devices, declared].flat())].sort();
}

/** The programs that a client's drivers look for. */
export function driverPrograms(client: EquippedClient): readonly ImageProgram[] {
  return [...new Set(needsOf(client).flatMap(({ programs = [] }) => programs))];
}

/** Units of the image's or a package's that have to run for a client's drivers. */
export function driverUnits(client: EquippedClient): readonly string[] {
  return [...new Set(needsOf(client).flatMap(({ units = [] }) => units))];
}

/** The names of all drivers of a client. */
export function driverNames({
  drivers,
  plugins = {},
}: {
  readonly drivers: readonly TaskDriver[];
  readonly plugins?: Readonly<Record<string, Pick<DriverPlugin, 'driver'>>>;
}): readonly string[] {
  return [...drivers, ...Object.values(plugins).map(({ driver }) => driver)];
}

/**
 * The `plugin` blocks of a client agent, lists at every level as Nomad's JSON wants them.
 * @param version Nomad's; what it does not know is left out
 */
export function driverPlugins({ drivers, plugins = {} }: ConfiguredClient, version: string): readonly JsonObject[] {
  const builtin = drivers.flatMap((driver) => {
    const { pluginConfig: config, isConfigKnownTo } = builtinDrivers[driver];
    return config && isConfigKnownTo?.(version) !== false ? [{ [driver]: [{ config: [config] }] }] : [];
  });
  // Nomad loads a plugin only if its configuration names it.
  return [...builtin, ...Object.entries(plugins).map(([name, { config }]) => ({ [name]: [{ config: [config] }] }))];
}

interface ConfiguredClient {
  readonly drivers: readonly TaskDriver[];
  readonly plugins?: Readonly<Record<string, Pick<DriverPlugin, 'config'>>>;
}

function needsOf({ drivers, plugins = {}, bridge: hasBridge = false }: EquippedClient): readonly Needs[] {
  const known = Object.keys(plugins).flatMap((name) =>
    Object.hasOwn(pluginDrivers, name) ? [pluginDrivers[name]] : [],
  );
  return [
    ...drivers.map((driver) => builtinDrivers[driver]),
    ...known.filter((needs) => needs !== undefined),
    ...(hasBridge ? [bridge] : []),
  ];
}

/** What somebody's own `allow_caps` lets tasks have: the agent cannot hand on what it has not. */
function allowedToTasks({ drivers, config = {} }: EquippedClient): readonly string[] {
  return drivers.flatMap((driver) => {
    const allowed = valueAt(config['plugin'], [driver, 'config', 'allow_caps']);
    const names = Array.isArray(allowed) ? allowed.filter((name) => typeof name === 'string') : [];
    return driver === 'docker' ? [] : names.map(capabilityName).filter((name) => name !== 'CAP_ALL');
  });
}

/** As Nomad reads it: with or without CAP_, in small letters or capitals. */
const capabilityName = (name: string) => `CAP_${name.toUpperCase().replace(/^CAP_/, '')}`;

/** What stands in nested blocks, each of which may be a list. */
function valueAt(value: JsonValue | undefined, [step, ...rest]: readonly string[]): JsonValue | undefined {
  if (step === undefined) return value;
  const blocks = (Array.isArray(value) ? value : [value]).filter((block) => isJsonObject(block));
  const found = blocks.map((block) => block[step]).find((member) => member !== undefined);
  return valueAt(found, rest);
}
