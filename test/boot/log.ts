/**
 * The log of the slow boots: kept in the repository, because they take too long for every run, and held against the
 * bundles that it judged. Whoever changes what machines receive runs `npm run test:boot -- --slow` again.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, fixtures } from '../fixtures.ts';

const LOG = new URL('slow.log', import.meta.url);

/** The SHA-256 of all that the machines of the fixture receive, which the slow boots begin with. */
export function judgedBundles(): string {
  const fixture = fixtures().find(({ name }) => name === 'three-machines');
  if (!fixture) throw new Error('fixtures/three-machines is gone');
  const hash = createHash('sha256');
  for (const [path, content] of filesBelow(join(fixture.folder, 'expected/machines')))
    hash.update(`${path} ${content.length}\n`).update(content);
  return hash.digest('hex');
}

export interface SlowLog {
  readonly date: string;
  readonly bundles: string;
  readonly scenarios: readonly string[];
  readonly closing: string;
}

/** Keeps a run in which nothing was broken; `judged` is what the bundles were when it began. */
export function writeSlowLog(judged: string, scenarios: readonly string[], report: readonly string[]): void {
  const head = [`date: ${new Date().toISOString().slice(0, 10)}`, `bundles: ${judged}`];
  writeFileSync(LOG, `${[...head, `scenarios: ${scenarios.join(' ')}`, '', ...report].join('\n')}\n`);
}

/** The log as it stands in the repository; nothing but empty words where it is missing. */
export function readSlowLog(): SlowLog {
  const lines = existsSync(LOG) ? readFileSync(LOG, 'utf8').trimEnd().split('\n') : [];
  const value = (key: string) => lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
  return {
    date: value('date'),
    bundles: value('bundles'),
    scenarios: value('scenarios').split(' '),
    closing: lines.at(-1) ?? '',
  };
}
