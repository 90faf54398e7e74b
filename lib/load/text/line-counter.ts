/** Turns offsets of a text into lines and columns. Line breaks are those of YAML 1.2: LF, CR LF, and CR alone. */

/** The offset at which each line begins, ascending, the first 0. */
export type LineStarts = readonly number[];

/** Finds the lines of a text once, so that each position costs a binary search. */
export function lineStartsOf(text: string): LineStarts {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n|\n|\r/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return starts;
}

/** The line and column of an offset, both from 1; an offset beyond the text counts into the last line. */
export function lineAndColumn(starts: LineStarts, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** A line (from 1) without its line break. */
export function lineText(text: string, starts: LineStarts, line: number): string {
  const start = starts[line - 1] ?? text.length;
  let end = starts[line] ?? text.length;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(start, end);
}
