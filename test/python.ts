/** Python as a judge: the interpreter that has what is needed, for a machine may have several. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { judge } from './judges.ts';

/**
 * The path of a Python 3 that can import the module; the system's own first, where Debian puts its packages.
 * @param needs a statement that raises an exception where the module alone is not enough
 */
export function pythonWith(module: string, needs = 'pass'): string | undefined {
  return ['/usr/bin/python3', judge('python3')].find((python) => {
    if (!python || !existsSync(python)) return false;
    try {
      execFileSync(python, ['-c', `import ${module}\n${needs}`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a Python program on a JSON value, and gives the JSON that it prints. */
export function askPython(python: string, program: string, value: unknown): unknown {
  return JSON.parse(
    execFileSync(python, ['-c', program], { input: JSON.stringify(value), encoding: 'utf8', maxBuffer: 1 << 28 }),
  );
}

/**
 * Runs a program in the Python that Debian's cloud-init is installed for: it finds its input in `given` and leaves its
 * answer in `answer`, whatever else it prints.
 * @throws Error where the program ends in an exception
 */
export function askDebianPython(program: string, given: unknown): unknown {
  const framed = `import json, sys\ngiven = json.load(sys.stdin)\n${program}\nprint("\\n" + json.dumps(answer))`;
  const output = execFileSync('/usr/bin/python3', ['-c', framed], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output.slice(output.trimEnd().lastIndexOf('\n')));
}
