/**
 * Times this project and the limit in one run and prints one table: `npm run bench -- --help` tells the rest. Ends
 * with `N passed, N failed, N skipped`, where a line of the table that was measured has passed, whatever its figure.
 */

import { helpText, readArguments } from './arguments.ts';
import { fullSizes, openBench, type Row, shortSizes } from './bench.ts';
import { describeMachine } from './machine.ts';
import { removeFolder } from './processes.ts';
import { commandRow, folderRow, tarRow } from './rows/commands.ts';
import { buildRow, growthRow, leafRow } from './rows/in-process.ts';
import { memoryRow } from './rows/memory.ts';
import { toolsRow } from './rows/tools.ts';
import { type Entry, formatTable, notesOf } from './table.ts';

/** Memory comes last: its files are most, and no time is measured beside them. */
const rows: readonly Row[] = [leafRow, buildRow, folderRow, tarRow, growthRow, commandRow, toolsRow, memoryRow];

function argumentsOrUsage() {
  try {
    return readArguments(rows);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nnpm run bench -- --help tells the options\n`);
    process.exit(2);
  }
}

function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const options = argumentsOrUsage();
if (options.wantsHelp) {
  process.stdout.write(helpText(rows));
} else {
  const bench = await openBench(options.isShort ? shortSizes : fullSizes, tell);
  print(describeMachine(bench.folder));
  if (options.isShort) print(['--short: small builds and few rounds, so that these figures mean nothing']);
  const started = performance.now();
  const entries: Entry[] = [];
  const failures: string[] = [];
  for (const row of options.rows) {
    try {
      for await (const line of row.measure(bench)) entries.push({ row: row.name, line });
    } catch (error) {
      failures.push(`FAIL ${row.name}: ${(error as Error).message}`);
    }
  }
  tell('');
  const table = formatTable(entries, { asMarkdown: options.asMarkdown, withVerdicts: !options.isShort });
  print(['', ...table, '', ...notesOf(entries), ...failures]);
  tell('removing the temporary folder');
  removeFolder(bench.folder);
  tell('');
  const skipped = entries.filter(({ line }) => line.kind === 'absence').length;
  print([`${Math.round((performance.now() - started) / 1000)} s in all`]);
  print([`${entries.length - skipped} passed, ${failures.length} failed, ${skipped} skipped`]);
  if (failures.length > 0 || entries.length === 0) process.exitCode = 1;
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
