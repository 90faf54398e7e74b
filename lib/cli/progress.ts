/** Progress of a long build, on one line of a terminal: machines done of all, rate, time left. */

import { grouped } from '../output/words.ts';
import type { Host } from './host.ts';
import { isCapableTerminal } from './terminal.ts';

/** A build shorter than this shows nothing. */
const silentMs = 500;
/** The line is drawn this often at most. */
const intervalMs = 100;

export interface Progress {
  /** Says that one more machine is done. */
  readonly advance: () => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/**
 * Starts the progress of `total` machines; it draws nothing if standard error is no terminal, nor if data goes to
 * the terminal itself.
 */
export function startProgress(host: Host, total: number, into: 'a file' | 'standard output' = 'a file'): Progress {
  const isDataShown = into === 'standard output' && host.stdout.isTTY === true;
  if (isDataShown || !isCapableTerminal(host)) return { advance: () => {}, clear: () => {} };
  const startMs = host.elapsedMs();
  let done = 0;
  let drawnMs = startMs + silentMs - intervalMs;
  let isDrawn = false;
  const draw = (text: string) => host.stderr.write(`\r\x1b[K${text}`, () => {});
  return {
    advance: () => {
      done += 1;
      const nowMs = host.elapsedMs();
      if (nowMs - drawnMs < intervalMs) return;
      drawnMs = nowMs;
      isDrawn = true;
      draw(progressLine(done, total, nowMs - startMs).slice(0, (host.stderr.columns || 80) - 1));
    },
    clear: () => {
      if (isDrawn) draw('');
      isDrawn = false;
    },
  };
}

/** `1,200 of 5,000 machines, 850/s, 5 s left` */
export function progressLine(done: number, total: number, elapsedMs: number): string {
  const perSecond = (done * 1000) / Math.max(elapsedMs, 1);
  const rate = perSecond < 10 ? perSecond.toFixed(1) : grouped(Math.round(perSecond));
  const left = Math.ceil((total - done) / perSecond);
  return `${grouped(done)} of ${grouped(total)} machines, ${rate}/s, ${timeLeft(left)} left`;
}

function timeLeft(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
