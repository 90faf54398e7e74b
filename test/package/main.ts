/**
 * Judges the project as its users get it: the package by publint, attw, npm and a program that imports it, and a clean
 * clone by the first command of the README.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from '../fixtures.ts';
import { descriptionAsJson, runnable, type TypedConsumer, typedConsumers } from './consumers.ts';

const top = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-package-'));
/** The oldest npm that comes with a supported Node, and the newest one known. */
const npms = ['10.8.2', '11.21.2'];
const oldestNode = '20.19.0';
let passed = 0;
let failed = 0;

/** Runs a program without what the npm that runs this test has put into the environment; gives all that it says. */
function run(cwd: string, command: string, ...args: string[]): string {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
  const env = { ...Object.fromEntries(inherited), npm_config_prefer_offline: 'true' };
  const { stdout, stderr, status, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  const said = `${stdout}${stderr}`;
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${error ?? said}`);
  return said;
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

/** The packed package. */
function packedTarball(): string {
  run(top, 'npm', 'pack', '--pack-destination', folder);
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
}

/** An empty project that has installed the package, and what npm said meanwhile. */
function installedBy(npm: string, tarball: string): { readonly project: string; readonly said: string } {
  const project = join(folder, `consumer-${npm}`);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const said = run(project, 'npx', '--yes', `npm@${npm}`, 'install', '--omit=dev', '--no-update-notifier', tarball);
  return { project, said };
}

/** What npm has to say of its own settings on this machine is not the package's fault. */
const isWarning = (line: string) =>
  /\b(warn|warning|deprecated|error)\b/i.test(line) && !/ Unknown (env|user|global) config /.test(line);

/** Runs a program in the oldest Node that is supported, and requires that it says nothing, no warning either. */
function runQuietly(project: string, ...args: string[]): void {
  requireNothing(run(project, 'npx', '--yes', `node@${oldestNode}`, ...args), `${args[0]} says`);
}

/** The library from an ES module, from CommonJS, and the command: each has to give the same bytes. */
function importAndRun(project: string): void {
  writeFileSync(join(project, 'cluster.json'), descriptionAsJson);
  cpSync(join(top, 'fixtures/three-machines/cluster.secrets.json'), join(project, 'cluster.secrets.json'));
  run(project, 'npx', 'build-userdata', 'cluster.json', '--out', 'out', '--locked');
  const commanded = readFileSync(join(project, 'out/machines/only/user-data'));
  for (const [name, program] of Object.entries(runnable)) {
    writeFileSync(join(project, name), program);
    runQuietly(project, name, `${name}.user-data`);
    if (!readFileSync(join(project, `${name}.user-data`)).equals(commanded)) throw new Error(`${name} differs`);
  }
}

/** By the package's own name, as a beginner calls it, and by the command's; editors find the schema from there. */
function begin(project: string): void {
  for (const [name, platform] of [
    ['nomad-firstboot', 'hetzner'],
    ['build-userdata', 'libvirt'],
  ] as const) {
    const folder = join(project, 'clusters', name);
    mkdirSync(folder, { recursive: true });
    run(folder, 'npx', '--offline', name, 'init', '--platform', platform);
    const text = readFileSync(join(folder, 'cluster.yaml'), 'utf8');
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const installed = join(project, 'node_modules/nomad-firstboot/schemas/cluster.schema.json');
    if (join(folder, schema) !== installed) throw new Error(`${schema} does not lead to ${installed}`);
    JSON.parse(readFileSync(installed, 'utf8'));
    run(folder, 'npx', '--offline', name, 'check', 'cluster.yaml');
  }
}

/** As npx runs a package that nobody has installed, from a folder of its own that it may remove: no path leads there. */
function beginWithoutInstallation(tarball: string): void {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  run(empty, 'npx', '--yes', '--package', tarball, 'build-userdata', 'init');
  const [line] = readFileSync(join(empty, 'cluster.yaml'), 'utf8').split('\n');
  if (!line?.endsWith('=./node_modules/nomad-firstboot/schemas/cluster.schema.json')) throw new Error(line);
}

/** Neither Node's types nor any other package's are there. */
function compile(project: string, { typescript, file, text, module, moduleResolution }: TypedConsumer): void {
  writeFileSync(join(project, file), text);
  const checks = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = { ...checks, module, moduleResolution, target: 'es2022', lib: ['es2022'], types: [] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  run(project, 'npx', '--yes', '-p', `typescript@${typescript}`, 'tsc');
}

/** What a clone would hold if all that stands here were committed, with the modes that git gives. */
function cleanClone(): string {
  const clone = join(folder, 'clone');
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: top,
      stdio: 'pipe',
      env: { ...process.env, GIT_INDEX_FILE: join(folder, 'index') },
    });
  git('add', '--all');
  git('checkout-index', '--all', `--prefix=${clone}/`);
  return clone;
}

/** The first command of the README, word for word. */
function firstCommand(): string {
  const [, command] =
    /```sh\n(npm ci && bin\/build-userdata .*)\n/.exec(readFileSync(join(top, 'README.md'), 'utf8')) ?? [];
  if (!command) throw new Error('README.md begins with another command');
  return command;
}

function requireSameFiles(built: ReadonlyMap<string, Buffer>, expected: ReadonlyMap<string, Buffer>): void {
  const names = [...new Set([...built.keys(), ...expected.keys()])];
  const different = names.filter((name) => !built.get(name)?.equals(expected.get(name) ?? Buffer.alloc(0)));
  if (names.length === 0 || different.length > 0) throw new Error(`these differ: ${different.join(', ')}`);
}

function buildAsReadme(clone: string): void {
  run(clone, 'sh', '-c', firstCommand());
  const expected = [...filesBelow(join(clone, 'fixtures/three-machines/expected'))];
  requireSameFiles(filesBelow(join(clone, 'out')), new Map(expected.filter(([name]) => !name.startsWith('show/'))));
}

/** A validator and a module of an earlier day, in a checkout that was built before: `npm pack` builds afresh. */
function packStaleClone(clone: string): void {
  const validator = 'load/shape/description-validator.generated';
  writeFileSync(join(clone, `lib/${validator}.ts`), 'export const validate = () => true;\n');
  for (const name of [`${validator}.js`, 'gone.js']) writeFileSync(join(clone, 'dist/lib', name), 'stale();\n');
  run(clone, 'npm', 'pack', '--pack-destination', clone);
  run(clone, 'sh', '-c', 'mkdir packed && tar -xf ./*.tgz -C packed');
  const packed = filesBelow(join(clone, 'packed/package/dist'));
  requireSameFiles(packed, new Map([...filesBelow(join(top, 'dist'))].filter(([name]) => packed.has(name))));
  requireNothing(packed.has('lib/gone.js') ? 'lib/gone.js' : '', 'the package has');
}

function requireNothing(found: string, what: string): void {
  if (found.trim() !== '') throw new Error(`${what}:\n${found}`);
}

try {
  check('publint finds nothing to mend', () =>
    execFileSync('npx', ['publint', '--strict'], { cwd: top, stdio: 'pipe' }),
  );
  check('the types resolve for everybody', () =>
    execFileSync('npx', ['attw', '--pack', '.'], { cwd: top, stdio: 'pipe' }),
  );
  const tarball = packedTarball();
  for (const npm of npms) {
    check(
      `npm ${npm} installs the packed package without a warning; imported, required and run it gives the same`,
      () => {
        const { project, said } = installedBy(npm, tarball);
        requireNothing(said.split('\n').filter(isWarning).join('\n'), `npm ${npm} warns`);
        importAndRun(project);
      },
    );
  }
  check("npx nomad-firstboot init begins a cluster in the installed package's project, without network", () =>
    begin(join(folder, `consumer-${npms[0]}`)),
  );
  check('npx begins a cluster where nothing is installed', () => beginWithoutInstallation(tarball));
  for (const consumer of typedConsumers) {
    check(`a description \`as const\` compiles without Node's types: ${consumer.name}`, () =>
      compile(join(folder, `consumer-${npms[0]}`), consumer),
    );
  }
  check('nothing generated is committed', () =>
    requireNothing(run(top, 'git', 'ls-files', '*.generated.*', 'dist'), 'git has what the build makes'),
  );
  const clone = cleanClone();
  check('in a clean clone the first command of the README builds what the fixture expects', () => buildAsReadme(clone));
  check('what an earlier build left, a validator or a module, is not in the package', () => packStaleClone(clone));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
if (failed > 0) process.exitCode = 1;
