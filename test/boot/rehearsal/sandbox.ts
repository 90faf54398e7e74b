/**
 * A room of its own for machines: mounts, processes and networks of one process tree, gone with it.
 * The process runs itself again inside `unshare`; whatever ends either of the two ends every
 * machine, because the room's first process is killed with its parent.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCgroups } from './cgroups.ts';
import { run } from './command.ts';

const FOLDER_VARIABLE = 'NOMAD_FIRSTBOOT_SANDBOX';
const FOLDER_PREFIX = 'nomad-firstboot-sandbox-';
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export interface Sandbox {
  /** A folder in memory, which only this sandbox sees. */
  readonly folder: string;
  /** Folder of the unpacked images, which all rehearsals of a sandbox share. */
  readonly images: string;
  /** Name that what the sandbox leaves outside itself (control groups) carries. */
  readonly name: string;
}

/**
 * Outside: runs this program again in a sandbox and never returns; its exit status becomes ours.
 * Inside: gives the sandbox. What needs the outer network has to happen before the call.
 */
export async function enterSandbox(): Promise<Sandbox> {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder) return furnish(folder);
  if (process.getuid?.() !== 0) throw new Error('booting machines needs root: namespaces, mounts and control groups');
  process.exit(await runInside());
}

async function furnish(folder: string): Promise<Sandbox> {
  // Standard input is a pipe from the outer process: its end means that the outer process is gone.
  process.stdin.on('end', () => process.exit(1)).resume();
  process.stdin.unref();
  for (const mount of [folder, '/run/netns', '/run/systemd/nspawn']) {
    mkdirSync(mount, { recursive: true });
    // Not 0700: Ignition writes people's files as those people.
    await run(['mount', '-t', 'tmpfs', '-o', 'mode=0711', 'nomad-firstboot', mount]);
  }
  await run(['ip', 'link', 'set', 'lo', 'up']);
  return { folder, images: join(folder, 'images'), name: sandboxName(folder) };
}

/** A part of the sandbox with a folder of its own below the sandbox's, for what is thrown away before the next part. */
export function partOf(sandbox: Sandbox, name: string): Sandbox {
  const folder = join(sandbox.folder, 'parts', name);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return { ...sandbox, folder };
}

/** Throws a part's folder away, and the control groups of its machines. */
export async function removePart({ folder, name }: Sandbox): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await removeCgroups(name);
}

async function runInside(): Promise<number> {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  const namespaces = ['--mount', '--pid', '--net', '--ipc', '--uts', '--fork', '--kill-child', '--mount-proc'];
  // A shell as first process, because it reaps orphans and Node does not.
  const itself = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', [...namespaces, 'sh', '-c', '"$@"; exit $?', 'sh', ...itself], {
    env: { ...process.env, [FOLDER_VARIABLE]: folder },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const end = () => child.kill('SIGKILL'); // unshare ignores SIGTERM while it waits
  for (const signal of SIGNALS) process.on(signal, end);
  process.on('exit', end);
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 130));
  });
  await remove(folder);
  return status;
}

/** Removes what is left of a sandbox outside itself: an empty folder and empty control groups. */
async function remove(folder: string): Promise<void> {
  rmdirSync(folder);
  await removeCgroups(sandboxName(folder));
}

/** Removes what is left of sandboxes whose outer process was killed before it could. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(FOLDER_PREFIX) && name.slice(FOLDER_PREFIX.length).split('-')[0];
    if (pid && !existsSync(`/proc/${pid}`)) await remove(join(tmpdir(), name));
  }
}

function sandboxName(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}
