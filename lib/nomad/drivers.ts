/** What each task driver needs of the client agent: capabilities (capabilities(7)) and plugin settings, in one table. */

import type { JsonObject, TaskDriver } from '../cluster/vocabulary.ts';
import { limitsTaskCapabilities } from './versions.ts';

interface DriverNeeds {
  readonly capabilities: readonly string[];
  /** The driver's plugin configuration, if its defaults do not do. */
  readonly pluginConfig?: JsonObject;
  /** Which versions of Nomad know that configuration, unless all do. */
  readonly isConfigKnownTo?: (version: string) => boolean;
}

/**
 * What the agent does for a task of any driver. Mounting task folders, owning files for any user, ending tasks, locking
 * memory; networks, for which CNI plugins run below the agent and iptables(8) opens a raw socket; a port of its own
 * below 1024; and chroot(2), in which Nomad renders templates: without it, it goes on unconfined as root.
 */
const agentCapabilities = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_IPC_LOCK',
  'CAP_KILL',
  'CAP_NET_ADMIN',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SYS_ADMIN',
  'CAP_SYS_CHROOT',
  'CAP_SYS_RESOURCE',
] as const;

/** What an executor needs besides to build its task's namespaces, and to hand on what somebody's `allow_caps` adds. */
const executorCapabilities = ['CAP_AUDIT_WRITE', 'CAP_MKNOD', 'CAP_SETFCAP', 'CAP_SETPCAP', 'CAP_SYS_PTRACE'] as const;

/**
 * What a task may be given. Nomad's own list has SETUID, DAC_OVERRIDE and FOWNER, as ambient capabilities of every task:
 * it becomes root by setuid(0), and writes the machine's own files, because a chroot's files are hard links to them.
 */
const taskCapabilities = {
  pluginConfig: { allow_caps: ['net_bind_service'] },
  isConfigKnownTo: limitsTaskCapabilities,
};

const drivers: Readonly<Record<TaskDriver, DriverNeeds>> = {
  exec: { capabilities: executorCapabilities, ...taskCapabilities },
  java: { capabilities: executorCapabilities, ...taskCapabilities },
  raw_exec: { capabilities: executorCapabilities, pluginConfig: { enabled: true } },
  // The Docker daemon starts the containers; the agent only talks to its socket.
  docker: { capabilities: [] },
  qemu: { capabilities: ['CAP_SYS_PTRACE'] },
};

/** The capabilities that a client agent with these drivers keeps, sorted, each once. */
export function clientCapabilities(enabled: readonly TaskDriver[]): readonly string[] {
  return [...new Set([...agentCapabilities, ...enabled.flatMap((driver) => drivers[driver].capabilities)])].sort();
}

/** The `plugin` blocks of a client agent with these drivers, lists at every level as Nomad's JSON wants them. */
export function driverPlugins(enabled: readonly TaskDriver[], version: string): readonly JsonObject[] {
  return enabled.flatMap((driver) => {
    const { pluginConfig: config, isConfigKnownTo } = drivers[driver];
    return config && isConfigKnownTo?.(version) !== false ? [{ [driver]: [{ config: [config] }] }] : [];
  });
}
