/** Secrets in `server.config` and `client.config`: the configuration under /etc is for everybody to read. */

import { insteadOfSecret, isSecretName, isSecretText } from '../../../nomad/secret-settings.ts';
import type { Rule } from './setting.ts';

/** Refuses secrets at any depth, in lists and in what other rules refuse as well. */
export const secrets: Rule = {
  looksEverywhere: true,
  look: ({ role, name, key, value, at }) => {
    const isSecret = isSecretText(value) || (isSecretName(name, key) && holdsText(value));
    if (isSecret) at.add('config-secret', { setting: name, instead: insteadOfSecret(name, role) });
    return isSecret;
  },
};

/** A mapping is a block of such a name, a switch holds no secret, and an empty text says that there is none. */
function holdsText(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsText);
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
