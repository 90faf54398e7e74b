/**
 * The Nomad binary that the machines find preinstalled and that the operator uses.
 * Run by itself it prints the binary's path as its last line.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.ts';
import { runLoudly } from './command.ts';

const MODULE = fileURLToPath(new URL('../nomad/', import.meta.url));

/**
 * Path of the binary: NOMAD_BIN where it is set, else the one that ../nomad/go.mod declares,
 * built once (three to six minutes with empty caches).
 */
export async function nomadBinary(): Promise<string> {
  const given = process.env.NOMAD_BIN;
  if (given) {
    if (!existsSync(given)) throw new Error(`NOMAD_BIN is ${given}, which does not exist`);
    return given;
  }
  const goMod = readFileSync(`${MODULE}go.mod`, 'utf8');
  const version = /^require github\.com\/hashicorp\/nomad v(\S+)$/m.exec(goMod)?.[1];
  if (!version) throw new Error(`${MODULE}go.mod names no version of Nomad`);
  const inputs = [goMod, readFileSync(`${MODULE}go.sum`, 'utf8')];
  return cached(`nomad-${version}`, inputs, (path) => build(version, path));
}

async function build(version: string, path: string): Promise<void> {
  console.log(`building Nomad ${version} (three to six minutes, once)`);
  const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w'];
  await runLoudly(['go', 'build', ...flags, '-o', path, 'github.com/hashicorp/nomad'], {
    cwd: MODULE,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await nomadBinary());
