/**
 * The Nomad binary that the machines find preinstalled and that the operator uses.
 * Run by itself it prints the binary's path as its last line; with a version, that release's.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.ts';
import { run, runLoudly } from './command.ts';

/** The Go module of the release that every test asks; those of other releases are folders of it. */
const MODULE = fileURLToPath(new URL('../nomad/', import.meta.url));

/** The releases that can be built beside the usual one, the oldest first. */
export const otherReleases: readonly string[] = readdirSync(MODULE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** The release that every test asks. */
export const usualRelease = declaredVersion(MODULE);

/**
 * Path of the binary: NOMAD_BIN where it is set, else the one that ../nomad/go.mod declares,
 * built once (three to six minutes with empty caches).
 */
export async function nomadBinary(): Promise<string> {
  return givenBinary() ?? buildOnce(MODULE);
}

/** Path of a release's binary, built once; NOMAD_BIN has no say. @throws where ../nomad has no folder for the release */
export async function releaseBinary(version: string): Promise<string> {
  if (otherReleases.includes(version)) return buildOnce(join(MODULE, version, '/'));
  if (version !== usualRelease) throw new Error(`there is no module for Nomad ${version}`);
  return buildOnce(MODULE);
}

/** The binary that NOMAD_BIN names, if it is set. */
export function givenBinary(): string | undefined {
  const given = process.env.NOMAD_BIN;
  if (given && !existsSync(given)) throw new Error(`NOMAD_BIN is ${given}, which does not exist`);
  return given || undefined;
}

/** What a binary says of itself, without `v` and revision: `1.11.3`, `2.1.0-dev`. */
export async function versionOf(binary: string): Promise<string> {
  const said = await run([binary, 'version']);
  const version = /^Nomad v(\S+)/.exec(said)?.[1];
  if (!version) throw new Error(`${binary} says no version: ${said}`);
  return version;
}

async function buildOnce(module: string): Promise<string> {
  const version = declaredVersion(module);
  const inputs = ['go.mod', 'go.sum'].map((name) => readFileSync(`${module}${name}`, 'utf8'));
  return cached(`nomad-${version}`, inputs, (path) => build(version, module, path));
}

function declaredVersion(module: string): string {
  const version = /^require github\.com\/hashicorp\/nomad v(\S+)$/m.exec(readFileSync(`${module}go.mod`, 'utf8'))?.[1];
  if (!version) throw new Error(`${module}go.mod names no version of Nomad`);
  return version;
}

async function build(version: string, module: string, path: string): Promise<void> {
  console.log(`building Nomad ${version} (three to six minutes, once)`);
  const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w'];
  await runLoudly(['go', 'build', ...flags, '-o', path, 'github.com/hashicorp/nomad'], { cwd: module });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [version] = process.argv.slice(2);
  console.log(await (version === undefined ? nomadBinary() : releaseBinary(version)));
}
