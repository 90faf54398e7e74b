/** Promises about looking into bundles: what is found is what the machine is given, through every packing. */

import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import { contentsOf } from '../../lib/diff/contents/contents.ts';
import { messageParts } from '../../lib/diff/contents/decode.ts';
import { bundleFiles } from '../../lib/pack/bundle.ts';
import { multipartUserData } from '../../lib/pack/mime.ts';
import { documentBytes } from '../../lib/render/document.ts';
import { type PlatformName, platforms } from '../../lib/targets/platforms.ts';
import { deliveredFiles } from '../delivered.ts';
import { clusterFrom, descriptionOn, fixtures, threeMachines } from '../fixtures.ts';

const { secrets } = threeMachines();

const descriptions = new Map([
  ...fixtures().map(({ name, clusterFile }) => [name, readFileSync(clusterFile, 'utf8')] as const),
  ...(Object.keys(platforms) as PlatformName[]).map((platform) => [platform, descriptionOn(platform)] as const),
]);

for (const [name, text] of descriptions) {
  test(`${name}: every file of a bundle is found, as another reader finds it`, async () => {
    const [bundle] = buildBundles(clusterFrom(text), secrets);
    assert.ok(bundle);
    const contents = contentsOf(
      bundleFiles(bundle).map((file) => ({ name: file.name, bytes: documentBytes(file.document) })),
    );
    const delivered = (await deliveredFiles(bundle)).filter(({ path, content }) => path.startsWith('/') && content);
    assert.ok(delivered.length > 10);
    for (const { path, content } of delivered) assert.is(contents.get(path)?.text, content, path);
    for (const { name: item, isSecret } of contents.values()) {
      if (item.includes('/secrets/')) assert.ok(isSecret, item);
    }
  });
}

test('the parts of a message come out as they went in', () => {
  const parts = [
    { contentType: 'text/cloud-config', name: 'a.cfg', content: '#cloud-config\nhostname: a\n' },
    { contentType: 'text/x-shellscript', name: 'b.sh', content: '#!/bin/sh\necho grün\n\n' },
  ] as const;
  assert.equal(
    messageParts(multipartUserData(parts)).map(({ name, content }) => ({ name, content })),
    parts.map(({ name, content }) => ({ name, content })),
  );
});

test('a document that cannot be read is compared as a whole', () => {
  for (const name of ['user-data', 'config.ign', 'network-config']) {
    const contents = contentsOf([{ name, bytes: Buffer.from('{ [') }]);
    assert.equal([...contents.keys()], [name]);
  }
});

test.run();
