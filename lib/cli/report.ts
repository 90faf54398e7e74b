/** What the command says to people on standard error: problems with their count, failures, and what to do next. */

import { formatDiagnostic } from '../diagnostic-text.ts';
import type { Diagnostic, Severity } from '../diagnostics.ts';
import type { Remark } from '../output/expiry.ts';
import { count } from '../output/words.ts';
import type { Host } from './host.ts';
import { isColourful, tell } from './terminal.ts';

const colours: Readonly<Record<Severity, string>> = { error: '31;1', warning: '33;1', notice: '36;1' };

/** A problem of a file, ready to print. */
export interface Problems {
  /** The name of the file for messages. */
  readonly fileName: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Prints all problems of the inputs and all remarks, which are about the last input, with a closing line that counts
 * them. Prints nothing if there are none.
 */
export async function reportProblems(
  host: Host,
  inputs: readonly Problems[],
  remarks: readonly Remark[] = [],
): Promise<void> {
  const severities = [...inputs.flatMap(({ diagnostics }) => diagnostics), ...remarks].map(({ severity }) => severity);
  if (severities.length === 0) return;
  const colour = isColourful(host);
  const texts = remarks.map((remark) => formatRemark(remark, inputs.at(-1)?.fileName ?? '', colour));
  if (severities.length > remarks.length) {
    const all = inputs.flatMap(({ fileName, diagnostics }) =>
      diagnostics.map((one) => formatDiagnostic(one, { fileName, color: colour })),
    );
    texts.unshift(...all);
  }
  await tell(host, `${texts.join('\n\n')}\n\n${countLine(severities)}`);
}

/** `2 errors, 1 warning` */
function countLine(severities: readonly Severity[]): string {
  return (['error', 'warning', 'notice'] as const)
    .map((severity) => ({ severity, number: severities.filter((one) => one === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, severity))
    .join(', ');
}

function formatRemark({ severity, code, message, mend }: Remark, fileName: string, colour: boolean): string {
  const label = `${severity}[${code}]`;
  const head = colour ? `\x1b[${colours[severity]}m${label}\x1b[0m` : label;
  return `${fileName}: ${head}: ${message}\n  mend: ${mend}`;
}

/** Prints a failure: what is wrong and what to do about it. */
export async function reportFailure(host: Host, message: string, mend: string): Promise<void> {
  const head = isColourful(host) ? '\x1b[31mbuild-userdata:\x1b[0m' : 'build-userdata:';
  await tell(host, `${head} ${message}${mend && `\n  ${mend}`}`);
}
