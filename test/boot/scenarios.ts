/** The table of boots: each row is a cluster on an operating system, and what is promised of it. */

import { clusterIsWhole } from './promises/cluster.ts';
import { agentsAreConfined } from './promises/confinement.ts';
import { execJobRuns } from './promises/exec-job.ts';
import { agentsStayUp, firstBootIsClean, machinesBecomeReady } from './promises/first-boot.ts';
import { gossipNeedsTheKey } from './promises/gossip.ts';
import { machineSurvivesReboot, serverSurvivesKill } from './promises/recovery.ts';
import { strangersAreRefused } from './promises/refusals.ts';
import { rootTaskFindsNothing } from './promises/root-task.ts';
import { secretsAreKept } from './promises/secrecy.ts';
import { fixture, type Scenario, type ScenePromise } from './scenario.ts';

/** What every cluster keeps. */
export const brief: readonly ScenePromise[] = [machinesBecomeReady, clusterIsWhole, execJobRuns, firstBootIsClean];

/** That, and what disturbs the machines. */
export const thorough: readonly ScenePromise[] = [
  ...brief,
  agentsAreConfined,
  strangersAreRefused,
  secretsAreKept,
  agentsStayUp,
  machineSurvivesReboot,
  serverSurvivesKill,
  rootTaskFindsNothing,
  gossipNeedsTheKey,
];

export const scenarios: readonly Scenario[] = [
  {
    name: 'debian-13',
    about: 'three machines on Debian 13, all that is promised of them',
    description: fixture('three-machines'),
    root: 'debian-13',
    format: 'cloud-init',
    promises: thorough,
  },
  {
    name: 'debian-12',
    about: 'three machines on Debian 12: cloud-init 22.4, systemd 252',
    description: fixture('three-machines'),
    root: 'debian-12',
    format: 'cloud-init',
    promises: [...brief, machineSurvivesReboot],
  },
  {
    name: 'flatcar',
    about: 'three machines that the real Ignition configures, with systemd-networkd',
    description: fixture('three-machines-flatcar'),
    root: 'debian-13',
    format: 'ignition',
    promises: [...brief, machineSurvivesReboot],
  },
];
