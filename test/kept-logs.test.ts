/** What takes too long for every run was run with what machines receive today. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarios } from './boot/scenarios.ts';
import { bootedReleases } from './boot/version-scenarios.ts';
import {
  driverMachines,
  hashOfBundles,
  type KeptLog,
  metadataMachine,
  readLog,
  slowBoots,
  tofuExamples,
  versionBoots,
} from './kept-logs.ts';

const slow = scenarios.filter(({ slow }) => slow).map(({ name }) => name);
const logs: readonly (readonly [KeptLog, scenarios: readonly string[]])[] = [
  [slowBoots, slow],
  [versionBoots, bootedReleases],
  [metadataMachine, ['metadata-vm']],
  [tofuExamples, ['tofu-examples']],
  [driverMachines, ['drivers']],
];

for (const [log, expected] of logs) {
  const mend = `run \`${log.command}\` and commit ${log.file.pathname.replace(/^.*\/test\//, 'test/')}`;

  test(`${log.command}: all of it stands in its log, and nothing failed`, () => {
    const { scenarios, closing, date } = readLog(log);
    assert.equal(scenarios, expected, mend);
    assert.match(closing, /^[1-9]\d* passed, 0 failed, 0 skipped$/, mend);
    assert.match(date, /^\d{4}-\d\d-\d\d$/);
  });

  test(`${log.command}: its log judged the bundles of today`, async () => {
    assert.is(readLog(log).bundles, hashOfBundles(await log.bundles()), mend);
  });
}

test.run();
