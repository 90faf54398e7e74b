/** What `init` asks a person at a terminal: the options that were not given. */

import { exitStatus, failure, isFailure } from '../failure.ts';
import type { Host } from '../host.ts';
import { reportFailure } from '../report.ts';
import { prompt, tell } from '../terminal.ts';
import { type WishOptions, wishes } from './wishes.ts';

/**
 * Asks for what is missing, and gives all options. Nothing is asked where nobody sits at a terminal.
 * @throws a failure if the answers end before the last question (Ctrl-D)
 */
export async function askMissing(host: Host, given: WishOptions): Promise<WishOptions> {
  const missing = Object.entries(wishes).filter(([name, { question }]) => question !== undefined && !given.has(name));
  const lines = missing.length > 0 ? host.typedLines() : undefined;
  if (!lines) return given;
  try {
    const options = new Map(given);
    for (const [name, wish] of missing) options.set(name, await ask(host, lines, wish));
    return options;
  } finally {
    await lines.return?.();
  }
}

/** Asks until the answer is one that the option could have; an empty line is the default. */
async function ask(
  host: Host,
  lines: AsyncIterator<string>,
  { byDefault, question, read }: (typeof wishes)[keyof typeof wishes],
): Promise<string> {
  for (;;) {
    await prompt(host, `${question} [${byDefault}] `);
    const { value, done } = await lines.next();
    if (done) {
      await tell(host, '');
      throw failure(exitStatus.ioFailed, 'the answers ended before the last question', 'Nothing was written.');
    }
    const answer = value.trim() || byDefault;
    try {
      read(answer);
      return answer;
    } catch (error) {
      if (!isFailure(error)) throw error;
      await reportFailure(host, error.message, error.mend);
    }
  }
}
