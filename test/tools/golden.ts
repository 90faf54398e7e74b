/** What a fixture's `expected` folder must hold: the command's output, and beside it what `show` prints. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fixture, filesBelow } from '../fixtures.ts';

const top = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the command from its sources, so that no build can be stale. */
function buildUserdata(...args: string[]): string {
  const entry = join(top, 'test/cli/real-command.ts');
  return execFileSync(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: top,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Builds a fixture afresh. */
export function expectedFiles({ clusterFile }: Fixture): ReadonlyMap<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-golden-'));
  try {
    const out = join(folder, 'expected');
    buildUserdata(clusterFile, '--out', out, '--locked');
    mkdirSync(join(out, 'show'));
    for (const name of readdirSync(join(out, 'machines'))) {
      writeFileSync(join(out, 'show', `${name}.txt`), buildUserdata('show', clusterFile, name));
    }
    return filesBelow(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
