/** README and docs/ tell the truth: their examples are what the code says, their links lead somewhere. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../lib/cluster/cluster.ts';
import type { ClusterDescription } from '../lib/cluster/description.generated.ts';
import { formatDiagnostic } from '../lib/diagnostic-text.ts';
import type { Diagnostic } from '../lib/diagnostics.ts';
import { loadCluster } from '../lib/load/load.ts';
import { parseDescription } from '../lib/load/text/parse.ts';
import { clusterFrom, threeMachines } from './fixtures.ts';
import { withWorkers } from './load/readme-example.ts';

const top = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', top), 'utf8');
const description = readFileSync(new URL('docs/description.md', top), 'utf8');

/** The fenced block that follows a mark. */
function blockAfter(document: string, mark: string): string {
  const start = document.indexOf(mark);
  assert.ok(start >= 0, `${mark} is gone`);
  return /```\w*\n([\s\S]*?)```/.exec(document.slice(start))?.[1] ?? '';
}

const formatProblem = (problem: Diagnostic) => formatDiagnostic(problem, { fileName: 'cluster.yaml' });

test('the README is one page', () => {
  assert.ok(readme.split('\n').length <= 150);
});

test('every link inside the repository leads to a file', () => {
  const names = readdirSync(new URL('docs', top), { recursive: true, encoding: 'utf8' });
  const documents = ['README.md', ...names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
  for (const document of documents) {
    const place = new URL(document, top);
    for (const [, link = ''] of readFileSync(place, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^https?:/.test(link)) continue;
      assert.ok(existsSync(new URL(link, place)), `${document}: ${link}`);
    }
  }
});

test('each stage and each command has its line for contributors', () => {
  const contributing = readFileSync(new URL('docs/contributing.md', top), 'utf8');
  const folders = readdirSync(new URL('lib', top), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', top), 'utf8')) as { scripts: object };
  const isCommand = (name: string) => !/^(pre|dependencies|build)/.test(name) && name !== 'test';
  const commands = Object.keys(scripts).filter(isCommand);
  for (const words of [...folders.map(({ name }) => `lib/${name}`), ...commands.map((name) => `npm run ${name}`)])
    assert.ok(contributing.includes(`\`${words}\``), words);
});

test('what a landing runs is what contributors are told that it runs', () => {
  const contributing = readFileSync(new URL('docs/contributing.md', top), 'utf8');
  const landing = readFileSync(new URL('.ci/run', top), 'utf8');
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', top), 'utf8')) as { scripts: object };
  const [, exceptions = ''] = /^\| `[.]ci\/run` \| everything but ([^|]*)\|/m.exec(contributing) ?? [];
  for (const name of Object.keys(scripts).filter((script) => script.startsWith('test:')))
    assert.is(landing.split(/\s/).includes(name), !exceptions.includes(`\`${name}\``), name);
});

test('the example is the fixture', () => {
  assert.is(blockAfter(readme, '<!-- fixture: fixtures/three-machines/cluster.yaml -->'), threeMachines().text);
});

test('the diagnostics are what the library says', () => {
  const wrong = threeMachines()
    .text.replace('network: servers\nclient', 'netwrok: servers\nclient')
    .replace('10.20.0.12', '10.21.0.12');
  const said = loadCluster(wrong).diagnostics.map(formatProblem);
  assert.is(blockAfter(description, '<!-- diagnostics -->').trim(), said.join('\n\n').trim());
});

test('the range is the loop beside it, and can be divided as it says', () => {
  const { text } = threeMachines();
  const wide = text.replace('10.20.0.0/24 }', '10.20.0.0/16, gateway: 10.20.0.1 }');
  assert.match(description, '`clients: { subnet: 10.20.0.0/16, gateway: 10.20.0.1 }`');
  const range = blockAfter(description, '<!-- range -->').replace('machines:\n', '');
  const cluster = clusterFrom(wide + range);
  for (const [name, ...words] of [
    ['worker-017', '10.20.4.17', '52:54:00:40:00:11'],
    ['worker-300', '10.20.5.44'],
  ]) {
    const machine = JSON.stringify(cluster.machines.find((one) => one.name === name)?.interfaces);
    for (const word of words) assert.ok(description.includes(word) && machine.includes(`"${word}"`), `${name} ${word}`);
  }
  const example = readFileSync(new URL('load/readme-example.ts', import.meta.url), 'utf8');
  assert.is(
    blockAfter(description, '<!-- example: test/load/readme-example.ts -->'),
    example.replace('../../lib/index.ts', 'nomad-firstboot'),
  );
  assert.equal(withWorkers(parseDescription(wide).source?.root as ClusterDescription), cluster);
  const divided = ['"worker-[001-016,018-500]"', '"worker-[017]"'].map((key) => {
    assert.match(description, `\`${key}\``);
    return range.replace('"worker-[001-500]"', key);
  });
  const inOrder = ({ machines }: Cluster) => [...machines].sort((a, b) => (a.name < b.name ? -1 : 1));
  assert.equal(inOrder(clusterFrom(wide + divided.join(''))), inOrder(cluster));
});

test('networks, folders and plugins of clients go with the fixture, and all of it is understood', () => {
  const { client } = load(blockAfter(description, '<!-- provisions -->')) as ClusterDescription;
  const fixture = load(threeMachines().text) as ClusterDescription;
  const { diagnostics } = loadCluster(JSON.stringify({ ...fixture, client }));
  assert.equal(diagnostics.map(formatProblem), []);
});

test('the additions go with the fixture, and all of it is understood', () => {
  const additions = load(blockAfter(description, '<!-- additions -->')) as ClusterDescription;
  const { machines, ...fixture } = load(threeMachines().text) as ClusterDescription;
  const all = { ...fixture, ...additions, machines: { ...machines, ...additions.machines } };
  const { cluster, diagnostics } = loadCluster(JSON.stringify(all));
  assert.equal(diagnostics.filter(({ severity }) => severity === 'error').map(formatProblem), []);
  assert.is(cluster?.machines.length, 4);
});

test('the example of one machine goes with the fixture, and explain tells what the command shows', () => {
  const own = load(blockAfter(description, '<!-- one-machine -->')) as ClusterDescription;
  const wide = threeMachines().text.replace('10.20.0.0/24 }', '10.20.0.0/16, gateway: 10.20.0.1 }');
  const { machines, ...fixture } = load(wide) as ClusterDescription;
  const all = { ...fixture, ...own, machines: { ...machines, ...own.machines } };
  const { cluster, diagnostics } = loadCluster(JSON.stringify(all));
  assert.equal(diagnostics.filter(({ severity }) => severity === 'error').map(formatProblem), []);
  const drivers = (name: string) => cluster?.machines.find((one) => one.name === name)?.client?.drivers;
  assert.equal([drivers('worker-017'), drivers('ops-1')], [['docker'], ['raw_exec']]);
  const command = readFileSync(new URL('docs/command.md', top), 'utf8');
  const shown = blockAfter(command, '<!-- explain: ops-2 client.meta -->').trim().split('\n');
  const kept = readFileSync(new URL('test/explain/ops-2.txt', top), 'utf8').split('\n');
  const narrow = (line: string) => line.replace(/ +/g, ' ');
  assert.equal(shown.map(narrow), kept.filter((line) => line.startsWith('client.meta.')).map(narrow));
});

test.run();
