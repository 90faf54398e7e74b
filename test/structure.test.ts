/** The house as it is meant: stages in one order, no circle of files, no crowded folder, and IO in the command alone. */

import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

/** Each stage imports only from itself and from those before it. A folder's files outside its shelves come first. */
const stages: readonly (readonly [stage: string, pattern: RegExp])[] = [
  ['the ground', /^(?:diagnostics|diagnostic-text|description-error|frozen|once|quote|suggest)\.ts$/],
  ['net', /^net\//],
  ['cluster', /^cluster\//],
  ['targets', /^targets\//],
  ['systemd', /^systemd\//],
  ['nomad', /^nomad\//],
  ['machine', /^machine\//],
  ['load: drafts, places and reports', /^load\/(?:draft|place|report)\.ts$/],
  ['load: text', /^load\/text\//],
  ['load: shape', /^load\/shape\//],
  ['load: networks', /^load\/networks\//],
  ['load: ranges', /^load\/ranges\//],
  ['load: settings', /^load\/settings\//],
  ['load: cluster', /^load\/cluster\//],
  ['load', /^load\/load\.ts$/],
  ['pki', /^pki\//],
  ['secrets', /^secrets\//],
  ['plan', /^plan\//],
  ['render', /^render\//],
  ['pack', /^pack\//],
  ['output', /^output\//],
  ['explain', /^explain\//],
  ['diff', /^diff\//],
  ['the top', /^(?:build|index)\.ts$/],
  ['the command', /^cli\//],
];

/** Modules of Node that compute and do nothing else; what reads clock, disk, environment or network is the command's. */
const pureModules = new Set(['node:buffer', 'node:crypto', 'node:net', 'node:path', 'node:zlib']);

/** What of `node:net` and `node:path` does nothing but look at text. */
const pureNames: Readonly<Record<string, readonly string[]>> = {
  'node:net': ['isIP', 'isIPv4', 'isIPv6'],
  'node:path': ['posix'],
};

const mostFiles = 15;

interface Import {
  readonly names: string;
  /** A file below lib, or a module. */
  readonly from: string;
}

const folder = fileURLToPath(new URL('../lib/', import.meta.url));
const files: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();

/** Every import and re-export of a file, of types as well. */
function importsOf(file: string): readonly Import[] {
  const text = readFileSync(`${folder}${file}`, 'utf8');
  const found = text.matchAll(/^(?:import|export)\b([^;'"`]*?)(?:\bfrom\s+)?'([^'\n]+)';?$|\bimport\('([^'\n]+)'\)/gm);
  return [...found].map(([, names = '', from = '', dynamic]) => {
    const path = dynamic ?? from;
    return { names, from: path.startsWith('.') ? posix.join(posix.dirname(file), path) : path };
  });
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));
const own = (file: string) => (imports.get(file) ?? []).map(({ from }) => from).filter((from) => imports.has(from));
const stageOf = (file: string) => stages.findIndex(([, pattern]) => pattern.test(file));

test('every file belongs to one stage', () => {
  for (const file of files) assert.is(stages.filter(([, pattern]) => pattern.test(file)).length, 1, file);
  for (const [stage, pattern] of stages)
    assert.ok(
      files.some((file) => pattern.test(file)),
      stage,
    );
});

test('every import within lib is of a file that is there', () => {
  const strange = files.flatMap((file) => {
    const inside = (imports.get(file) ?? []).filter(({ from }) => from.endsWith('.ts') && !imports.has(from));
    return inside.map(({ from }) => `${file} imports ${from}`);
  });
  assert.equal(strange, []);
  assert.ok(files.flatMap(own).length > 300);
});

test('a stage imports only from the stages before it', () => {
  const arrowsUp = files.flatMap((file) => {
    const later = own(file).filter((from) => stageOf(from) > stageOf(file));
    return later.map((from) => `${file} imports ${from}`);
  });
  assert.equal(arrowsUp, []);
});

test('no files import each other in a circle', () => {
  assert.equal(circles(), []);
});

/** Each circle that a walk along the imports comes upon. */
function circles(): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) found.push([...way.slice(start), file].join(' > '));
    if (start >= 0 || done.has(file)) return;
    for (const next of own(file)) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

test('no folder is crowded', () => {
  const counts = new Map<string, number>();
  for (const file of files.filter((path) => !path.endsWith('.generated.ts'))) {
    const where = posix.dirname(file);
    counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  assert.equal(
    [...counts].filter(([, count]) => count > mostFiles),
    [],
  );
});

test('nothing but the command reads a clock, a disk, the environment or the network', () => {
  const impure = files.filter((file) => !file.startsWith('cli/')).flatMap(impuritiesOf);
  assert.equal(impure, []);
});

/** Names that bring something from outside, where they stand in code and not in a comment or a text. */
const outside = /\b(?:process\s*\.|performance\s*\.|Date\.now\b|new Date\(\)|Math\.random\b|fetch\(|setTimeout\()/;

function impuritiesOf(file: string): readonly string[] {
  const modules = (imports.get(file) ?? []).filter(({ from }) => from.startsWith('node:') && !isPure(file, from));
  const code = file.endsWith('.generated.ts') ? '' : withoutTexts(readFileSync(`${folder}${file}`, 'utf8'));
  const word = outside.exec(code)?.[0];
  return [...modules.map(({ from }) => `${file} imports ${from}`), ...(word === undefined ? [] : [`${file}: ${word}`])];
}

function isPure(file: string, module: string): boolean {
  const allowed = pureNames[module];
  const names = (imports.get(file) ?? [])
    .filter(({ from }) => from === module)
    .flatMap((one) => one.names.match(/\w+/g) ?? []);
  return pureModules.has(module) && (allowed === undefined || names.every((name) => allowed.includes(name)));
}

function withoutTexts(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gm, '');
}

test.run();
