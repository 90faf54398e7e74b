/** Ctrl-C and termination signals while there is something to clean up; at other times they end the process by themselves. */

import type { Host, InterruptSignal } from '../host.ts';
import { isCapableTerminal } from '../terminal.ts';

const signalNumbers: Readonly<Record<InterruptSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** Work is given back to the event loop, which delivers signals, after this many milliseconds. */
const breathAfterMs = 50;

/**
 * Runs `work`; a signal meanwhile runs `cleanUp` and ends the process with 128 + its number. Synchronous work calls
 * `breathe` between its steps: a signal is taken only there.
 */
export async function cleaningUpOnInterrupt<T>(
  host: Host,
  cleanUp: () => void,
  work: (breathe: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const listeners = (Object.keys(signalNumbers) as InterruptSignal[]).map((signal) => {
    const listener = () => {
      cleanUp();
      // On a terminal the line holds ^C and maybe the progress.
      const fresh = isCapableTerminal(host) ? '\r\x1b[K' : '';
      host.stderr.write(`${fresh}build-userdata: interrupted; an earlier output is as it was\n`, () => {});
      host.exit(128 + signalNumbers[signal]);
    };
    host.onSignal(signal, listener);
    return { signal, listener };
  });
  let lastBreathMs = host.elapsedMs();
  const breathe = async () => {
    if (host.elapsedMs() - lastBreathMs < breathAfterMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    lastBreathMs = host.elapsedMs();
  };
  try {
    return await work(breathe);
  } finally {
    for (const { signal, listener } of listeners) host.offSignal(signal, listener);
  }
}
