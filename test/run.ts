/** Runs every unit test file in a process of its own and prints one closing line: `N passed, N failed, N skipped`. */

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface FileResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** Reads uvu's closing summary; a file that ran no test has failed, for it forgot `.run()`. */
export function readSummary(output: string, exitCode: number): FileResult {
  const number = (label: string) => Number(new RegExp(`${label}:\\s+(\\d+)`).exec(output)?.[1] ?? 0);
  const [total, passed, skipped] = [number('Total'), number('Passed'), number('Skipped')];
  const failed = Math.max(total - passed, exitCode !== 0 || total + skipped === 0 ? 1 : 0);
  return { passed, failed, skipped };
}

function runFile(file: string): Promise<FileResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], { env: { ...process.env, NO_COLOR: '1' } });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (code) => {
      const output = Buffer.concat(chunks).toString();
      const result = readSummary(output, code ?? 1);
      const words = `${result.passed} passed${result.skipped ? `, ${result.skipped} skipped` : ''}`;
      process.stdout.write(`${result.failed ? 'FAIL' : 'ok  '} ${relative(here, file)} ${words}\n`);
      if (result.failed || result.skipped) process.stdout.write(output);
      resolve(result);
    });
  });
}

async function main(filter: string | undefined): Promise<void> {
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && (!filter || name.includes(filter)))
    .sort()
    .map((name) => join(here, name));
  const waiting = [...files];
  const results: FileResult[] = [];
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) results.push(await runFile(file));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const sum = (key: keyof FileResult) => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1;
}

await main(process.argv[2]);
