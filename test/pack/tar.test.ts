/** One archive of all bundles: the same bytes, private modes, and no more than a file in memory. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ArchiveFile, tarArchive } from '../../lib/pack/tar.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from './temporary.ts';

const longName = `machines/${'n'.repeat(63)}/${'d'.repeat(100)}`;
const files: readonly ArchiveFile[] = [
  { path: 'machines/n1/meta-data', content: new Uint8Array(0) },
  { path: 'machines/n1/user-data', content: Buffer.from('#cloud-config\n'.repeat(100)) },
  { path: 'machines/n2/user-data', content: Buffer.from('#cloud-config\n') },
  { path: longName, content: Buffer.from('x') },
  { path: 'operator/env.sh', mode: 0o644, content: Buffer.alloc(512, 'e') },
];

function whole(archive: Iterable<Uint8Array>): Buffer {
  return Buffer.concat(Array.from(archive, (chunk) => Uint8Array.from(chunk)));
}

/** The archive's bytes, or the message of the error that it ends with. */
function outcome(given: Iterable<ArchiveFile>): string {
  try {
    return whole(tarArchive(given)).toString('latin1');
  } catch (error) {
    return (error as Error).message;
  }
}

/** What tar-stream makes of the same files and the folders above them. */
async function byTarStream(given: readonly { readonly path: string; readonly content: Buffer }[]): Promise<Buffer> {
  const archive = pack();
  const owned = { uid: 0, gid: 0, mtime: new Date(0) };
  const made = new Set<string>();
  for (const { path, content } of given) {
    const names = path.split('/');
    for (const folder of names.slice(1).map((_, index) => `${names.slice(0, index + 1).join('/')}/`)) {
      if (!made.has(folder)) archive.entry({ ...owned, name: folder, mode: 0o700, type: 'directory' });
      made.add(folder);
    }
    archive.entry({ ...owned, name: path, mode: 0o600, type: 'file' }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('an archive is to the byte what tar-stream makes of the same files', async () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,60}[a-z0-9]$/);
  const given = fc.uniqueArray(fc.tuple(fc.constantFrom('', 'f/', `${'p'.repeat(60)}/`), name, fc.nat(3000)), {
    selector: ([folder, word]) => folder + word,
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(given, async (members) => {
      const sorted = members
        .map(([folder, word, bytes]) => ({ path: `m/${folder}${word}`, content: Buffer.alloc(bytes, word) }))
        .sort((one, other) => (one.path < other.path ? -1 : 1));
      assert.ok(whole(tarArchive(sorted)).equals(await byTarStream(sorted)));
    }),
  );
});

test('paths that lead elsewhere, twice, out of order or too far are refused', () => {
  const refusal = (...paths: string[]) => outcome(paths.map((path) => ({ path, content: new Uint8Array(0) })));
  for (const path of ['/etc/passwd', '../up', 'a/../b', 'a//b', '']) {
    assert.match(refusal(path), /cannot be put into an archive/, path);
  }
  assert.match(refusal('a', 'a'), /given twice/);
  assert.match(refusal('b', 'a'), /"a" is out of order/);
  assert.match(refusal('a/', 'a'), /cannot be put/);
  for (const path of [
    'd'.repeat(101),
    `${'d'.repeat(156)}/a`,
    `a/${'d'.repeat(101)}`,
    `${'e/'.repeat(80)}${'d'.repeat(100)}`,
  ]) {
    assert.match(refusal(path), /is too long for an archive/);
  }
});

test('a file is made when its turn comes', () => {
  let made = 0;
  const bytes = 2 ** 18;
  function* lazy(): Iterable<ArchiveFile> {
    for (let n = 1000; n < 1400; n += 1) {
      made += 1;
      yield { path: `f${n}`, content: Buffer.alloc(bytes) };
    }
  }
  let read = 0;
  for (const chunk of tarArchive(lazy())) {
    read += chunk.length;
    assert.ok(made - read / bytes < 3, `${made} files were made when ${read} bytes had been read`);
  }
  assert.is(made, 400);
});

test('small files go together in large chunks', () => {
  const small = Array.from({ length: 1000 }, (_, n) => ({ path: `f${1000 + n}`, content: Buffer.alloc(1000) }));
  let chunks = 0;
  for (const _ of tarArchive(small)) chunks += 1;
  assert.is(chunks, 24);
});

test('a content in parts is the same file as the content in one piece', () => {
  const parts = ['', 'a'.repeat(100_000), 'b', 'c'.repeat(700)].map((part) => Buffer.from(part));
  const content = Buffer.concat(parts);
  const after = { path: 'z', content: Buffer.from('z') };
  const inParts = whole(tarArchive([{ path: 'a', content: { length: content.length, parts } }, after]));
  assert.ok(inParts.equals(whole(tarArchive([{ path: 'a', content }, after]))));
});

test('a file that cannot be made ends the archive with its error', () => {
  // biome-ignore lint/correctness/useYield: it fails before its first file
  function* failing(): Iterable<ArchiveFile> {
    throw new Error('no such machine');
  }
  assert.is(outcome(failing()), 'no such machine');
});

test('a part that cannot be made ends the archive with its error, and so does a length that is not theirs', () => {
  function* failing(): Iterable<Uint8Array> {
    yield Buffer.from('a');
    throw new Error('no more');
  }
  const ofContent = (content: ArchiveFile['content']) => outcome([{ path: 'a', content }]);
  assert.is(ofContent({ length: 2, parts: failing() }), 'no more');
  assert.is(ofContent({ length: 2, parts: [Buffer.from('abc')] }), '"a" has 3 bytes, and 2 were said');
});

test('a reader may stop early', () => {
  for (const _ of tarArchive(files)) break;
});

testWithJudge(test, 'tar', 'tar(1) lists owner, mode and date, and gives every file back', (path) => {
  const archive = whole(tarArchive(files));
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
