/** Runs a program in the Python that Debian's cloud-init is installed for: JSON in, JSON out. */

import { execFileSync } from 'node:child_process';

const debianPython = '/usr/bin/python3';

/**
 * Runs a program that finds its input in `given` and leaves its answer in `answer`.
 * @throws Error where the program ends in an exception
 */
export function askPython(program: string, given: unknown): unknown {
  const framed = `import json, sys\ngiven = json.load(sys.stdin)\n${program}\nprint("\\n" + json.dumps(answer))`;
  const output = execFileSync(debianPython, ['-c', framed], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output.slice(output.trimEnd().lastIndexOf('\n')));
}
