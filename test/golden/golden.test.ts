/** The bytes that users receive, fixture by fixture. */

import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow, fixtures } from '../fixtures.ts';
import { expectedFiles } from '../tools/golden.ts';

const golden = suite('golden');

for (const fixture of fixtures()) {
  golden(`${fixture.name}: the command writes the expected bytes (npm run fixtures refreshes them)`, () => {
    const expected = filesBelow(join(fixture.folder, 'expected'));
    const built = expectedFiles(fixture);
    assert.equal([...built.keys()], [...expected.keys()]);
    for (const [name, bytes] of built) {
      assert.ok(bytes.equals(expected.get(name) ?? Buffer.alloc(0)), `${fixture.name}/expected/${name} differs`);
    }
  });
}

golden.run();
