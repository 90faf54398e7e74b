/** The release of Nomad that the description names: whether it is understood, and what it cannot do for this cluster. */

import type { Machine, NomadRelease } from '../../cluster/cluster.ts';
import type { TaskDriver } from '../../cluster/vocabulary.ts';
import {
  isEnterprise,
  isUnderstoodNomadVersion,
  lineOf,
  newestLine,
  parseVersion,
  understoodVersions,
} from '../../nomad/releases.ts';
import { runsOnCgroups2, startsWithLicense, takesGivenToken } from '../../nomad/versions.ts';
import { show } from '../../quote.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';
import { resolveInstallation } from './installation.ts';

/** The Nomad release, which must be one that is understood. */
export function resolveNomad(draft: ClusterDraft, at: Place): NomadRelease {
  const version = draft.nomad?.version;
  if (version !== undefined) checkVersion(version, at.key('version'));
  return { version: version ?? '', install: resolveInstallation(draft, at.key('install')) };
}

function checkVersion(version: string, at: Place): void {
  const parsed = parseVersion(version);
  if (!parsed || !isUnderstoodNomadVersion(version)) {
    const suggestion = bareVersion(version);
    at.add('nomad-version', {
      received: show(version),
      understood: understoodVersions,
      ...(suggestion !== undefined && { suggestion }),
    });
    return;
  }
  const { release, prerelease } = parsed;
  if (prerelease !== undefined) at.add('nomad-prerelease', { version, release: release.join('.') });
  if (!lineOf(version)) at.add('nomad-unknown-line', { version, newest: newestLine });
}

/** The release inside a text that is nearly one: without a `v`, or with what does not belong behind it. */
function bareVersion(text: string): string | undefined {
  const bare = /^v?(\d+\.\d+\.\d+(?:\+ent)?)/.exec(text)?.[1];
  return bare !== undefined && bare !== text && isUnderstoodNomadVersion(bare) ? bare : undefined;
}

/** What of this cluster the release leaves to its operator. @param at the place of `nomad.version` */
export function checkRelease(draft: ClusterDraft, machines: readonly Machine[], at: Place): void {
  const version = draft.nomad?.version ?? '';
  if (!isUnderstoodNomadVersion(version)) return;
  if (!takesGivenToken(version)) at.add('nomad-without-token', { version });
  if (!runsOnCgroups2(version)) checkCgroups(version, machines, at);
  if (isEnterprise(version) && startsWithLicense(version) && !namesLicense(draft)) at.add('nomad-license', { version });
}

/** One report for each operating system: each boots in its own way. */
function checkCgroups(version: string, machines: readonly Machine[], at: Place): void {
  const isolating = machines.filter(({ client }) => client?.drivers.some(isolatesByCgroups));
  for (const os of new Set(isolating.map(({ target }) => target.os))) {
    const names = isolating.filter(({ target }) => target.os === os).map(({ name }) => name);
    at.add('nomad-cgroups', { version, os, machines: names });
  }
}

const isolatesByCgroups = (driver: TaskDriver) => driver === 'exec' || driver === 'java';

/** Nomad reads the licence from the file that its configuration names, or from its environment. */
function namesLicense({ server, extra, machines }: ClusterDraft): boolean {
  return /license_path|NOMAD_LICENSE/i.test(JSON.stringify([server, extra, machines]));
}
