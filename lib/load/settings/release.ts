/** The release of Nomad that the description names: whether it is understood. */

import type { NomadRelease } from '../../cluster/cluster.ts';
import {
  isUnderstoodNomadVersion,
  lineOf,
  newestLine,
  parseVersion,
  understoodVersions,
} from '../../nomad/releases.ts';
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
