/** The README tells the truth: its examples are the fixtures, and its defaults are the schema's. */

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../lib/build.ts';
import type { Cluster } from '../lib/cluster/cluster.ts';
import type { ClusterDescription } from '../lib/cluster/description.generated.ts';
import { formatDiagnostic } from '../lib/diagnostic-text.ts';
import { loadCluster } from '../lib/load/load.ts';
import { parseDescription } from '../lib/load/text/parse.ts';
import { clusterFrom, threeMachines } from './fixtures.ts';
import { withWorkers } from './load/readme-example.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The fenced block that follows a mark. */
function blockAfter(mark: string): string {
  const start = readme.indexOf(mark);
  assert.ok(start >= 0, `${mark} is gone from the README`);
  return /```\w*\n([\s\S]*?)```/.exec(readme.slice(start))?.[1] ?? '';
}

test('the example is the fixture', () => {
  assert.is(blockAfter('<!-- fixture: fixtures/three-machines/cluster.yaml -->'), threeMachines().text);
});

test('the diagnostics are what the library says', () => {
  const wrong = threeMachines()
    .text.replace('network: servers\nclient', 'netwrok: servers\nclient')
    .replace('10.20.0.12', '10.21.0.12');
  const said = loadCluster(wrong).diagnostics.map((problem) => formatDiagnostic(problem, { fileName: 'cluster.yaml' }));
  assert.is(blockAfter('<!-- diagnostics -->').trim(), said.join('\n\n').trim());
});

test('the range is the loop beside it, and can be divided as it says', () => {
  const { text } = threeMachines();
  const wide = text.replace('10.20.0.0/24 }', '10.20.0.0/16, gateway: 10.20.0.1 }');
  assert.match(readme, '`clients: { subnet: 10.20.0.0/16, gateway: 10.20.0.1 }`');
  const range = blockAfter('<!-- range -->').replace('machines:\n', '');
  const cluster = clusterFrom(wide + range);
  for (const [name, ...words] of [
    ['worker-017', '10.20.4.17', '52:54:00:40:00:11'],
    ['worker-300', '10.20.5.44'],
  ]) {
    const machine = JSON.stringify(cluster.machines.find((one) => one.name === name)?.interfaces);
    for (const word of words) assert.ok(readme.includes(word) && machine.includes(`"${word}"`), `${name} ${word}`);
  }
  const example = readFileSync(new URL('load/readme-example.ts', import.meta.url), 'utf8');
  assert.is(
    blockAfter('<!-- example: test/load/readme-example.ts -->'),
    example.replace('../../lib/index.ts', 'nomad-firstboot'),
  );
  assert.equal(withWorkers(parseDescription(wide).source?.root as ClusterDescription), cluster);
  const divided = ['"worker-[001-016,018-500]"', '"worker-[017]"'].map((key) => {
    assert.match(readme, `\`${key}\``);
    return range.replace('"worker-[001-500]"', key);
  });
  const inOrder = ({ machines }: Cluster) => [...machines].sort((a, b) => (a.name < b.name ? -1 : 1));
  assert.equal(inOrder(clusterFrom(wide + divided.join(''))), inOrder(cluster));
});

interface SchemaNode {
  readonly default?: unknown;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

test('every default of the schema stands in the README’s table', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../schemas/cluster.schema.json', import.meta.url), 'utf8'),
  ) as SchemaNode;
  const table = readme.slice(readme.indexOf('## Defaults'), readme.indexOf('Not to be changed'));
  let defaults = 0;
  const visit = (given: SchemaNode, name: string): void => {
    const node = { ...schema.$defs?.[given.$ref?.split('/').pop() ?? ''], ...given };
    if (node.default !== undefined) {
      defaults += 1;
      const value = typeof node.default === 'string' ? node.default : JSON.stringify(node.default);
      const rows = table.split('\n').filter((row) => row.split('|')[1]?.includes(`${name}\``));
      assert.ok(
        rows.some((row) => row.split('|')[2]?.includes(`\`${value}\``)),
        `${name}: ${value}`,
      );
    }
    for (const [key, child] of Object.entries(node.properties ?? {})) visit(child, key);
    if (node.items) visit(node.items, name);
    if (typeof node.additionalProperties === 'object') visit(node.additionalProperties, name);
  };
  visit(schema, '');
  assert.ok(defaults > 20);
});

test('the TypeScript example builds the fixture’s machines', () => {
  const { cluster, secrets } = threeMachines();
  const example = blockAfter('## From TypeScript');
  for (const name of ['buildBundles', 'defineCluster', 'parseSecrets']) assert.match(example, name);
  assert.is([...buildBundles(cluster, secrets)].length, 3);
});

test('the sizes are those of the fixtures', () => {
  const largest = (fixture: string) => {
    const manifest = readFileSync(new URL(`../fixtures/${fixture}/expected/manifest.json`, import.meta.url), 'utf8');
    const machines = Object.values((JSON.parse(manifest) as { machines: object }).machines);
    return Math.max(...machines.map(({ countedBytes }: { countedBytes: number }) => countedBytes)).toLocaleString('en');
  };
  assert.match(readme, `takes ${largest('three-machines-ec2')} of EC2's 16,384 bytes`);
  assert.match(readme, `and ${largest('three-machines-hetzner')} of Hetzner's 32,768`);
});

test.run();
