/**
 * What a change means for a machine that runs, a row each. The first row that fits counts, and the last fits all: what
 * nobody thought of is a reason to replace.
 */

import { X509Certificate } from 'node:crypto';
import { roles } from '../cluster/vocabulary.ts';
import {
  agentConfigFile,
  clusterParametersFile,
  configFolders,
  machineParametersFile,
  ownConfigFile,
  secretsFolder,
} from '../machine/places.ts';
import { formatInstant } from '../pki/validity.ts';
import type { Difference } from './facts.ts';

/** Whether a machine that runs loses something if it stays as it is, until it is replaced for another reason. */
export type Urgency = 'may wait' | 'replace';

/** What holds for the whole cluster. */
export interface Circumstances {
  /** Whether a server of before is one of now, at the same address: then every list of servers still leads to the cluster. */
  readonly keepsAServer: boolean;
}

interface Rule {
  readonly name: string;
  readonly fits: (difference: Difference) => boolean;
  /** The change in words, without a secret. */
  readonly says: (difference: Difference) => string;
  readonly urgency: Urgency | ((circumstances: Circumstances) => Urgency);
  /** Why it is so urgent, as the end of a sentence. */
  readonly reason: string;
}

/** A rule applied to a difference. */
export interface Finding {
  readonly rule: string;
  readonly what: string;
  readonly urgency: Urgency;
  readonly reason: string;
}

export function findingOf(difference: Difference, circumstances: Circumstances): Finding {
  const { name, says, urgency, reason } = rules.find(({ fits }) => fits(difference)) ?? unknown;
  return {
    rule: name,
    what: says(difference),
    urgency: typeof urgency === 'string' ? urgency : urgency(circumstances),
    reason,
  };
}

const inAgentConfig = (...keys: readonly string[]) => {
  const files = roles.flatMap((role) =>
    [agentConfigFile, ownConfigFile].map((file) => `${configFolders[role]}/${file}`),
  );
  return ({ item, key }: Difference) => files.includes(item) && keys.includes(key);
};

const inClusterParameters = (...keys: readonly string[]) => {
  return ({ item, key }: Difference) => item === clusterParametersFile && keys.includes(key);
};

const isFile =
  (...paths: readonly string[]) =>
  ({ item }: Difference) =>
    paths.includes(item);

const serverLists = [
  inAgentConfig('server.server_join.retry_join', 'client.server_join.retry_join'),
  inClusterParameters('SERVERS', 'RAFT_PEERS'),
];

const unknown: Rule = {
  name: 'other',
  fits: () => true,
  says: ({ item, key, before, after }) => {
    const what = [item, key].filter((word) => word !== '').join(' ');
    if (before === undefined) return `${what}: new`;
    return after === undefined ? `${what}: gone` : `${what}: another`;
  },
  urgency: 'replace',
  reason: 'a running machine keeps what its first boot wrote',
};

export const rules: readonly Rule[] = [
  {
    name: 'instance',
    fits: ({ item }) => item === 'meta-data instance-id',
    says: ({ before, after }) => `instance-id: ${after} instead of ${before}`,
    urgency: 'replace',
    reason: 'the description asks for another first boot',
  },
  {
    name: 'server-list',
    fits: (difference) => serverLists.some((fits) => fits(difference)),
    says: ({ before, after }) => `list of servers: ${listChange(before, after)}`,
    urgency: ({ keepsAServer }) => (keepsAServer ? 'may wait' : 'replace'),
    reason: 'a member learns of the others from those that it knows, and one that it knows stays',
  },
  {
    name: 'bootstrap-expect',
    fits: inAgentConfig('server.bootstrap_expect'),
    says: ({ before, after }) => `servers of the first election: ${after} instead of ${before}`,
    urgency: 'may wait',
    reason: 'nobody asks for the number once a leader was elected',
  },
  {
    name: 'gossip-key',
    fits: isFile(`${secretsFolder}/gossip.json`),
    says: () => 'another gossip key',
    urgency: 'may wait',
    reason: 'a server that runs keeps its keyring, which the steps change',
  },
  {
    name: 'bootstrap-token',
    fits: isFile(`${secretsFolder}/bootstrap-token`),
    says: ({ after }) => (after === undefined ? 'no bootstrap token any more' : 'another bootstrap token'),
    urgency: 'may wait',
    reason: 'once ACLs are bootstrapped it serves the proof of a boot alone',
  },
  {
    name: 'authorities',
    fits: isFile(...roles.map((role) => `${configFolders[role]}/ca.pem`)),
    says: ({ before, after }) => `trusted authorities: ${authorityChange(before, after)}`,
    urgency: 'replace',
    reason: 'whom an agent trusts is read when it starts',
  },
  ...roles.map(
    (role): Rule => ({
      name: `${role}-certificate`,
      fits: isFile(`${configFolders[role]}/${role}.pem`),
      says: ({ before, after }) => `${role} certificate: ${certificateChange(before, after)}`,
      urgency: 'replace',
      reason: 'an agent presents the certificate that its machine began with',
    }),
  ),
  ...roles.map(
    (role): Rule => ({
      name: `${role}-key`,
      fits: isFile(`${secretsFolder}/${role}-key.pem`),
      says: () => `another key of the ${role} agent`,
      urgency: 'replace',
      reason: 'it belongs to the certificate',
    }),
  ),
  {
    name: 'certificate-times',
    fits: ({ item, key }) => item === machineParametersFile && key.startsWith('CERTIFICATES_'),
    says: () => 'the times between which its proof lets the clock stand',
    urgency: 'replace',
    reason: 'they are those of the certificates',
  },
  {
    name: 'version',
    fits: inClusterParameters('VERSION'),
    says: ({ before, after }) => `Nomad: ${after} instead of ${before}`,
    urgency: 'replace',
    reason: 'the binary comes with the machine',
  },
  {
    name: 'agent-setting',
    fits: ({ item, key, isSecret }) =>
      key !== '' && !isSecret && Object.values(configFolders).some((folder) => item.startsWith(`${folder}/`)),
    says: ({ item, key, before, after }) => `${item}: ${key} ${valueChange(before, after)}`,
    urgency: 'replace',
    reason: 'an agent reads its configuration when it starts, and nothing changes the file of a running machine',
  },
  unknown,
];

const listChange = (before: string | undefined, after: string | undefined) =>
  moreAndFewer(membersOf(before), membersOf(after));

const authorityChange = (before = '', after = '') => moreAndFewer(certificatesIn(before), certificatesIn(after));

function moreAndFewer(earlier: readonly string[], later: readonly string[]): string {
  const more = later.filter((member) => !earlier.includes(member)).length;
  const fewer = earlier.filter((member) => !later.includes(member)).length;
  const changes = [...(more > 0 ? [`${more} more`] : []), ...(fewer > 0 ? [`${fewer} fewer`] : [])];
  return changes.length > 0 ? changes.join(', ') : 'in another order';
}

/** Of a JSON list, or of words apart. */
function membersOf(list = ''): readonly string[] {
  return list.startsWith('[') ? (JSON.parse(list) as string[]) : list.split(' ').filter((word) => word !== '');
}

const certificatesIn = (pem: string): readonly string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

function certificateChange(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  const [was, is] = [endOf(before), endOf(after)];
  return was === is ? `another, with the same end ${is}` : `ends ${is} instead of ${was}`;
}

function endOf(pem: string): string {
  try {
    return formatInstant(Date.parse(new X509Certificate(pem).validTo) / 1000).slice(0, 10);
  } catch {
    return 'unknown';
  }
}

/** Values of settings are short, or a list that nobody would read. */
function valueChange(before: string | undefined, after: string | undefined): string {
  const shown = (value: string) => (value.length > 60 ? 'a long value' : value);
  if (before === undefined) return `is ${shown(after ?? '')}, and was not given`;
  return after === undefined
    ? `is no longer given, and was ${shown(before)}`
    : `${shown(after)} instead of ${shown(before)}`;
}
