/** Operators' users: names that no system account has, and SSH public keys in authorized_keys format (sshd(8)). */

import type { OperatorUser } from '../../cluster/cluster.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** Accounts that the images bring or the build makes; cloud-init would leave them unchanged and add no key. */
const systemAccounts = new Set(
  `root nomad daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats _apt nobody sshd
  messagebus systemd-network systemd-resolve systemd-timesync systemd-coredump polkitd uuidd tcpdump syslog landscape
  admin adm sudo staff operator shadow docker`.split(/\s+/),
);

const keyTypes =
  '(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com)';
const publicKey = new RegExp(`^(?:[^\\s#]\\S* )?${keyTypes} [A-Za-z0-9+/]+={0,3}(?: .*)?$`);

/** Resolves the users; the same name twice is refused. */
export function resolveUsers({ users }: ClusterDraft, top: Place): readonly OperatorUser[] {
  const seen = new Map<string, number>();
  return (users ?? defaults.users).flatMap((user, index) => {
    if (user?.name === undefined) return [];
    const at = top.key('users').key(index).key('name');
    const first = seen.get(user.name);
    if (first !== undefined) at.add('user-twice', { name: user.name }, top.key('users').key(first).key('name'));
    else seen.set(user.name, index);
    if (systemAccounts.has(user.name)) at.add('user-reserved', { name: user.name });
    const keys = (user.sshAuthorizedKeys ?? []).filter((key) => key !== undefined);
    reportKeys(user.sshAuthorizedKeys ?? [], top.key('users').key(index).key('sshAuthorizedKeys'));
    return { name: user.name, sshAuthorizedKeys: keys, sudo: user.sudo ?? defaults['users.*.sudo'] };
  });
}

function reportKeys(keys: readonly (string | undefined)[], at: Place): void {
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (key === undefined) continue;
    const why = whyNoPublicKey(key);
    if (why !== undefined) at.key(index).add('user-ssh-key', { why });
    else if (seen.has(key)) at.key(index).add('listed-twice', { item: 'this key' });
    seen.add(key);
  }
}

/** The answer never holds the text, which may be a private key. */
function whyNoPublicKey(key: string): string | undefined {
  if (/PRIVATE KEY/.test(key)) return 'a private key, which must never leave its owner';
  if (/[\r\n]/.test(key.trimEnd())) return 'several lines';
  if (!/^[ -~]+$/.test(key)) return 'characters that are not ASCII, or a line break at the end';
  if (!publicKey.test(key)) return 'something else';
  return isWholeKey(key) ? undefined : 'a key that is damaged or ends early: ssh-keygen would not read it';
}

/** The blob of a key is a row of fields, each behind its length, and the first names the type (RFC 4253 section 6.6). */
function isWholeKey(key: string): boolean {
  const [, type = '', base64 = ''] = new RegExp(`(${keyTypes}) ([A-Za-z0-9+/]+={0,3})`).exec(key) ?? [];
  const blob = Buffer.from(base64, 'base64');
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) return false;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return false;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  const isComplete = fields.length >= (/^ssh-ed25519$/.test(type) ? 2 : 3);
  return isComplete && fields[0]?.toString('latin1') === type && (type !== 'ssh-ed25519' || fields[1]?.length === 32);
}
