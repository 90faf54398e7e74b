/** Waiting for what becomes true by itself. */

import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 250;

/** Tries until `judge` no longer throws and gives what it gave; when time is up, throws what it threw last. */
export async function eventually<T>(timeoutMs: number, judge: () => Promise<T>): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await judge();
    } catch (error) {
      if (performance.now() > end)
        throw new Error(`after ${timeoutMs / 1000} s: ${messageOf(error)}`, { cause: error });
    }
    await sleep(PAUSE_MS);
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
