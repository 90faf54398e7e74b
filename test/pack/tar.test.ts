/** One archive of all bundles: the same bytes, private modes, and no more than a file in memory. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ArchiveFile, tarArchive } from '../../lib/pack/tar.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from './temporary.ts';

const longName = `machines/${'n'.repeat(63)}/${'d'.repeat(120)}`;
const files: readonly ArchiveFile[] = [
  { path: 'machines/n2/user-data', content: Buffer.from('#cloud-config\n') },
  { path: 'machines/n1/user-data', content: () => Buffer.from('#cloud-config\n'.repeat(100)) },
  { path: 'machines/n1/meta-data', content: new Uint8Array(0) },
  { path: 'operator/env.sh', mode: 0o644, content: Buffer.alloc(512, 'e') },
  { path: longName, content: Buffer.from('x') },
];

async function whole(archive: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('an archive has these bytes, whatever the order of its files', async () => {
  const archive = await whole(tarArchive(files));
  assert.is(
    createHash('sha256').update(archive).digest('hex'),
    '7a74775af892a00f289c5d113a901c34c25bd9da67079e9b0b10505811ca151e',
  );
  assert.ok(archive.equals(await whole(tarArchive([...files].reverse()))));
});

test('paths that lead elsewhere, twice or through a file are refused', () => {
  const content = new Uint8Array(0);
  for (const path of ['/etc/passwd', '../up', 'a/../b', 'a//b', '']) {
    assert.throws(() => tarArchive([{ path, content }]), /cannot be put into an archive/);
  }
  assert.throws(
    () =>
      tarArchive([
        { path: 'a', content },
        { path: 'a', content },
      ]),
    /twice/,
  );
  assert.throws(
    () =>
      tarArchive([
        { path: 'a/b', content },
        { path: 'a', content },
      ]),
    /at once/,
  );
});

test('a file is made when its turn comes', async () => {
  let made = 0;
  const bytes = 2 ** 16;
  const lazy = Array.from({ length: 1000 }, (_, n) => ({
    path: `f${n}`,
    content: () => {
      made += 1;
      return Buffer.alloc(bytes);
    },
  }));
  let read = 0;
  for await (const chunk of tarArchive(lazy)) {
    read += chunk.length;
    assert.ok(made - read / bytes < 3, `${made} files were made when ${read} bytes had been read`);
  }
  assert.is(made, 1000);
});

test('a file that cannot be made ends the archive with its error', async () => {
  const content = () => {
    throw new Error('no such machine');
  };
  const outcome = await whole(tarArchive([{ path: 'a', content }])).catch((error: Error) => error.message);
  assert.is(outcome, 'no such machine');
});

test('a reader may stop early', async () => {
  for await (const _ of tarArchive(files)) break;
});

testWithJudge(test, 'tar', 'tar(1) lists owner, mode and date, and gives every file back', async (path) => {
  const archive = await whole(tarArchive(files));
  inTemporaryFolder((folder) => {
    const file = join(folder, 'all.tar');
    writeFileSync(file, archive);
    const options = ['--list', '--verbose', '--numeric-owner', '--full-time', '--utc', '--file', file];
    const listed = execFileSync(path, options, { encoding: 'utf8' }).trimEnd().split('\n');
    const line = (mode: string, bytes: number, name: string) => `${mode} 0/0 ${bytes} 1970-01-01 00:00:00 ${name}`;
    assert.equal(
      listed.map((each) => each.replace(/ +/g, ' ')),
      [
        line('drwx------', 0, 'machines/'),
        line('drwx------', 0, 'machines/n1/'),
        line('-rw-------', 0, 'machines/n1/meta-data'),
        line('-rw-------', 1400, 'machines/n1/user-data'),
        line('drwx------', 0, 'machines/n2/'),
        line('-rw-------', 14, 'machines/n2/user-data'),
        line('drwx------', 0, `machines/${'n'.repeat(63)}/`),
        line('-rw-------', 1, longName),
        line('drwx------', 0, 'operator/'),
        line('-rw-r--r--', 512, 'operator/env.sh'),
      ],
    );
    execFileSync(path, ['--extract', '--file', file, '--directory', folder], { stdio: 'pipe' });
    for (const { path: name, content } of files) {
      const expected = typeof content === 'function' ? content() : content;
      assert.ok(readFileSync(join(folder, name)).equals(expected), name);
    }
  });
});

test.run();
