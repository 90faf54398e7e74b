/** The processes that the benchmark starts, and its one temporary folder: both end with it, however it ends. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A process that ended with status 0. */
export interface Finished {
  /** From before it was started until it had ended and all its output was read. */
  readonly ms: number;
  readonly output: string;
}

export interface RunOptions {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const running = new Set<ChildProcess>();

/** Settings that would change what is measured. */
const unwanted = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE', 'NODE_DEBUG'];

/** Runs a program to its end. @throws Error with what it said where it cannot be started or ends otherwise than with 0 */
export function run(program: string, args: readonly string[], { folder, env }: RunOptions = {}): Promise<Finished> {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...env };
  for (const name of unwanted) delete environment[name];
  return new Promise((resolve, reject) => {
    const start = performance.now();
    // A group of its own, so that what it starts can be ended with it.
    const child = spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (status, signal) => {
      const ms = performance.now() - start;
      running.delete(child);
      if (status === 0) return resolve({ ms, output: Buffer.concat(output).toString() });
      const said = Buffer.concat([...complaints, ...output]).toString();
      reject(
        new Error(`${[program, ...args].join(' ')} ended with ${status ?? signal}: ${said.trim().slice(0, 2000)}`),
      );
    });
  });
}

/** Runs a script by this very Node, as users run it: without a loader that compiles first. */
export function runNode(args: readonly string[], options?: RunOptions): Promise<Finished> {
  return run(process.execPath, args, options);
}

/** Makes the temporary folder. It is removed, and what runs is ended, when this process ends or is told to. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-bench-'));
  process.on('exit', () => {
    for (const child of running) endGroup(child);
    removeFolder(folder);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  }
  return folder;
}

/** Removes a folder and all in it; nothing where it is gone already. Many files take a while. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
