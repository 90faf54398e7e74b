/** Shows a problem to people: place, code, sentence, the source line with a caret, and how to mend it. */

import type { DescriptionPath, Diagnostic, RelatedPlace, SourcePosition } from './diagnostics.ts';
import { escapeInvisible, show } from './quote.ts';

export interface FormatOptions {
  /** How the file is called; by default as it was when it was loaded, or `cluster`. */
  readonly fileName?: string;
  /** ANSI colours (ECMA-48 SGR); none by default. */
  readonly color?: boolean;
}

const colors = { error: '31;1', warning: '33;1', notice: '36;1', quiet: '2', strong: '1' } as const;

type Paint = (color: keyof typeof colors, text: string) => string;

const widestLine = 100;

/**
 * The text of one problem, several lines without a line break at the end. Characters that could move the cursor or
 * turn the direction of writing are shown as escapes, a long source line is cut around the caret.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string {
  const paint: Paint = options.color ? (color, text) => `\u001b[${colors[color]}m${text}\u001b[0m` : (_, text) => text;
  const { severity, code, message, path, mend, position, first } = diagnostic;
  const fileName = escapeInvisible(options.fileName ?? diagnostic.fileName ?? 'cluster');
  const lines = [
    `${placeOf(fileName, position)}: ${paint(severity, `${severity}[${code}]`)}: ${paint('strong', escapeInvisible(message))}`,
    ...(position ? sourceLines(position, severity, paint) : []),
    ...(path.length > 0 ? [note('in', escapeInvisible(formatPath(path)), paint)] : []),
    ...(first ? [note('first', firstPlace(fileName, first), paint)] : []),
    note('mend', escapeInvisible(mend), paint),
  ];
  return lines.join('\n');
}

function placeOf(fileName: string, position: SourcePosition | undefined): string {
  return position ? `${fileName}:${position.line}:${position.column}` : fileName;
}

function firstPlace(fileName: string, { path, position }: RelatedPlace): string {
  return position ? placeOf(fileName, position) : escapeInvisible(formatPath(path));
}

function note(word: string, text: string, paint: Paint): string {
  return `  ${paint('quiet', `${word}:`)} ${text}`;
}

/** The line and a caret below its column; nothing if the line is kept back. */
function sourceLines(
  { line, column, sourceLine }: SourcePosition,
  severity: Diagnostic['severity'],
  paint: Paint,
): string[] {
  if (sourceLine === '') return [];
  const start = Math.max(0, Math.min(column - 1 - widestLine / 2, sourceLine.length - widestLine));
  const end = start + widestLine;
  const before = `${start > 0 ? '...' : ''}${visible(sourceLine.slice(start, column - 1))}`;
  const after = `${visible(sourceLine.slice(column - 1, end))}${end < sourceLine.length ? '...' : ''}`;
  const number = String(line).padStart(4);
  return [
    `${paint('quiet', `${number} |`)} ${before}${after}`,
    `${paint('quiet', `${' '.repeat(number.length)} |`)} ${' '.repeat([...before].length)}${paint(severity, '^')}`,
  ];
}

/** A tab takes two columns, so that the caret stays below its character. */
function visible(text: string): string {
  return escapeInvisible(text.replaceAll('\t', '  '));
}

/** A path as people write it: `machines.n1.interfaces[0].mac`. */
export function formatPath(path: DescriptionPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const plain = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(step);
      return plain ? `${index > 0 ? '.' : ''}${step}` : `[${show(step)}]`;
    })
    .join('');
}
