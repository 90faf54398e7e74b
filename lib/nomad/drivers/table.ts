/**
 * What task drivers need, in one table: units, plugin settings, packages and docs/machines.md follow from it. The
 * capabilities were found by taking away one after the other on a booted machine: what a job of the driver then fails at is
 * the reason (`npm run test:drivers` does it again). What no job fails without does not stand here.
 */

import type { TaskDriver } from '../../cluster/vocabulary.ts';
import { limitsTaskCapabilities } from '../versions.ts';
import type { Needs, Reasons } from './needs.ts';

/** What the agent does for a task of any driver. */
export const ofEveryClient: Reasons = {
  CAP_CHOWN: 'gives the folders of a task to its user',
  CAP_DAC_OVERRIDE: 'writes into and removes folders that belong to a task’s user alone',
  CAP_FOWNER: 'removes what tasks left in folders where each may remove but his own',
  CAP_SYS_ADMIN: 'mounts a task’s folders and joins its namespaces',
  CAP_SYS_CHROOT: 'renders templates inside the task’s folder; without it Nomad goes on unconfined, as root',
};

/** For an agent whose own port is below 1024. */
export const ofLowPort: Reasons = { CAP_NET_BIND_SERVICE: 'the agent’s own port is below 1024' };

/** Jobs with networks of their own (network mode bridge), by CNI's plugins, which run below the agent. */
export const bridge: Needs = {
  capabilities: {
    CAP_NET_ADMIN: 'makes the bridge, the tasks’ cards and the rules that lead to their ports',
    CAP_NET_RAW: 'iptables, where it is the older one, asks the kernel by a raw socket',
  },
  programs: ['cni'],
  modules: ['bridge', 'br_netfilter'],
  // Without them the rules that lead to ports pass by what one task of a machine sends to another.
  sysctls: {
    'net.bridge.bridge-nf-call-arptables': 1,
    'net.bridge.bridge-nf-call-ip6tables': 1,
    'net.bridge.bridge-nf-call-iptables': 1,
  },
};

/** A task that is another user than the agent. */
const ofOtherUsers: Reasons = {
  CAP_KILL: 'ends tasks of other users',
  CAP_SETGID: 'gives a task its groups',
  CAP_SETUID: 'gives a task its user',
};

/** An executor that builds its task's namespaces. */
const ofExecutor: Reasons = {
  ...ofOtherUsers,
  CAP_NET_BIND_SERVICE: 'hands it on to tasks, which may so serve ports below 1024',
  CAP_SETPCAP: 'takes all other capabilities from its task for good',
  CAP_SYS_PTRACE: 'runs commands beside the task (nomad alloc exec), in its namespaces',
};

/**
 * What a task may be given. Nomad's own list has SETUID, DAC_OVERRIDE and FOWNER, as ambient capabilities of every task:
 * it becomes root by setuid(0), and writes the machine's own files, because a chroot's files are hard links to them.
 */
const taskCapabilities = {
  pluginConfig: { allow_caps: ['net_bind_service'] },
  isConfigKnownTo: limitsTaskCapabilities,
};

/** The drivers that are part of Nomad. */
export const builtinDrivers: Readonly<Record<TaskDriver, Needs>> = {
  exec: { capabilities: ofExecutor, ...taskCapabilities },
  java: { capabilities: ofExecutor, ...taskCapabilities, programs: ['java'] },
  // Its tasks are root with what the agent has, for work on the machine itself: so these are the tasks' own needs.
  raw_exec: {
    capabilities: {
      ...ofOtherUsers,
      CAP_FSETID: 'a task as root keeps the set-group-ID of files that it gives away, as packages do',
      CAP_IPC_LOCK: 'a task as root locks memory',
      CAP_MKNOD: 'a task as root makes device nodes',
      CAP_NET_BIND_SERVICE: 'a task as root serves a port below 1024',
      CAP_SETFCAP: 'a task as root gives programs capabilities, as packages do',
      CAP_SETPCAP: 'a task as root starts programs that can never gain its capabilities',
      CAP_SYS_PTRACE: 'a task as root looks into other processes',
      CAP_SYS_RESOURCE: 'a task as root raises limits',
    },
    devices: 'all',
    pluginConfig: { enabled: true },
  },
  // The Docker daemon starts the containers; the agent only talks to its socket.
  docker: { capabilities: {}, programs: ['docker'] },
  qemu: { capabilities: ofOtherUsers, devices: ['/dev/kvm'], programs: ['qemu-system-x86_64'] },
};

/** Drivers that are no part of Nomad and whose needs are known, by the names of their programs. */
export const pluginDrivers: Readonly<Record<string, Needs & { readonly driver: string }>> = {
  // Podman's service starts the containers; the plugin only talks to its socket.
  'nomad-driver-podman': { driver: 'podman', capabilities: {}, programs: ['podman'], units: ['podman.socket'] },
  // By its documentation; it cannot be had for the boots.
  'nomad-driver-exec2': {
    driver: 'exec2',
    capabilities: {
      ...ofOtherUsers,
      CAP_SETPCAP: ofExecutor['CAP_SETPCAP'] ?? '',
      CAP_SYS_PTRACE: ofExecutor['CAP_SYS_PTRACE'] ?? '',
    },
  },
};
