/**
 * Settings of the docker driver that hand the machine, and with it the agents' keys, to every job's author: allowed,
 * but told. Source: Nomad's docker driver, its plugin configuration and the older `client.options` (drivers/docker/config.go).
 */

import type { DescriptionPath } from '../../diagnostics.ts';
import type { Report } from '../report.ts';

const privileged = 'lets a task run as root of the machine';
const volumes = 'lets a task mount any folder of the machine';

const hazards: Readonly<Record<string, string>> = {
  'plugin.docker.config.allow_privileged': privileged,
  'plugin.docker.config.volumes.enabled': volumes,
  'client.options.docker.privileged.enabled': privileged,
  'client.options.docker.volumes.enabled': volumes,
};

/** The first place of each such setting. */
export type Hazards = Map<string, DescriptionPath>;

/** Remembers a setting that is one of them; `true` may be quoted, or be a number. */
export function noteHazard(setting: string, value: unknown, path: DescriptionPath, found: Hazards): void {
  const isOn = ['true', 't', '1'].includes(String(value).toLowerCase());
  if (isOn && Object.hasOwn(hazards, setting) && !found.has(setting)) found.set(setting, path);
}

/** One warning for each setting, however many machines have it. */
export function reportHazards(found: Hazards, report: Report): void {
  for (const [setting, path] of found)
    report.add('docker-hands-out-machine', path, { setting, what: hazards[setting] ?? '' });
}
