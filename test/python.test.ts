/** Which Python is a judge. */

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { testWithJudge } from './judges.ts';
import { pythonWith } from './python.ts';

const python = suite('python');

testWithJudge(python, 'python3', 'a module without what the judge needs of it is no judge', () => {
  assert.ok(pythonWith('json', 'json.dumps'));
  assert.is(pythonWith('json', 'json.no_such_function'), undefined);
  assert.is(pythonWith('no_such_module'), undefined);
});

python.run();
