/** The rows of test:boot:versions: the fixture on Debian 13, with one release of Nomad each. */

import { takesGivenToken } from '../../lib/nomad/versions.ts';
import { clusterIsWhole } from './promises/cluster.ts';
import { execJobRuns } from './promises/exec-job.ts';
import { firstBootIsClean, machinesBecomeReady } from './promises/first-boot.ts';
import { onceBootstrapped } from './promises/old-releases.ts';
import { otherReleases, usualRelease } from './rehearsal/nomad.ts';
import { fixture, type Scenario, type ScenePromise } from './scenario.ts';

/** The releases that are booted, the oldest first. */
export const bootedReleases: readonly string[] = [...otherReleases, usualRelease];

/** What is promised whatever the release. */
const whole: readonly ScenePromise[] = [clusterIsWhole, execJobRuns, firstBootIsClean];

/** The row of a release. @param nomad path of its binary */
export function versionScenario(version: string, nomad: string): Scenario {
  const inOrder = takesGivenToken(version) ? whole : [onceBootstrapped(whole)];
  return {
    name: version,
    about: `three machines with Nomad ${version}`,
    description: fixture('three-machines', version === usualRelease ? undefined : (text) => naming(version, text)),
    root: 'debian-13',
    format: 'cloud-init',
    nomad,
    promises: [machinesBecomeReady, ...inOrder],
  };
}

/** The fixture's description with another release of Nomad. */
export function naming(version: string, text: string): string {
  return text.replace(`version: ${usualRelease}\n`, `version: ${version}\n`);
}
