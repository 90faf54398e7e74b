/** The wrapped config as Ignition's own validators and Node's gzip judge it; test/equivalence lets the engine run it. */

import { spawnSync } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compressIgnition } from '../../lib/pack/compressed-ignition.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderIgnition } from '../../lib/render/ignition.ts';
import { threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';

const wrapped = suite('compressed Ignition config');
const { cluster, secrets } = threeMachines();
const configs = [...planMachines(cluster, secrets)].map((plan) =>
  renderIgnition(plan, { spec: '3.3.0', network: 'networkmanager' }),
);

wrapped('the config itself is inside, to the byte', () => {
  for (const config of configs) {
    const { replace } = JSON.parse(compressIgnition(config)).ignition.config;
    assert.is(replace.compression, 'gzip');
    assert.is(gunzipSync(Buffer.from(replace.source.split(',')[1], 'base64')).toString(), config);
  }
});

wrapped('a machine with both agents fits into the 16 KiB of EC2', () => {
  for (const config of configs) assert.ok(compressIgnition(config).length <= 16_384);
});

for (const validator of ['ignition-validate', 'ignition-validate-2.26']) {
  testWithJudge(wrapped, validator, `${validator} has nothing to say`, (path) => {
    for (const config of configs) {
      const { status, stdout, stderr } = spawnSync(path, ['-'], { input: compressIgnition(config), encoding: 'utf8' });
      assert.is(stdout + stderr, '');
      assert.is(status, 0);
    }
  });
}

wrapped.run();
