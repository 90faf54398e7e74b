/** The table of boots: each row is a cluster on an operating system, and what is promised of it. */

import { fileURLToPath } from 'node:url';
import {
  fetchesNomad,
  filesAreServed,
  installsPackage,
  nomadIsFetchedOnce,
  packageIsAsWanted,
} from './install/promises.ts';
import { nobodyLogsIn } from './promises/closed-door.ts';
import { clusterIsWhole } from './promises/cluster.ts';
import { agentsAreConfined } from './promises/confinement.ts';
import { describeDrain, jobsMoveBeforeTheirMachineStops, tasksOutliveTheirAgent } from './promises/drain.ts';
import { execJobRuns } from './promises/exec-job.ts';
import { leaderDiesWithItsClient } from './promises/failover.ts';
import { faultsAreTold, faultsHeal } from './promises/faults.ts';
import { agentsStayUp, firstBootIsClean, machinesBecomeReady, networkIsOnline } from './promises/first-boot.ts';
import { gossipNeedsTheKey } from './promises/gossip.ts';
import { hostileTaskStaysATask } from './promises/hostile-task.ts';
import { firstServerHasNoToken, lastServerComesLate } from './promises/latecomers.ts';
import { describeOwnSettings, ownSettingsHold } from './promises/own-settings.ts';
import { describePerson, peopleLogIn } from './promises/people.ts';
import { machineSurvivesPowerCuts } from './promises/power-cut.ts';

import { machineSurvivesReboot, serverSurvivesKill } from './promises/recovery.ts';
import { strangersAreRefused } from './promises/refusals.ts';
import { foreignTokenIsTold, lastServerIsReplaced, serversAreReplaced } from './promises/replacement.ts';
import { rootTaskFindsNothing } from './promises/root-task.ts';
import { secretsAreKept } from './promises/secrecy.ts';
import { fixture, type Scenario, type ScenePromise } from './scenario.ts';
import { jobsReachEachOther, volumesAreThere } from './workloads/promises.ts';

/** What every cluster keeps. */
export const brief: readonly ScenePromise[] = [
  machinesBecomeReady,
  networkIsOnline,
  clusterIsWhole,
  execJobRuns,
  firstBootIsClean,
];

/** The same on an image with an SSH server, once more after a reboot; the first boot's journal is still there. */
const briefTwice: readonly ScenePromise[] = [...brief, nobodyLogsIn, machineSurvivesReboot, nobodyLogsIn];

/** That, and what disturbs the machines. */
export const thorough: readonly ScenePromise[] = [
  ...brief,
  nobodyLogsIn,
  agentsAreConfined,
  strangersAreRefused,
  secretsAreKept,
  agentsStayUp,
  machineSurvivesReboot,
  nobodyLogsIn,
  serverSurvivesKill,
  hostileTaskStaysATask,
  rootTaskFindsNothing,
  gossipNeedsTheKey,
];

/** For machines whose image has no Nomad; what they fetched is there after a reboot. */
const stock: readonly ScenePromise[] = [filesAreServed, ...brief, machineSurvivesReboot, nomadIsFetchedOnce];

/** Five machines like the fixture's three. */
const fiveServers = (text: string) => {
  const first = text.slice(text.indexOf('  n1:'), text.indexOf('  n2:'));
  const like = (number: number) =>
    first.replace('n1:', `n${number}:`).replaceAll(':01"', `:0${number}"`).replaceAll('.11 }', `.1${number} }`);
  return `${text}${like(4)}${like(5)}`;
};

/** The first of the fixture's three machines, alone: all that one needs that has no need for company. */
const oneMachine = (text: string) => text.slice(0, text.indexOf('  n2:'));
const oneWithPerson = (text: string, folder: string) =>
  oneMachine(text).replace('machines:\n', `${describePerson(folder)}machines:\n`);

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
    promises: briefTwice,
  },
  {
    name: 'flatcar',
    about: 'three machines that the real Ignition configures, with systemd-networkd',
    description: fixture('three-machines-flatcar'),
    root: 'debian-13',
    format: 'ignition',
    promises: briefTwice,
  },
  {
    name: 'people-13',
    about: 'a person who may log in, on Debian 13',
    description: fixture('three-machines', oneWithPerson),
    root: 'debian-13',
    format: 'cloud-init',
    promises: [machinesBecomeReady, firstBootIsClean, peopleLogIn],
  },
  {
    name: 'own-settings',
    about: 'three machines of which one has a person, a driver, a file and a limit of its own',
    description: fixture('three-machines', describeOwnSettings),
    root: 'debian-13',
    format: 'cloud-init',
    promises: [machinesBecomeReady, clusterIsWhole, execJobRuns, ownSettingsHold, firstBootIsClean],
  },
  {
    name: 'people-12',
    about: 'a person who may log in, on Debian 12',
    description: fixture('three-machines', oneWithPerson),
    root: 'debian-12',
    format: 'cloud-init',
    slow: true,
    promises: [machinesBecomeReady, firstBootIsClean, peopleLogIn],
  },
  {
    name: 'power-cut-13',
    about: 'the power goes at three moments of the first boot, on Debian 13',
    description: fixture('three-machines', oneMachine),
    root: 'debian-13',
    format: 'cloud-init',
    promises: [machineSurvivesPowerCuts],
  },
  {
    name: 'power-cut-12',
    about: 'the power goes at three moments of the first boot, on Debian 12',
    description: fixture('three-machines', oneMachine),
    root: 'debian-12',
    format: 'cloud-init',
    slow: true,
    promises: [machineSurvivesPowerCuts],
  },
  {
    name: 'replacement',
    about: 'a foreign token is told, a server is replaced, and the leader dies with its client',
    description: fixture('three-machines'),
    root: 'debian-13',
    format: 'cloud-init',
    slow: true,
    promises: [machinesBecomeReady, foreignTokenIsTold, lastServerIsReplaced, leaderDiesWithItsClient],
  },
  {
    name: 'each-replaced',
    about: 'the first server is replaced, then another one by a bundle without a token',
    description: fixture('three-machines'),
    root: 'debian-13',
    format: 'cloud-init',
    slow: true,
    promises: [machinesBecomeReady, serversAreReplaced],
  },
  {
    name: 'late-server',
    about: 'the third of three servers comes five minutes late',
    description: fixture('three-machines'),
    root: 'debian-13',
    format: 'cloud-init',
    slow: true,
    promises: [lastServerComesLate],
  },
  {
    name: 'five-servers',
    about: 'the first of five servers is missing, then comes without a token',
    description: fixture('three-machines', fiveServers),
    root: 'debian-13',
    format: 'cloud-init',
    slow: true,
    promises: [firstServerHasNoToken],
  },
  {
    name: 'begun',
    about: 'three servers and two clients, as init writes them for libvirt to the letter',
    description: { path: fileURLToPath(new URL('../../docs/examples/libvirt/cluster.yaml', import.meta.url)) },
    root: 'debian-13',
    format: 'cloud-init',
    promises: brief,
  },
  {
    name: 'stock-13',
    about: 'three machines on Debian 13 as its image is, without Nomad, which they fetch',
    description: fixture('three-machines', fetchesNomad),
    root: 'stock-13',
    format: 'cloud-init',
    promises: stock,
  },
  {
    name: 'package-13',
    about: 'a machine on Debian 13 as its image is, which installs the package of Nomad',
    description: fixture('three-machines', installsPackage),
    root: 'stock-13',
    format: 'cloud-init',
    promises: [machinesBecomeReady, firstBootIsClean, packageIsAsWanted],
  },
  {
    name: 'stock-12',
    about: 'the same on Debian 12',
    description: fixture('three-machines', fetchesNomad),
    root: 'stock-12',
    format: 'cloud-init',
    slow: true,
    promises: stock,
  },
  {
    name: 'drain',
    about: 'what a restart and a reboot do to jobs, with a drain and without, and a client with each of its settings',
    description: fixture('three-machines', describeDrain),
    root: 'debian-13',
    format: 'cloud-init',
    promises: [machinesBecomeReady, tasksOutliveTheirAgent, jobsMoveBeforeTheirMachineStops],
  },
  {
    name: 'faults',
    about: 'a machine for each fault, what its console says, and how it heals',
    description: { path: fileURLToPath(new URL('faults/cluster.yaml', import.meta.url)) },
    root: 'debian-13',
    format: 'cloud-init',
    promises: [faultsAreTold, faultsHeal],
  },
  {
    name: 'workloads',
    about: 'jobs behind bridges find each other, with ports on two networks, and keep files in folders of the machines',
    description: { path: fileURLToPath(new URL('workloads/cluster.yaml', import.meta.url)) },
    root: 'debian-13',
    format: 'cloud-init',
    promises: [machinesBecomeReady, firstBootIsClean, jobsReachEachOther, volumesAreThere],
  },
];
