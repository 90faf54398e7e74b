/** What a machine says on its console, line by line as it comes. */

import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

interface ConsoleLine {
  readonly text: string;
  /** performance.now() at which it came. */
  readonly at: number;
}

export interface Console {
  readonly lines: readonly ConsoleLine[];
  /** The first line that matches, from `since` (performance.now()) on; undefined when time is up or the machine is off. */
  find(pattern: RegExp, since: number, timeoutMs: number): Promise<ConsoleLine | undefined>;
  /** Takes in another stream: a machine that is switched on again goes on with the same console. */
  attach(stream: Readable): void;
  /** Closes the file. */
  close(): Promise<void>;
}

/** A console that keeps all lines, and in the file at `path` too. */
export function createConsole(path: string): Console {
  const lines: ConsoleLine[] = [];
  const watchers = new Set<() => void>();
  const file = createWriteStream(path, { mode: 0o600 });
  let attached = 0;
  let rest = '';

  const take = (chunk: Buffer | string) => {
    file.write(chunk);
    const parts = (rest + chunk.toString()).split(/\r*\n/);
    rest = parts.pop() ?? '';
    lines.push(...parts.map((text) => ({ text: stripVTControlCharacters(text), at: performance.now() })));
    for (const watcher of watchers) watcher();
  };

  return {
    lines,
    attach(stream) {
      attached++;
      stream.on('data', take);
      stream.on('close', () => {
        attached--;
        for (const watcher of watchers) watcher();
      });
    },
    close: () => new Promise((resolve) => file.end(resolve)),
    find(pattern, since, timeoutMs) {
      return new Promise((resolve) => {
        const look = () => {
          const found = lines.find(({ text, at }) => at >= since && pattern.test(text));
          if (!found && attached > 0 && performance.now() < since + timeoutMs) return;
          watchers.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const timer = setTimeout(look, Math.max(0, since + timeoutMs - performance.now()) + 1);
        watchers.add(look);
        look();
      });
    },
  };
}
