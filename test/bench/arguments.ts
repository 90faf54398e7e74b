/** The command line of the benchmark. */

import { parseArgs } from 'node:util';
import type { Row } from './bench.ts';

export interface Arguments {
  readonly isShort: boolean;
  readonly asMarkdown: boolean;
  readonly wantsHelp: boolean;
  /** In the order of all rows. */
  readonly rows: readonly Row[];
}

/** Reads `[--short] [--only ROW]... [--markdown] [--help]`. @throws Error on anything else */
export function readArguments(all: readonly Row[]): Arguments {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const names = all.map(({ name }) => name);
  const unknown = values.only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no row ${unknown}; the rows are ${names.join(', ')}`);
  const rows = all.filter(({ name }) => values.only?.includes(name) ?? true);
  return { isShort: values.short, asMarkdown: values.markdown, wantsHelp: values.help, rows };
}

/** What `--help` prints. */
export function helpText(all: readonly Row[]): string {
  const rows = all.map(({ name, title }) => `  ${name.padEnd(9)}${title}`).join('\n');
  return `npm run bench -- [options]: how long this project takes, against the limit and against the tools of today

Rows
${rows}

Options
  --only ROW    this row alone; may be given several times
  --short       few and small: only to see that every row runs, the figures mean nothing
  --markdown    the table in Markdown
  --help        this text

It takes about five minutes. The limit is the work that nobody can avoid: for each leaf
one product of a scalar and the base point and one signature, by OpenSSL. A row of the
tools of today starts their programs, as their users do; ours is what one more leaf,
image or machine costs in a build that runs. "passed" counts rows that were measured.

Each figure is a median with its quartiles, each ratio the median of the ratios of
rounds in which both sides took turns. Goals are told, never enforced. The build in
dist/ is measured, in Node processes of its own. Files go below TMPDIR: the row folder
depends on its file system, and it all takes about 2 GB there until the end. Let five
minutes pass before the next run: ext4 may be slow where files were just removed.

Exit status: 0 everything ran, 1 something did not or gave a wrong output, 2 wrong usage.
`;
}
