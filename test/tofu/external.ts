/** The block of the examples' README about the data source `external`, on what the command prints: a file stands for it. */

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../boot/promises/report.ts';
import { buildUserdata } from '../tools/golden.ts';
import { examplesFolder } from './examples.ts';
import type { Tofu } from './opentofu.ts';
import { said } from './plan.ts';

const outputs = `
output "hashes" {
  value = { for name, text in local.user_data : name => nonsensitive(sha256(text)) }
}
output "subnets" {
  value = local.networks.private.subnets
}
output "user_data" {
  value     = local.user_data
  sensitive = true
}
`;

/** Judges it in a new folder. @param secrets a file */
export async function judgeExternal({
  folder,
  secrets,
  tofu,
  report,
}: {
  folder: string;
  secrets: string;
  tofu: Tofu;
  report: Report;
}): Promise<void> {
  const place = join(folder, 'external');
  mkdirSync(place);
  const description = join(examplesFolder, 'hcloud/cluster.yaml');
  const flat = buildUserdata('inventory', description, '--secrets', secrets, '--flat', '--contents');
  const result = JSON.parse(flat) as Readonly<Record<string, string>>;
  writeFileSync(join(place, 'flat.json'), flat);
  writeFileSync(join(place, 'main.tf'), `${localsOfReadme()}${outputs}`);
  await report.check('all values are strings', async () => {
    for (const [key, value] of Object.entries(result)) assert.equal(typeof value, 'string', key);
  });
  await report.check('its expressions give each machine its user-data, and the subnets', async () => {
    await said(tofu, place, 'init', '-input=false', '-no-color');
    await said(tofu, place, 'apply', '-input=false', '-no-color', '-auto-approve');
    const { hashes, subnets } = JSON.parse(await said(tofu, place, 'output', '-json'));
    const machines = Object.entries<{ documents: Record<string, { sha256: string }> }>(
      JSON.parse(result['machines'] ?? ''),
    );
    const expected = machines.map(([name, { documents }]) => [name, documents['user-data']?.sha256]);
    assert.deepEqual(hashes.value, Object.fromEntries(expected));
    assert.deepEqual(subnets.value, ['10.10.0.0/16']);
  });
  await report.check('user-data stays sensitive: an output that is not is refused', async () => {
    writeFileSync(join(place, 'main.tf'), `${localsOfReadme()}${outputs.replace('  sensitive = true\n', '')}`);
    const { status, stderr } = await tofu(place, 'plan', '-input=false', '-no-color');
    assert.notEqual(status, 0);
    assert.match(stderr, /Output refers to sensitive values/);
  });
}

function localsOfReadme(): string {
  const readme = readFileSync(join(examplesFolder, 'README.md'), 'utf8');
  const [, block = ''] = /<!-- external -->\n```hcl\n([\s\S]*?)```/.exec(readme) ?? [];
  const [, locals = ''] = /^data "external" "inventory" \{\n[\s\S]*?\n\}\n\n([\s\S]*)$/.exec(block) ?? [];
  return locals.replaceAll('data.external.inventory.result', 'jsondecode(file("flat.json"))');
}
