/** What a fixture's `expected` folder must hold: the command's output, and beside it what `show` prints. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatSecrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { type Fixture, filesBelow } from '../fixtures.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';

const top = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the command from its sources, so that no build can be stale. */
export function buildUserdata(...args: string[]): string {
  const entry = join(top, 'test/cli/real-command.ts');
  return execFileSync(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: top,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Builds a fixture afresh. */
export function expectedFiles({ clusterFile }: Fixture): ReadonlyMap<string, Buffer> {
  return inTemporaryFolder((folder) => {
    const out = join(folder, 'expected');
    buildUserdata(clusterFile, '--out', out, '--locked');
    mkdirSync(join(out, 'show'));
    for (const name of readdirSync(join(out, 'machines'))) {
      writeFileSync(join(out, 'show', `${name}.txt`), buildUserdata('show', clusterFile, name));
    }
    return filesBelow(out);
  });
}

/** What the machines of a description receive, built from the test secrets of its cluster. */
export async function buildWithTestSecrets(description: string, cluster: string): Promise<ReadonlyMap<string, Buffer>> {
  const text = formatSecrets(await testSecrets({ name: cluster }));
  return inTemporaryFolder((folder) => {
    const [secrets, out] = [join(folder, 'secrets.json'), join(folder, 'out')];
    writeFileSync(secrets, text);
    buildUserdata(description, '--secrets', secrets, '--out', out, '--locked');
    return filesBelow(join(out, 'machines'));
  });
}
