/** What is known of the description's release of Nomad that is no mistake of the description: holes that it still has. */

import type { Cluster } from '../cluster/cluster.ts';
import { type Diagnostic, diagnostic } from '../diagnostics.ts';
import { securityFixes } from '../nomad/release-lines.ts';
import { atLeast, isEnterprise, lineOf, newestLine } from '../nomad/releases.ts';

/** A notice for each release that machines have: security fixes that it lacks, or that its line has ended; none if it is up to date. */
export function releaseFindings({ nomadVersion, machines }: Cluster): readonly Diagnostic[] {
  const firstOf = new Map(machines.toReversed().map(({ name, nomad }) => [nomad.version, name]));
  return [...firstOf].flatMap(([version, name]) => {
    const above = version === nomadVersion ? [] : ['machines', name];
    return findingsOf(version, [...above, 'nomad', 'version']);
  });
}

function findingsOf(version: string, at: readonly string[]): readonly Diagnostic[] {
  const missing = securityFixes.filter(({ fixedIn }) => lacks(version, fixedIn));
  const newest = missing.map(({ fixedIn }) => fixedIn[newestLine] ?? '').at(-1);
  if (newest !== undefined)
    return [diagnostic('nomad-lacks-fixes', at, { version, cves: missing.map(({ cve }) => cve), newest })];
  const { lastCommunity } = lineOf(version) ?? {};
  if (lastCommunity === undefined || isEnterprise(version)) return [];
  return [diagnostic('nomad-line-ended', at, { version, lastCommunity, newest: `${newestLine}.x` })];
}

/** Whether its line was mended later: of a line that has ended for everybody, in Enterprise releases alone. */
function lacks(version: string, fixedIn: Readonly<Record<string, string>>): boolean {
  const fixed = fixedIn[version.split('.', 2).join('.')];
  return fixed !== undefined && !atLeast(fixed)(version);
}
