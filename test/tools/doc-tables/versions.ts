/** Tables of docs/versions.md: the lines of releases, what earlier ones cannot do, and the holes that came to light since. */

import { releaseLines, securityFixes } from '../../../lib/nomad/release-lines.ts';
import { compareReleases, parseVersion, type SincePredicate } from '../../../lib/nomad/releases.ts';
import {
  asksItsApi,
  knowsFailoverTtl,
  limitsTaskCapabilities,
  looksForInterface,
  namesAllowlists,
  notifiesSystemd,
  resetsOomScoreOfTasks,
  runsOnCgroups2,
  servesJwks,
  speaksRaft3,
  startsWithLicense,
  takesGivenToken,
} from '../../../lib/nomad/versions.ts';
import { bootedReleases } from '../../boot/version-scenarios.ts';
import { codes, type DocTable } from '../markdown-table.ts';

export const linesTable: DocTable = {
  name: 'release-lines',
  header: ['line', 'last release for everybody', 'booted'],
  rows: () =>
    Object.entries(releaseLines).map(([line, { lastCommunity }]) => [
      line,
      lastCommunity ?? 'goes on',
      codes(bootedReleases.filter((release) => release.startsWith(`${line}.`))),
    ]),
};

/** What is so before the release from which a predicate holds, and what the build does then. */
const before: readonly (readonly [predicate: SincePredicate, isSo: string, then: string])[] = [
  [
    namesAllowlists,
    'lists of drivers, accounts and fingerprints are called `whitelist` and `blacklist`',
    'they are written so',
  ],
  [
    limitsTaskCapabilities,
    'tasks of `exec` and `java` keep every capability in their bounding set: who becomes root inside a task has all that the client agent has',
    '`allow_caps` is not written',
  ],
  [
    looksForInterface,
    '`client.network_interface` is a name, and no template',
    'a program names the interface at each start of the agent, in `/run/nomad-firstboot/client-interface.json`',
  ],
  [
    startsWithLicense,
    'an Enterprise server starts without a licence, and takes one later by `nomad license put`',
    'nothing is said',
  ],
  [
    knowsFailoverTtl,
    'a new leader waits for 300 s before it counts clients as down',
    '`failover_heartbeat_ttl` is not written, and `server.failoverHeartbeatTtl` refused',
  ],
  [speaksRaft3, 'servers speak Raft protocol 2, which 1.4.0 no longer does', '`raft_protocol` is 3'],
  [runsOnCgroups2, 'tasks of `exec` and `java` need cgroups version 1', 'a warning for each operating system'],
  [
    asksItsApi,
    'there is no `nomad operator api`',
    'the proof asks by `openssl`, which the image has to have; Debian, Ubuntu and most others do',
  ],
  [
    takesGivenToken,
    'ACLs are bootstrapped with a token that Nomad draws',
    'a warning; no bundle and no `operator` folder has a token, an operator bootstraps, and `ready` means less: see below',
  ],
  [
    servesJwks,
    'nobody but a client that was turned away knows whether the keyring is there',
    'a client starts once a leader is known, and may be turned away for 15 to 30 s',
  ],
  [resetsOomScoreOfTasks, 'tasks inherit the OOM score of the client agent', 'the client agent has none of its own'],
  [
    notifiesSystemd,
    'an agent that is reloaded does not tell systemd when it is done, which kills it',
    'the units are `Type=exec`: systemd takes an agent for started earlier than it serves',
  ],
];

export const limitsTable: DocTable = {
  name: 'version-limits',
  header: ['before', 'is so', 'then'],
  rows: () => [...before].sort(([a], [b]) => bySince(a, b)).map(([{ since }, isSo, then]) => [since, isSo, then]),
};

function bySince(a: SincePredicate, b: SincePredicate): number {
  const [one, other] = [parseVersion(a.since), parseVersion(b.since)];
  return one && other ? compareReleases(one.release, other.release) : 0;
}

export const fixesTable: DocTable = {
  name: 'security-fixes',
  header: ['number', 'mended in'],
  rows: () => securityFixes.map(({ cve, fixedIn }) => [cve, codes(Object.values(fixedIn))]),
};
