/** The folder outside the tree where what takes minutes to make is kept between runs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives the path of a cached file and makes it first where it is missing.
 * `inputs` are the strings it depends on: another input is another file. `make` writes to the
 * path it is given, which becomes the cached file only once it is whole.
 */
export async function cached(
  name: string,
  inputs: readonly string[],
  make: (path: string) => Promise<void>,
): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nomad-firstboot');
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  const path = join(folder, `${name}-${key}`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const partial = `${path}.partial-${process.pid}`;
  try {
    await make(partial);
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
  return path;
}
