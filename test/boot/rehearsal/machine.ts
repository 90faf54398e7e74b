/** One machine: systemd as its first process, in a container that behaves like hardware with a power switch. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BundledMachine } from './bundles.ts';
import { createMachineCgroup } from './cgroups.ts';
import { attempt, type CommandOptions, type Outcome, run } from './command.ts';
import { type Console, createConsole } from './console.ts';
import { runIgnition } from './ignition.ts';
import type { Wires } from './network.ts';
import type { Sandbox } from './sandbox.ts';

/** How systemd-nspawn ends when the machine wants to be started again. */
const REBOOT_STATUS = 133;
const INSIDE_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };

export interface Machine {
  readonly name: string;
  readonly bundle: BundledMachine;
  readonly console: Console;
  /** Where its disk is on the host, for who wants to change or read it; what stands there may link to the host's root. */
  readonly disk: string;
  /** performance.now() of the latest power-on. */
  readonly poweredOnAt: number;
  readonly isThrownAway: boolean;
  powerOn(): Promise<void>;
  /** Cuts the power: nothing inside gets a chance to end well. Its disk stays. */
  powerOff(): Promise<void>;
  /** Asks the machine to reboot, as its administrator would; gives the milliseconds that going down took. */
  reboot(): Promise<number>;
  /** Runs a command inside, whatever its end. */
  attempt(argv: readonly string[], options?: CommandOptions): Promise<Outcome>;
  /** Runs a command inside and gives its output; throws if it fails. */
  run(argv: readonly string[], options?: CommandOptions): Promise<string>;
  /** Throws the machine away, its disk too. */
  discard(): Promise<void>;
}

/**
 * Builds a machine that is switched off: a disk over the shared root, with the bundle attached or applied.
 * @param isCopied a disk with a copy of the root instead: tasks of exec get their chroot as links there, and not as copies
 */
export async function createMachine(
  sandbox: Sandbox,
  root: string,
  wires: Wires,
  bundle: BundledMachine,
  isCopied = false,
): Promise<Machine> {
  const folder = join(sandbox.folder, 'machines', bundle.name);
  const disk = await (isCopied ? copyDisk : createDisk)(folder, root);
  await attach(disk, bundle, join(folder, 'ignition')).catch(async (error) => {
    await run(['umount', disk]);
    throw error;
  });
  const output = createConsole(join(folder, 'console.log'));
  let power: { nspawn: ChildProcess; exited: Promise<number>; leader: number } | undefined;
  let poweredOnAt = 0;
  let isThrownAway = false;

  const machine: Machine = {
    name: bundle.name,
    bundle,
    console: output,
    disk,
    get isThrownAway() {
      return isThrownAway;
    },
    get poweredOnAt() {
      return poweredOnAt;
    },
    async powerOn() {
      const netns = await wires.plugIn(bundle);
      poweredOnAt = performance.now();
      const nspawn = startNspawn(bundle.name, disk, netns, createMachineCgroup(sandbox.name, bundle.name));
      output.attach(nspawn.stdout);
      output.attach(nspawn.stderr);
      const exited = new Promise<number>((resolve) => nspawn.on('close', (code) => resolve(code ?? -1)));
      power = { nspawn, exited, leader: await firstProcess(nspawn) };
      await machine.run(['sh', '-c', 'for m in /sys/fs/cgroup/*/; do mount -o remount,rw,bind "$m"; done']);
    },
    async powerOff() {
      if (!power) return;
      process.kill(power.leader, 'SIGKILL');
      await power.exited;
      await pulled();
    },
    async reboot() {
      const from = performance.now();
      await machine.attempt(['systemctl', 'reboot']);
      const status = await power?.exited;
      if (status !== REBOOT_STATUS) throw new Error(`${bundle.name} went down with ${status} instead of rebooting`);
      const downMs = performance.now() - from;
      await pulled();
      await machine.powerOn();
      return downMs;
    },
    attempt: (argv, options) => attempt(enter(argv), { env: INSIDE_ENVIRONMENT, ...options }),
    run: (argv, options) => run(enter(argv), { env: INSIDE_ENVIRONMENT, ...options }),
    async discard() {
      isThrownAway = true;
      await machine.powerOff();
      await output.close();
      await run(['umount', disk]);
      rmSync(folder, { recursive: true });
    },
  };

  async function pulled(): Promise<void> {
    power = undefined;
    await wires.unplug(bundle);
  }
  function enter(argv: readonly string[]): string[] {
    if (!power) throw new Error(`${bundle.name} is switched off`);
    const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup'];
    return ['nsenter', '--target', String(power.leader), ...namespaces, '--', ...argv];
  }
  return machine;
}

async function createDisk(folder: string, root: string): Promise<string> {
  const [upper, work, disk] = ['upper', 'work', 'disk'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [upper, work, disk]) mkdirSync(path, { recursive: true });
  await run(['mount', '-t', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${work}`, 'overlay', disk]);
  return disk;
}

/** A file system of its own, as far as mounts are concerned. */
async function copyDisk(folder: string, root: string): Promise<string> {
  const disk = join(folder, 'disk');
  mkdirSync(folder, { recursive: true });
  await run(['cp', '--archive', root, disk]);
  await run(['mount', '--bind', disk, disk]);
  return disk;
}

/** cloud-init finds its documents as a NoCloud seed; Ignition does its work before the disk's own systemd starts. */
async function attach(disk: string, bundle: BundledMachine, folder: string): Promise<void> {
  const config = bundle.seed['config.ign'];
  if (config) await runIgnition(disk, config, folder);
  else attachSeed(disk, bundle);
}

function attachSeed(disk: string, bundle: BundledMachine): void {
  const folder = join(disk, 'var/lib/cloud/seed/nocloud');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(bundle.seed))
    writeFileSync(join(folder, name), content, { mode: 0o600 });
}

function startNspawn(name: string, disk: string, netns: string, cgroups: readonly string[]) {
  const options = [
    `--directory=${disk}`,
    '--boot',
    '--register=no',
    '--keep-unit', // there may be no systemd outside: stay in the group that the shell below enters
    `--machine=${name}`,
    `--network-namespace-path=${netns}`,
    '--capability=all',
    '--drop-capability=CAP_SYS_TIME', // the clock is the host's
    '--console=read-only',
  ];
  const joinGroups = 'n=$1; shift; while [ "$n" -gt 0 ]; do echo $$ > "$1"; shift; n=$((n-1)); done; exec "$@"';
  return spawn('sh', ['-ec', joinGroups, 'sh', String(cgroups.length), ...cgroups, 'systemd-nspawn', ...options], {
    env: {
      ...INSIDE_ENVIRONMENT,
      SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '0', // a hybrid host has no controllers in the unified one
      SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network', // sysctl can set the network's values
      SYSTEMD_SECCOMP: '0', // its filter refuses keyctl and landlock, which hardware does not
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The machine's first process as the sandbox numbers it, once it has become systemd. */
async function firstProcess(nspawn: ChildProcess): Promise<number> {
  const { pid } = nspawn;
  for (let patience = 500; patience > 0 && nspawn.exitCode === null; patience--) {
    for (const child of childrenOf(pid)) {
      if (commandOf(child) === 'systemd') return child;
    }
    await sleep(20);
  }
  throw new Error('systemd-nspawn did not start the machine');
}

function childrenOf(pid: number | undefined): number[] {
  const text = readOrNothing(`/proc/${pid}/task/${pid}/children`);
  return text.split(' ').filter(Boolean).map(Number);
}

function commandOf(pid: number): string {
  return readOrNothing(`/proc/${pid}/comm`).trim();
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process has ended in the meantime
  }
}
