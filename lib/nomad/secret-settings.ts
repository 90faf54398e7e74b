/** Settings of Nomad that hold secrets, and the ways in which a secret reaches an agent instead. */

import type { Role } from '../cluster/vocabulary.ts';
import { hasPassword, holdsPrivateKey } from '../quote.ts';

const secretName = /(^|_)(token|secret|password|passphrase|api_key|access_key|secret_key|private_key|encrypt)$/i;

/** Environment variables that Nomad's agent reads instead of settings. */
const variables: Readonly<Record<string, string>> = {
  'client.intro_token': 'NOMAD_CLIENT_INTRO_TOKEN',
  'consul.auth': 'CONSUL_HTTP_AUTH',
  'consul.token': 'CONSUL_HTTP_TOKEN',
  'vault.token': 'VAULT_TOKEN',
};

/** What spares the secret. */
const identities: Readonly<Record<string, string>> = {
  'consul.token':
    'tasks get tokens of their own by `consul.serviceIdentity` and `consul.taskIdentity` (Nomad 1.7 and later); for the agent ',
  'vault.token':
    'from Nomad 1.7 on leave it out, for tasks get tokens of their own by `vault.defaultIdentity`; before, ',
};

/** Whether a setting of this name holds a secret; `key` is the last word of the name. */
export function isSecretName(name: string, key: string): boolean {
  return name === 'consul.auth' || secretName.test(key);
}

/** Whether a value is a secret whatever its setting: a private key, or a URL with a password. */
export function isSecretText(value: unknown): boolean {
  return typeof value === 'string' && (holdsPrivateKey(value) || hasPassword(value));
}

/** How a secret comes to the agent without standing in its configuration; the name is in Nomad's words. */
export function insteadOfSecret(setting: string, role: Role): string {
  if (setting === 'server.encrypt') return 'remove it: the gossip key is `gossipKey` of the secrets file';
  const unit = `nomad-${role}.service`;
  const variable = Object.hasOwn(variables, setting) ? variables[setting] : undefined;
  if (variable !== undefined) {
    return `${identities[setting] ?? ''}put ${variable}=… into a file of mode 0600 by \`extra.files\`, for example /var/lib/own/${role}.env, and name it by EnvironmentFile= in a drop-in of ${unit}`;
  }
  return `put it into a JSON file of mode 0600 by \`extra.files\`, for example /var/lib/own/${role}.json, and let a drop-in of ${unit} hand it over: LoadCredential=own.json:/var/lib/own/${role}.json, and the ExecStart of the unit with -config=/run/credentials/${unit}/own.json besides`;
}
