/** A table of the documentation, and how Markdown writes it. */

export interface DocTable {
  /** As the mark names it. */
  readonly name: string;
  readonly header: readonly string[];
  /** Cells in Markdown, as many in each row as the header has. */
  readonly rows: () => readonly (readonly string[])[];
}

/** A cell with a word of code. */
export const code = (text: string): string => `\`${text}\``;

/** Words as code, with commas between them; a dash if there is none. */
export const codes = (words: readonly string[]): string => words.map(code).join(', ') || '–';

/** The lines of a table. */
export function markdown({ header, rows }: DocTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows().map(line)].join('\n');
}
