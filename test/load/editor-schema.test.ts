/** Promises about the schema as editors read it: the keys of Nomad's own configuration are known there, too. */

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isInvariant } from '../../lib/load/settings/config/invariants.ts';
import { keyRows } from '../../lib/nomad/keys/known.ts';
import { isSecretName } from '../../lib/nomad/secret-settings.ts';
import { fixtures, threeMachines } from '../fixtures.ts';
import { rightConfig } from './arbitrary-config.ts';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8'));

/** As a program that follows references from file to file. */
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(read('agent-config.generated.json'), 'agent-config.generated.json');
const validate = ajv.compile({ ...read('cluster.schema.json'), $id: 'cluster.schema.json' });

const { text } = threeMachines();
const described = (config: object) => {
  const description = load(text) as { client: object };
  return { ...description, client: { ...description.client, config } };
};

test('what the fixtures say is right', () => {
  for (const { name, clusterFile } of fixtures()) {
    assert.ok(validate(load(readFileSync(clusterFile, 'utf8'))), `${name}: ${ajv.errorsText(validate.errors)}`);
  }
});

test('a slip in a configuration is underlined', () => {
  const slips = [
    { cliet: {} },
    { client: { hostvolume: {} } },
    { client: { gc_max_allocs: 'many' } },
    { client: { template: { max_stale: '5 minutes' } } },
    { plugin: { docker: { config: { volumes: { enable: true } } } } },
    { server: { encrypt: 'x' } },
  ];
  for (const slip of slips) assert.not(validate(described(slip)), JSON.stringify(slip));
});

test('what the command says nothing about, an editor does not underline either', () => {
  fc.assert(
    fc.property(rightConfig, (config) => {
      assert.ok(validate(described(config)), `${JSON.stringify(config)}: ${ajv.errorsText(validate.errors)}`);
    }),
    { numRuns: 200 },
  );
});

interface Block {
  readonly properties: object;
  readonly additionalProperties: object | boolean;
}

test('an editor offers every key but those that are the build’s own, or hold secrets', () => {
  const whole = read('agent-config.generated.json');
  const blocks: Record<string, Block> = { ...whole.$defs, '': whole };
  const offered = new Set(
    Object.entries(blocks).flatMap(([above, { properties, additionalProperties: more }]) => {
      const words = [...Object.keys(properties), ...(typeof more === 'object' ? ['*'] : [])];
      return words.map((word) => (above === '' ? word : `${above}.${word}`));
    }),
  );
  const wanted = Object.keys(keyRows).filter((name) => {
    const blocks = name.split('.').map((_, index, all) => all.slice(0, index + 1).join('.'));
    return !blocks.some(
      (block) =>
        (isInvariant('server', block) && isInvariant('client', block)) ||
        isSecretName(block, block.slice(block.lastIndexOf('.') + 1)),
    );
  });
  assert.ok(wanted.length > 300);
  assert.equal(
    wanted.filter((name) => !offered.has(name)),
    [],
  );
});

test.run();
