/**
 * Names for what is built beside its final place, and what to do with those that a killed run left behind. A name holds
 * the process that made it: `.out.tmp-4711-k3j9x2`.
 */

import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Host } from '../host.ts';

/** Whether it is being built, or was set aside to make room. */
export type LeftoverKind = 'tmp' | 'old';

/** Something beside a final path that a run of this command made. */
export interface Leftover {
  readonly path: string;
  readonly kind: LeftoverKind;
  /** Whether the process that made it still runs. A process id of ours is a reused one: in containers it often is. */
  readonly isInUse: boolean;
}

/** A fresh suffix for one run: process id and eight random letters. */
export function freshSuffix(host: Host): string {
  const letters = Array.from(host.random(8), (byte) => (byte % 32).toString(32)).join('');
  return `${host.pid}-${letters}`;
}

/** The path beside `path` for a kind and a suffix. */
export function besidePath(path: string, kind: LeftoverKind, suffix: string): string {
  return join(dirname(path), `.${basename(path)}.${kind}-${suffix}`);
}

/** What runs of this command left beside `path`. Empty if the folder cannot be read. */
export function findLeftovers(path: string, host: Host): Leftover[] {
  const parent = dirname(path);
  const prefix = `.${basename(path)}.`;
  return namesIn(parent).flatMap((name) => {
    if (!name.startsWith(prefix)) return [];
    const match = /^(tmp|old)-(\d{1,10})-[0-9a-v]{8}$/.exec(name.slice(prefix.length));
    if (match === null) return [];
    const [, kind, owner] = match;
    return [{ path: join(parent, name), kind: kind as LeftoverKind, isInUse: isRunning(Number(owner), host) }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRunning(pid: number, host: Host): boolean {
  if (pid === host.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
