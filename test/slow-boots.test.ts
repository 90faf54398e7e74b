/** The slow boots were run with what machines receive today. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { judgedBundles, readSlowLog } from './boot/log.ts';
import { scenarios } from './boot/scenarios.ts';

const mend = 'run `npm run test:boot -- --slow` and commit test/boot/slow.log';

test('every slow boot stands in the log, and none failed', () => {
  const log = readSlowLog();
  const slow = scenarios.filter(({ slow }) => slow).map(({ name }) => name);
  assert.equal(log.scenarios, slow, mend);
  assert.match(log.closing, /^[1-9]\d* passed, 0 failed, 0 skipped$/, mend);
  assert.match(log.date, /^\d{4}-\d\d-\d\d$/);
});

test('the log judged the bundles of today', () => {
  assert.is(readSlowLog().bundles, judgedBundles(), mend);
});

test.run();
