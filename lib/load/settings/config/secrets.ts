/** Secrets in `server.config` and `client.config`: the configuration under /etc is for everybody to read. */

import type { Role } from '../../../cluster/vocabulary.ts';
import { hasPassword, holdsPrivateKey } from '../../../quote.ts';
import type { Rule } from './setting.ts';

const secretName = /(^|_)(token|secret|password|passphrase|api_key|access_key|secret_key|private_key|encrypt)$/i;

/** Environment variables that Nomad's agent reads instead of settings. */
const variables: Readonly<Record<string, string>> = {
  'client.intro_token': 'NOMAD_CLIENT_INTRO_TOKEN',
  'consul.auth': 'CONSUL_HTTP_AUTH',
  'consul.token': 'CONSUL_HTTP_TOKEN',
  'vault.token': 'VAULT_TOKEN',
};

/** Refuses secrets at any depth, in lists and in what other rules refuse as well. */
export const secrets: Rule = {
  looksEverywhere: true,
  look: ({ role, name, key, value, at }) => {
    const isSecret = isSecretText(value) || (isSecretName(name, key) && holdsText(value));
    if (isSecret) at.add('config-secret', { setting: name, instead: insteadOf(name, role) });
    return isSecret;
  },
};

/** Whether a setting of this name holds a secret; `key` is the last word of the name. */
export function isSecretName(name: string, key: string): boolean {
  return name === 'consul.auth' || secretName.test(key);
}

function isSecretText(value: unknown): boolean {
  return typeof value === 'string' && (holdsPrivateKey(value) || hasPassword(value));
}

/** A mapping is a block of such a name, a switch holds no secret, and an empty text says that there is none. */
function holdsText(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsText);
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function insteadOf(setting: string, role: Role): string {
  if (setting === 'server.encrypt') return 'remove it: the gossip key is `gossipKey` of the secrets file';
  const unit = `nomad-${role}.service`;
  const variable = Object.hasOwn(variables, setting) ? variables[setting] : undefined;
  if (variable !== undefined) {
    return `put ${variable}=… into a file of mode 0600 by \`extra.files\`, for example /var/lib/own/${role}.env, and name it by EnvironmentFile= in a drop-in of ${unit}`;
  }
  return `put it into a JSON file of mode 0600 by \`extra.files\`, for example /var/lib/own/${role}.json, and let a drop-in of ${unit} hand it over: LoadCredential=own.json:/var/lib/own/${role}.json, and the ExecStart of the unit with -config=/run/credentials/${unit}/own.json besides`;
}
