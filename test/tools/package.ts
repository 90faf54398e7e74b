/** Judges the package as its users get it: publint, attw, and the packed tarball installed and run in an empty folder. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-package-'));
let passed = 0;
let failed = 0;

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function check(promise: string, judge: () => void): void {
  try {
    judge();
    passed += 1;
    console.log(`ok   ${promise}`);
  } catch (error) {
    failed += 1;
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    console.log(`FAIL ${promise}\n${message}\n${stdout}${stderr}`);
  }
}

const consumer = `
import { buildBundles, defineCluster, parseSecrets, showBundle } from 'nomad-firstboot';
import { readFileSync } from 'node:fs';
const cluster = defineCluster(JSON.parse(readFileSync('cluster.json', 'utf8')));
const { secrets } = parseSecrets(readFileSync('cluster.secrets.json', 'utf8'), cluster.name);
if (!secrets) throw new Error('the secrets were refused');
const bundles = [...buildBundles(cluster, secrets)];
if (!bundles[0].userData.content.startsWith('#cloud-config\\n')) throw new Error('no cloud-config');
if (!showBundle(cluster, secrets, bundles[0].machine).includes('sha256')) throw new Error('nothing redacted');
process.stdout.write(bundles[0].userData.content);
`;

const description = {
  name: 'demo',
  nomad: { version: '1.11.3' },
  networks: { lan: { subnet: '10.0.0.0/24' }, work: { subnet: '10.1.0.0/24' } },
  server: { network: 'lan' },
  client: { network: 'work' },
  machines: {
    only: {
      interfaces: [
        { network: 'lan', mac: '52:54:00:00:00:01', address: '10.0.0.2' },
        { network: 'work', mac: '52:54:00:00:01:01', address: '10.1.0.2' },
      ],
    },
  },
};

try {
  check('publint finds nothing to mend', () =>
    execFileSync('npx', ['publint', '--strict'], { cwd: top, stdio: 'pipe' }),
  );
  check('the types resolve for ES module users', () =>
    execFileSync('npx', ['attw', '--pack', '.', '--profile', 'esm-only'], { cwd: top, stdio: 'pipe' }),
  );
  check('the packed package installs, imports and runs in an empty folder', () => {
    run(top, 'npm', 'pack', '--pack-destination', folder);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
    run(folder, 'npm', 'install', '--omit=dev', join(folder, tarball));
    writeFileSync(join(folder, 'cluster.json'), JSON.stringify(description));
    cpSync(join(top, 'fixtures/three-machines/cluster.secrets.json'), join(folder, 'cluster.secrets.json'));
    run(folder, 'chmod', '600', 'cluster.secrets.json');
    writeFileSync(join(folder, 'consumer.mjs'), consumer);
    const imported = run(folder, process.execPath, 'consumer.mjs');
    run(folder, 'npx', 'build-userdata', 'cluster.json', '--out', 'out', '--locked');
    const commanded = readFileSync(join(folder, 'out/machines/only/user-data'), 'utf8');
    if (imported !== commanded) throw new Error('library and command differ');
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
if (failed > 0) process.exitCode = 1;
