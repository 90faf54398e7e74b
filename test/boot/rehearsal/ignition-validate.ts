/**
 * The validator of the newest Ignition, which reads specification 3.4.0 and later; Debian's stops at 3.3.0.
 * Run by itself it prints the program's path as its last line.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.ts';
import { runLoudly } from './command.ts';

const MODULE = fileURLToPath(new URL('../ignition-validate/', import.meta.url));

/** Path of the program that ../ignition-validate/go.mod declares, built once (some seconds). */
export async function ignitionValidate(): Promise<string> {
  const inputs = ['go.mod', 'go.sum'].map((name) => readFileSync(`${MODULE}${name}`, 'utf8'));
  const version = /github\.com\/coreos\/ignition\/v2 v(\S+)/.exec(inputs[0] ?? '')?.[1];
  if (!version) throw new Error(`${MODULE}go.mod names no version of Ignition`);
  return cached(`ignition-validate-${version}`, inputs, async (path) => {
    const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w'];
    await runLoudly(['go', 'build', ...flags, '-o', path, 'github.com/coreos/ignition/v2/validate'], { cwd: MODULE });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await ignitionValidate());
