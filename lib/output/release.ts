/** What is known of the description's release of Nomad that is no mistake of the description: holes that it still has. */

import type { Cluster } from '../cluster/cluster.ts';
import { type Diagnostic, diagnostic } from '../diagnostics.ts';
import { securityFixes } from '../nomad/release-lines.ts';
import { atLeast, isEnterprise, lineOf, newestLine } from '../nomad/releases.ts';

/** A notice about security fixes that the release lacks, or about its line if that has ended; none if it is up to date. */
export function releaseFindings({ nomadVersion: version }: Cluster): readonly Diagnostic[] {
  const at = ['nomad', 'version'];
  const missing = securityFixes.filter(({ fixedIn }) => lacks(version, fixedIn));
  const newest = missing.map(({ fixedIn }) => fixedIn[newestLine] ?? '').at(-1);
  if (newest !== undefined)
    return [diagnostic('nomad-lacks-fixes', at, { version, cves: missing.map(({ cve }) => cve), newest })];
  const { lastCommunity } = lineOf(version) ?? {};
  if (lastCommunity === undefined || isEnterprise(version)) return [];
  return [diagnostic('nomad-line-ended', at, { version, lastCommunity, newest: `${newestLine}.x` })];
}

/** Whether its line was mended later, or for Enterprise alone, which this release is not. */
function lacks(version: string, fixedIn: Readonly<Record<string, string>>): boolean {
  const line = version.split('.', 2).join('.');
  const fixed = fixedIn[line];
  if (fixed === undefined) return false;
  return !atLeast(fixed)(version) || (isEnterprise(fixed) && !isEnterprise(version));
}
