/**
 * Outside judges of the tests: programs that somebody else wrote. A test whose judge is not installed is skipped and
 * counted as skipped; with REQUIRE_JUDGES=1 it fails instead.
 */

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Callback, Test } from 'uvu';

/** Folders of administrators' programs, which an ordinary PATH may lack. */
const moreFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Where a program is installed, or undefined when it is not. `<PROGRAM>_BIN` in the environment wins over PATH: for
 * `nomad` that is NOMAD_BIN, for `systemd-analyze` SYSTEMD_ANALYZE_BIN.
 */
export function judge(program: string): string | undefined {
  const named = process.env[`${program.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_BIN`];
  if (named) return isProgram(named) ? named : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...moreFolders];
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * A test that needs a judge. Its function receives the judge's path beside the suite's context.
 * @param suite a suite of uvu, or its `test`
 * @param program the program's name; `pyyaml` is a Python that can import yaml, for example, and needs its path given
 * @param path where the judge is, where it is no program of PATH
 */
export function testWithJudge<Context>(
  suite: Test<Context>,
  program: string,
  name: string,
  body: (path: string, context: Parameters<Callback<Context>>[0]) => Promise<void> | void,
  path: string | undefined = judge(program),
): void {
  if (path !== undefined) {
    suite(name, (context) => body(path, context));
  } else if (process.env['REQUIRE_JUDGES'] === '1') {
    suite(name, () => {
      throw new Error(`${program} is not installed, and REQUIRE_JUDGES=1 asks for it`);
    });
  } else {
    process.stdout.write(`skipped, for ${program} is not installed: ${name}\n`);
    suite.skip(name);
  }
}
