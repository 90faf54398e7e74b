/** What the tests of the command share: a host with streams that remember, temporary folders, and the real command. */

import { type SpawnOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host, Output } from '../../lib/cli/host.ts';
import { main } from '../../lib/cli/main.ts';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
/** A description of three machines that somebody would really run. */
export const fixture = join(root, 'fixtures/three-machines/cluster.yaml');

/** A stream that keeps what is written to it. */
export interface Recorder extends Output {
  text(): string;
}

export function recorder(properties: { isTTY?: boolean; columns?: number } = {}): Recorder {
  const chunks: Buffer[] = [];
  return {
    ...properties,
    write: (chunk, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
    on: () => {},
    text: () => Buffer.concat(chunks).toString(),
  };
}

export type TestHost = Host & { readonly stdout: Recorder; readonly stderr: Recorder; readonly signals: EventEmitter };

/** A host whose clock stands still, at the time of the fixture's secrets. */
export function testHost(args: readonly string[], changes: Partial<Host> = {}): TestHost {
  const signals = new EventEmitter();
  return {
    args,
    env: {},
    pid: process.pid,
    userId: process.getuid?.(),
    stdout: recorder(),
    stderr: recorder(),
    stdin: () => bytes(''),
    typedLines: () => undefined,
    now: () => new Date('2026-11-22T12:00:00Z'),
    elapsedMs: () => performance.now(),
    random: randomBytes,
    onSignal: (signal, listener) => signals.on(signal, listener),
    offSignal: (signal, listener) => signals.off(signal, listener),
    exit: () => {},
    signals,
    ...changes,
  } as TestHost;
}

/** A text as standard input gives it. */
export async function* bytes(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

export interface Result {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
export async function run(args: readonly string[], changes: Partial<Host> = {}): Promise<Result> {
  const host = testHost(args, changes);
  const status = await main(host);
  return { status, signal: null, stdout: host.stdout.text(), stderr: host.stderr.text() };
}

/** A process that runs one of the tests' programs, from the source. */
export function start(program: string, args: readonly string[], options: SpawnOptions = {}) {
  const file = join(root, 'test/cli', program);
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { cwd: root, ...options });
  return { child, result: resultOf(child) };
}

/** The real command in a process of its own. */
export function startCommand(args: readonly string[], options: SpawnOptions = {}) {
  return start('real-command.ts', args, options);
}

/** Collects what a process says and how it ends. */
function resultOf(child: ReturnType<typeof spawn>): Promise<Result> {
  const text: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout?.on('data', (chunk: Buffer) => text.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => text.stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const joined = (name: 'stdout' | 'stderr') => Buffer.concat(text[name]).toString();
      resolve({ status, signal, stdout: joined('stdout'), stderr: joined('stderr') });
    });
  });
}

const temporaryFolders: string[] = [];
process.on('exit', () => {
  for (const path of temporaryFolders) rmSync(path, { recursive: true, force: true });
});

/** A fresh folder that is removed when the tests end. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'build-userdata-test-'));
  temporaryFolders.push(path);
  return path;
}

/** Every file under a folder with its content, and every folder, by relative path; undefined where there is none. */
export function snapshot(path: string): Record<string, string> | undefined {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [relative(path, file), entry.isDirectory() ? '' : readFileSync(file, 'latin1')] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
