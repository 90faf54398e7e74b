/** Operators' users: names that no system account has, and SSH public keys in authorized_keys format (sshd(8)). */

import type { OperatorUser } from './cluster.ts';
import { descriptionDefaults as defaults } from './description.generated.ts';
import type { ClusterDraft } from './draft.ts';
import type { Report } from './report.ts';

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
export function resolveUsers({ users }: ClusterDraft, report: Report): readonly OperatorUser[] {
  const seen = new Map<string, number>();
  return (users ?? defaults.users).flatMap((user, index) => {
    if (user?.name === undefined) return [];
    const path = ['users', index, 'name'];
    const first = seen.get(user.name);
    if (first !== undefined) report.add('user-twice', path, { name: user.name }, ['users', first, 'name']);
    else seen.set(user.name, index);
    if (systemAccounts.has(user.name)) report.add('user-reserved', path, { name: user.name });
    const keys = (user.sshAuthorizedKeys ?? []).filter((key) => key !== undefined);
    reportKeys(user.sshAuthorizedKeys ?? [], index, report);
    return { name: user.name, sshAuthorizedKeys: keys, sudo: user.sudo ?? defaults['users.*.sudo'] };
  });
}

function reportKeys(keys: readonly (string | undefined)[], user: number, report: Report): void {
  const seen = new Set<string>();
  for (const [index, key] of keys.entries()) {
    if (key === undefined) continue;
    const path = ['users', user, 'sshAuthorizedKeys', index];
    const why = whyNoPublicKey(key);
    if (why !== undefined) report.add('user-ssh-key', path, { why });
    else if (seen.has(key)) report.add('listed-twice', path, { item: 'this key' });
    seen.add(key);
  }
}

/** The answer never holds the text, which may be a private key. */
function whyNoPublicKey(key: string): string | undefined {
  if (/PRIVATE KEY/.test(key)) return 'a private key, which must never leave its owner';
  if (/[\r\n]/.test(key.trimEnd())) return 'several lines';
  if (!/^[ -~]+$/.test(key)) return 'characters that are not ASCII, or a line break at the end';
  return publicKey.test(key) ? undefined : 'something else';
}
