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
  { path: 'machines/n1/meta-data', content: new Uint8Array(0) },
  { path: 'machines/n1/user-data', content: Buffer.from('#cloud-config\n'.repeat(100)) },
  { path: 'machines/n2/user-data', content: Buffer.from('#cloud-config\n') },
  { path: longName, content: Buffer.from('x') },
  { path: 'operator/env.sh', mode: 0o644, content: Buffer.alloc(512, 'e') },
];

async function whole(archive: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

test('an archive has these bytes', async () => {
  const archive = await whole(tarArchive(files));
  assert.is(
    createHash('sha256').update(archive).digest('hex'),
    '7a74775af892a00f289c5d113a901c34c25bd9da67079e9b0b10505811ca151e',
  );
});

test('paths that lead elsewhere, twice or out of order are refused', async () => {
  const refusal = async (...paths: string[]) => {
    const content = new Uint8Array(0);
    return whole(tarArchive(paths.map((path) => ({ path, content })))).then(String, (error: Error) => error.message);
  };
  for (const path of ['/etc/passwd', '../up', 'a/../b', 'a//b', '']) {
    assert.match(await refusal(path), /cannot be put into an archive/, path);
  }
  assert.match(await refusal('a', 'a'), /given twice/);
  assert.match(await refusal('b', 'a'), /"a" is out of order/);
  assert.match(await refusal('a/', 'a'), /cannot be put/);
});

test('a file is made when its turn comes', async () => {
  let made = 0;
  const bytes = 2 ** 18;
  function* lazy(): Iterable<ArchiveFile> {
    for (let n = 1000; n < 1400; n += 1) {
      made += 1;
      yield { path: `f${n}`, content: Buffer.alloc(bytes) };
    }
  }
  let read = 0;
  for await (const chunk of tarArchive(lazy())) {
    read += chunk.length;
    assert.ok(made - read / bytes < 3, `${made} files were made when ${read} bytes had been read`);
  }
  assert.is(made, 400);
});

test('small files go together in large chunks', async () => {
  const small = Array.from({ length: 1000 }, (_, n) => ({ path: `f${1000 + n}`, content: Buffer.alloc(1000) }));
  let chunks = 0;
  for await (const _ of tarArchive(small)) chunks += 1;
  assert.is(chunks, 24);
});

test('a content in parts is the same file as the content in one piece', async () => {
  const parts = ['', 'a'.repeat(100_000), 'b', 'c'.repeat(700)].map((part) => Buffer.from(part));
  const content = Buffer.concat(parts);
  const after = { path: 'z', content: Buffer.from('z') };
  const inParts = await whole(tarArchive([{ path: 'a', content: { length: content.length, parts } }, after]));
  assert.ok(inParts.equals(await whole(tarArchive([{ path: 'a', content }, after]))));
});

test('a file that cannot be made ends the archive with its error', async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first file
  function* failing(): Iterable<ArchiveFile> {
    throw new Error('no such machine');
  }
  const outcome = await whole(tarArchive(failing())).catch((error: Error) => error.message);
  assert.is(outcome, 'no such machine');
});

test('a part that cannot be made ends the archive with its error, and so does a length that is not theirs', async () => {
  function* failing(): Iterable<Uint8Array> {
    yield Buffer.from('a');
    throw new Error('no more');
  }
  const outcome = (content: ArchiveFile['content']) =>
    whole(tarArchive([{ path: 'a', content }])).then(String, (error: Error) => error.message);
  assert.is(await outcome({ length: 2, parts: failing() }), 'no more');
  assert.match(await outcome({ length: 2, parts: [Buffer.from('abc')] }), /size mismatch/i);
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
      assert.ok(content instanceof Uint8Array && readFileSync(join(folder, name)).equals(content), name);
    }
  });
});

test.run();
