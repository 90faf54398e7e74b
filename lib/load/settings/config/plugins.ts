/** `plugin` of a configuration, which the build merges with its own by the plugins' names. */

import type { JsonValue } from '../../../cluster/vocabulary.ts';
import { pluginsByName } from '../../../nomad/plugins.ts';
import type { Place } from '../../place.ts';
import type { Rule } from './setting.ts';

/** Says so if `plugin` cannot be read as blocks. The schema lets any JSON through, and nothing else. */
export const plugins: Rule = {
  look: ({ block, key, value, at }) => {
    const isUnreadable = block === '' && key === 'plugin' && !pluginsByName(value as JsonValue);
    if (isUnreadable) at.add('config-plugin', {});
    return isUnreadable;
  },
};

/** The first place of each plugin that is not built into Nomad. */
export type ExternalPlugins = Map<string, Place>;

/** Notes each plugin whose configuration is not known. */
export function externalPluginsNotedIn(found: ExternalPlugins): Rule {
  return {
    look: ({ knownBlock, known, key, at }) => {
      const isExternal = knownBlock?.name === 'plugin' && known?.name === 'plugin.*';
      if (isExternal && !found.has(key)) found.set(key, at);
      return false;
    },
  };
}

/** One notice for each, however many machines have it. */
export function reportExternalPlugins(found: ExternalPlugins): void {
  for (const [plugin, at] of found) at.add('plugin-unchecked', { plugin });
}
