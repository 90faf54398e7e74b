/** The results as one table, aligned for a terminal or in Markdown. */

import { durationSpread, figureSpread } from './figures.ts';
import type { Line } from './line.ts';
import { type Spread, spreadOf } from './measure.ts';

/** A line under the name of its row. */
export interface Entry {
  readonly row: string;
  readonly line: Line;
}

const header = ['row', 'what', 'ours', 'against', 'theirs', 'ratio', 'goal', ''] as const;

export interface TableOptions {
  /** In Markdown, with nothing padded; otherwise columns apart by two spaces. */
  readonly asMarkdown: boolean;
  /** Whether to say which goals are met: only where the figures mean something. */
  readonly withVerdicts: boolean;
}

/** The table's lines. */
export function formatTable(entries: readonly Entry[], options: TableOptions): readonly string[] {
  const { asMarkdown, withVerdicts } = options;
  const rows = entries.map(({ row, line }) => [row, ...cellsOf(line, withVerdicts)]);
  if (asMarkdown) return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const all = [[...header], ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  return all.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cellsOf(line: Line, withVerdicts: boolean): readonly string[] {
  const verdict = ({ median }: Spread, most: number) => (withVerdicts ? (median <= most ? 'met' : 'missed') : '');
  if (line.kind === 'absence') return [line.what, '', line.program, 'not installed', '', '', 'skipped'];
  if (line.kind === 'size') {
    const spread = spreadOf(line.mebibytes);
    return [line.what, `${figureSpread(spread)} MiB`, '', '', '', `<= ${line.goal} MiB`, verdict(spread, line.goal)];
  }
  const { what, against, pairs, ratio, goal } = line;
  const [ours, theirs] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.other)].map(spreadOf);
  const isTool = ratio === 'theirs / ours';
  const quotients = spreadOf(pairs.map((pair) => (isTool ? pair.other / pair.ours : pair.ours / pair.other)));
  return [
    what,
    ours ? durationSpread(ours) : '',
    against,
    theirs ? durationSpread(theirs) : '',
    figureSpread(quotients),
    goal === undefined ? ratio : `<= ${goal}`,
    goal === undefined ? '' : verdict(quotients, goal),
  ];
}

/** What lines have to say besides their figures. */
export function notesOf(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap(({ line }) => (line.kind === 'comparison' && line.note ? [line.note] : []));
}
