/**
 * Settings of the docker driver that hand the machine, and with it the agents' keys, to every job's author: allowed,
 * but told. Source: Nomad's docker driver, its plugin configuration and the older `client.options` (drivers/docker/config.go).
 */

import type { Place } from '../../place.ts';
import type { Rule } from './setting.ts';

const privileged = 'lets a task run as root of the machine';
const volumes = 'lets a task mount any folder of the machine';

const hazards: Readonly<Record<string, string>> = {
  'plugin.docker.config.allow_privileged': privileged,
  'plugin.docker.config.volumes.enabled': volumes,
  'client.options.docker.privileged.enabled': privileged,
  'client.options.docker.volumes.enabled': volumes,
};

/** The first place of each such setting. */
export type Hazards = Map<string, Place>;

/** Notes each setting that is one of them and is on; `true` may be quoted, or be a number. */
export function hazardsNotedIn(found: Hazards): Rule {
  return {
    look: ({ name, value, at }) => {
      const isOn = typeof value !== 'object' && ['true', 't', '1'].includes(String(value).toLowerCase());
      if (isOn && Object.hasOwn(hazards, name) && !found.has(name)) found.set(name, at);
      return false;
    },
  };
}

/** One warning for each setting, however many machines have it. */
export function reportHazards(found: Hazards): void {
  for (const [setting, at] of found) at.add('docker-hands-out-machine', { setting, what: hazards[setting] ?? '' });
}
