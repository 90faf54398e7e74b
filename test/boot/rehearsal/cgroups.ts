/** A control group for each machine, in every hierarchy of the host. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
const CPUSET_FILES = ['cpuset.cpus', 'cpuset.mems'];

/**
 * Makes `<own group>/<sandbox>/<machine>` in each hierarchy and gives the `cgroup.procs` files
 * that a process writes itself into.
 */
export function createMachineCgroup(sandbox: string, machine: string): string[] {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) {
    throw new Error('this host has the unified control groups only; machines need the v1 controllers (hybrid)');
  }
  return ownGroups().map((own) => {
    let group = own;
    for (const name of [sandbox, machine]) {
      const parent = group;
      group = join(parent, name);
      mkdirSync(group, { recursive: true });
      inheritCpuset(parent, group);
    }
    return join(group, 'cgroup.procs');
  });
}

/** Removes what createMachineCgroup made for a sandbox whose processes have ended. */
export async function removeCgroups(sandbox: string): Promise<void> {
  for (const own of ownGroups()) {
    for (let patience = 20; patience > 0 && !removeGroup(join(own, sandbox)); patience--) await sleep(100);
  }
}

function removeGroup(group: string): boolean {
  if (!existsSync(group)) return true;
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory() && !removeGroup(join(group, entry.name))) return false;
  }
  try {
    rmdirSync(group);
    return true;
  } catch {
    return false; // the kernel has not let go of the last process yet
  }
}

/** A new group of the cpuset hierarchy takes no process until it has been given processors and memory. */
function inheritCpuset(parent: string, group: string): void {
  for (const file of CPUSET_FILES) {
    if (existsSync(join(group, file))) writeFileSync(join(group, file), readFileSync(join(parent, file)));
  }
}

/** The folders of the groups that this process is in, one for each hierarchy (proc(5), /proc/pid/cgroup). */
function ownGroups(): string[] {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const mount = controllers === '' ? 'unified' : controllers.replace(/^name=/, '');
    const folder = join(ROOT, mount, path);
    return existsSync(folder) ? [folder] : [];
  });
}
