/** docs/library.md tells the truth: its programs compile and run, its snapshot tests notice a change, no export is missing. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as library from '../lib/index.ts';
import { threeMachines } from './fixtures.ts';

const top = fileURLToPath(new URL('../', import.meta.url));
const text = readFileSync(join(top, 'docs/library.md'), 'utf8');
const blocks = [...text.matchAll(/<!-- file: (\S+) -->\n```ts\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => {
  return { name, code };
});
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-docs-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A project of a reader's, with the programs as they stand in the document, and the package from its sources. */
function readersProject(): void {
  symlinkSync(join(top, 'node_modules'), join(folder, 'node_modules'));
  for (const { name, code } of blocks) {
    writeFileSync(join(folder, name), code.replaceAll("'nomad-firstboot'", `'${join(top, 'lib/index.ts')}'`));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'cluster.yaml'), threeMachines().text);
  const base = { extends: join(top, 'tsconfig.json'), include: ['*.ts'] };
  const compilerOptions = { rewriteRelativeImportExtensions: false, typeRoots: [join(top, 'node_modules/@types')] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...base, compilerOptions }));
}

/** Runs a program of the document; gives its status and all that it says. */
function run(name: string): { readonly status: number | null; readonly said: string } {
  const args = ['--import', join(top, 'node_modules/tsx/dist/loader.mjs'), join(folder, name)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

readersProject();

test('every program is judged, and they use every function', () => {
  assert.is(text.split('```ts').length - 1, blocks.length);
  const code = blocks.map((block) => block.code).join('\n');
  const used = (name: string) => new RegExp(`\\b${name}\\(`).test(code);
  assert.equal(
    Object.keys(library).filter((name) => name !== 'DescriptionError' && !used(name)),
    [],
  );
});

test('the table names every export and nothing else', () => {
  const source = readFileSync(join(top, 'lib/index.ts'), 'utf8');
  const exported = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.replace(/\btype\b/, '').trim())
    .filter((name) => name !== '');
  const chapter = text.slice(text.indexOf('## Exports'));
  const rows = [...chapter.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name);
  const types = [...chapter.slice(chapter.indexOf('\nTypes: ')).matchAll(/`(\w+)`/g)].map(([, name]) => name);
  assert.equal([...rows, ...types].toSorted(), exported.toSorted());
});

test('the programs compile', () => {
  execFileSync(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'inherit' });
});

test('the programs run, and print no key', () => {
  const programs = blocks.map(({ name }) => name).filter((name) => !name.endsWith('.test.ts'));
  writeFileSync(join(folder, 'all.ts'), programs.map((name) => `await import('./${name}');\n`).join(''));
  const { status, said } = run('all.ts');
  assert.is(status, 0, said);
  assert.match(said, '-----BEGIN CERTIFICATE-----');
  assert.not.match(said, 'PRIVATE KEY');
});

/** What a change of the cluster does to a test of the document that passes before. */
function noticesChange(name: string, before: string, after: string): void {
  const path = join(folder, 'cluster.ts');
  const cluster = readFileSync(path, 'utf8');
  for (const _ of ['takes the snapshot', 'compares with it']) {
    const { status, said } = run(name);
    assert.is(status, 0, said);
  }
  writeFileSync(path, cluster.replace(before, after));
  assert.is(run(name).status, 1);
  writeFileSync(path, cluster);
}

test('the snapshot test with node:test passes, notices a change, and its snapshots hold no secret', async () => {
  noticesChange('bundles.test.ts', "drivers: ['exec']", "drivers: ['exec', 'docker']");
  const snapshots = readdirSync(folder).filter((name) => name.endsWith('.snapshot'));
  assert.is(snapshots.length, 3);
  const { leafSeed, gossipKey, bootstrapToken = '' } = await library.testSecrets();
  for (const snapshot of snapshots.map((name) => readFileSync(join(folder, name), 'utf8'))) {
    for (const secret of [leafSeed, gossipKey, bootstrapToken, 'PRIVATE KEY']) assert.not(snapshot.includes(secret));
  }
});

test('the snapshot test with uvu passes, and notices a change', () => {
  noticesChange('plan.test.ts', '10.20.0.10 + n', '10.20.0.20 + n');
});

test.run();
