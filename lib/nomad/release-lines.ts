/**
 * Nomad's lines of releases, MAJOR.MINOR, whose settings the build knows; the last release of each that everybody may
 * have, where there is no later one to come; and the security fixes that came after it.
 * Source: the tags and CHANGELOG.md of github.com/hashicorp/nomad, read at 2.0.5 of 2026-08-12.
 */

export interface ReleaseLine {
  /** The last release of the line that is not an Enterprise one, once the line has ended for the community. */
  readonly lastCommunity?: string;
}

/** By MAJOR.MINOR, the oldest first. */
export const releaseLines: Readonly<Record<string, ReleaseLine>> = {
  '0.11': { lastCommunity: '0.11.8' },
  '0.12': { lastCommunity: '0.12.12' },
  '1.0': { lastCommunity: '1.0.18' },
  '1.1': { lastCommunity: '1.1.18' },
  '1.2': { lastCommunity: '1.2.16' },
  '1.3': { lastCommunity: '1.3.16' },
  '1.4': { lastCommunity: '1.4.14' },
  '1.5': { lastCommunity: '1.5.17' },
  '1.6': { lastCommunity: '1.6.10' },
  '1.7': { lastCommunity: '1.7.7' },
  '1.8': { lastCommunity: '1.8.4' },
  '1.9': { lastCommunity: '1.9.7' },
  '1.10': { lastCommunity: '1.10.5' },
  '1.11': { lastCommunity: '1.11.3' },
  '2.0': {},
};

/** A security hole with a number, and the first release of each line that closes it. */
export interface SecurityFix {
  readonly cve: string;
  /** By line. A line that is not here was no longer mended when it was found, or never had it: nobody says which. */
  readonly fixedIn: Readonly<Record<string, string>>;
}

/** Those that came after the last community release of a line. */
export const securityFixes: readonly SecurityFix[] = [
  // Tasks swapped the FIFO of their logs for a symbolic link.
  { cve: 'CVE-2026-6959', fixedIn: { '2.0': '2.0.1', '1.11': '1.11.5+ent', '1.10': '1.10.11+ent' } },
  // Plugins of dynamic host volumes were run from outside their folder.
  { cve: 'CVE-2026-7474', fixedIn: { '2.0': '2.0.1', '1.11': '1.11.5+ent', '1.10': '1.10.11+ent' } },
  // The docker driver let tasks into the host's namespaces.
  { cve: 'CVE-2026-14891', fixedIn: { '2.0': '2.0.4', '1.11': '1.11.8+ent', '1.10': '1.10.14+ent' } },
  // The docker driver mounted through a symbolic link what `volumes.enabled = false` forbids.
  { cve: 'CVE-2026-14896', fixedIn: { '2.0': '2.0.4', '1.11': '1.11.8+ent', '1.10': '1.10.14+ent' } },
];
