/** What reviews read. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { showBundle } from '../../lib/build.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { threeMachines } from '../fixtures.ts';

const { cluster, secrets } = threeMachines();

test('show holds no secret of the machine, line by line', () => {
  for (const plan of planMachines(cluster, secrets)) {
    const shown = showBundle(cluster, secrets, plan.machine) ?? '';
    const lines = plan.files.filter(({ secret }) => secret).flatMap(({ content }) => content.split('\n'));
    const telling = lines.map((line) => line.trim()).filter((line) => line.length > 12 && !line.startsWith('-----'));
    assert.ok(telling.length > 3);
    for (const line of telling) assert.not(shown.includes(line));
  }
});

test('show changes when a secret does', () => {
  const other = { ...secrets, gossipKey: Buffer.alloc(32, 7).toString('base64') };
  assert.is.not(showBundle(cluster, secrets, 'n1'), showBundle(cluster, other, 'n1'));
});

test('a machine that does not exist cannot be shown', () => {
  assert.is(showBundle(cluster, secrets, 'n9'), undefined);
});

test('certificates that cannot live are named, as by a build', () => {
  const later = cluster.machines.map((machine) => ({
    ...machine,
    certificate: { generation: 1, issuedAt: '2099-01-01T00:00:00Z' },
  }));
  assert.throws(() => showBundle({ ...cluster, machines: later }, secrets, 'n1'), /certificate-outside-authority/);
});

test.run();
