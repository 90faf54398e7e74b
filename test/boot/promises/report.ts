/** Counts promises kept and broken, and says so as it goes. */

import { messageOf } from '../rehearsal/wait.ts';

/** Characters of what went wrong that are printed: a journal can be what went wrong. */
const LONGEST_REASON = 2000;

export interface Report {
  readonly failed: number;
  /** All that was printed. */
  readonly lines: readonly string[];
  /** Judges one promise; what the judge gives back is printed as a detail. True if it is kept. */
  check(promise: string, judge: () => Promise<unknown>): Promise<boolean>;
  /** Judges a promise without which nothing that follows means anything: throws Hopeless if it is broken. */
  require(promise: string, judge: () => Promise<unknown>): Promise<void>;
  skip(promise: string, why: string): void;
  /** Begins a part of the report. */
  heading(text: string): void;
  note(text: string): void;
  /** Prints the closing line; gives the exit status: 1 if a promise was broken or none was judged. */
  close(): number;
}

/** What ends a part of a report early; its reason has been reported. */
export class Hopeless extends Error {}

/** A report that prints to standard output, each line with the seconds since its creation. */
export function createReport(): Report {
  const startedAt = performance.now();
  let [passed, failed, skipped] = [0, 0, 0];
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    console.log(line);
  };
  const print = (mark: string, text: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    say(`${seconds} s  ${mark.padEnd(4)}  ${text}`);
  };
  const report: Report = {
    lines,
    get failed() {
      return failed;
    },
    async check(promise, judge) {
      try {
        const detail = await judge();
        passed++;
        print('ok', typeof detail === 'string' && detail !== '' ? `${promise} (${detail})` : promise);
        return true;
      } catch (error) {
        failed++;
        print('FAIL', `${promise}\n${messageOf(error).slice(0, LONGEST_REASON).replace(/^/gm, '                ')}`);
        return false;
      }
    },
    async require(promise, judge) {
      if (!(await report.check(promise, judge))) throw new Hopeless(promise);
    },
    heading: (text) => say(`\n--- ${text}`),
    skip(promise, why) {
      skipped++;
      print('skip', `${promise}: ${why}`);
    },
    note: (text) => print('', text),
    close() {
      say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
      return failed > 0 || passed === 0 ? 1 : 0;
    },
  };
  return report;
}
