/** The examples for OpenTofu are ours to the letter, and their stand-ins leave nothing out. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { schemaPlace } from '../../lib/cli/init/schema-place.ts';
import { startingDescription } from '../../lib/cli/init/starting-description.ts';
import { parseWishes } from '../../lib/cli/init/wishes.ts';
import { examples, examplesFolder } from './examples.ts';
import { standIns } from './stand-ins.ts';

for (const { name, platform } of examples) {
  const folder = join(examplesFolder, name);

  test(`${name}: the description is what init writes`, () => {
    const options = new Map([
      ['platform', platform],
      ['clients', '2'],
    ]);
    const wishes = parseWishes(options);
    const text = readFileSync(join(folder, 'cluster.yaml'), 'utf8');
    assert.is(text, startingDescription(wishes, schemaPlace(folder)));
  });

  test(`${name}: each resource has its stand-in, and no provider is asked for`, () => {
    const text = readFileSync(join(folder, 'main.tf'), 'utf8');
    const resources = [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, label]) => `${type}_${label}`);
    const written = [...standIns(text).matchAll(/^resource "(\w+)" "(\w+)"/gm)];
    assert.equal(
      written.map(([, type, label]) => `${type} ${label}`),
      resources.map((label) => `terraform_data ${label}`),
    );
    assert.not.match(standIns(text), /required_providers|^provider /m);
  });
}

test('a stand-in is refused for what is not understood', () => {
  const resource = (body: string) => `resource "a" "b" {\n${body}\n}`;
  for (const [text, why] of [
    [resource('  lifecycle {\n    ignore_changes = [other]\n  }'), 'no such argument'],
    [resource('  lifecycle {\n    prevent_destroy = true\n  }'), 'not understood: lifecycle'],
    [resource('  dynamic "c" {\n    iterator = d\n  }'), 'not understood: dynamic'],
    [resource('  name="narrow"'), 'not understood: line'],
    ['name = 1', 'outside of all blocks'],
  ] as const) {
    assert.throws(
      () => standIns(text),
      (error: Error) => error.message.includes(why),
      why,
    );
  }
});

test('references follow, and names in texts stay', () => {
  const text =
    'resource "a" "b" {\n  c = a.b.id\n  d = "a.b.id"\n  dynamic "e" {\n    for_each = x\n    content {\n      f = e.value.g\n    }\n  }\n}';
  assert.match(standIns(text), 'c = terraform_data.a_b.id\nd = "a.b.id"');
  assert.match(standIns(text), 'e = [for e_key, e_value in x : {\nf = e_value.g\n}]');
});

test.run();
