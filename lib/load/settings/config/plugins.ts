/** `plugin` of a configuration, which the build merges with its own by the plugins' names. */

import type { JsonValue } from '../../../cluster/vocabulary.ts';
import { pluginsByName } from '../../../nomad/plugins.ts';
import type { Rule } from './setting.ts';

/** Says so if `plugin` cannot be read as blocks. The schema lets any JSON through, and nothing else. */
export const plugins: Rule = {
  look: ({ block, key, value, at }) => {
    if (block === '' && key === 'plugin' && !pluginsByName(value as JsonValue)) at.add('config-plugin', {});
    return false;
  },
};
