/** One archive of all bundles: the same bytes, private modes, and no more than a file in memory. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ArchiveFile, tarArchive } from '../../lib/pack/tar.ts';
import { testWithJudge } from '../judges.ts';
import { askPython, pythonWith } from '../python.ts';
import { inTemporaryFolder } from './temporary.ts';

const longName = `machines/${'n'.repeat(63)}/${'d'.repeat(100)}`;
/** Longer than a header of ustar can say: pax has room for it. */
const longest = `machines/${'o'.repeat(63)}/${'d'.repeat(200)}`;
const files: readonly ArchiveFile[] = [
  { path: 'machines/n1/meta-data', content: new Uint8Array(0) },
  { path: 'machines/n1/user-data', content: Buffer.from('#cloud-config\n'.repeat(100)) },
  { path: 'machines/n2/user-data', content: Buffer.from('#cloud-config\n') },
  { path: longName, content: Buffer.from('x') },
  { path: longest, content: Buffer.from('y') },
  { path: 'operator/env.sh', mode: 0o644, content: Buffer.alloc(512, 'e') },
];

async function whole(archive: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The archive's bytes, or the message of the error that it ends with. */
async function outcome(given: Iterable<ArchiveFile>): Promise<string> {
  try {
    return (await whole(tarArchive(given))).toString('latin1');
  } catch (error) {
    return (error as Error).message;
  }
}

test('the same files give the same bytes, and nothing of the clock or the caller', async () => {
  const archive = await whole(tarArchive(files));
  assert.ok(archive.equals(await whole(tarArchive(files))));
  // POSIX.1-2017 pax: uid at 108, gid at 116, mtime at 136, the names of owner and group at 265 and 297.
  const field = (offset: number, length: number) => archive.toString('latin1', offset, offset + length);
  assert.match(field(108, 8), /^0+ \0?$/);
  assert.match(field(116, 8), /^0+ \0?$/);
  assert.match(field(136, 12), /^0+ \0?$/);
  assert.match(field(265, 64), /^\0+$/);
});

test('paths that lead elsewhere, are given twice or out of order are refused', async () => {
  const refusal = (...paths: string[]) => outcome(paths.map((path) => ({ path, content: new Uint8Array(0) })));
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
  assert.ok(chunks <= 24, `${chunks} chunks`);
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
  assert.is(await outcome(failing()), 'no such machine');
});

test('a part that cannot be made ends the archive with its error, and so does a length that is not theirs', async () => {
  function* failing(): Iterable<Uint8Array> {
    yield Buffer.from('a');
    throw new Error('no more');
  }
  const ofContent = (content: ArchiveFile['content']) => outcome([{ path: 'a', content }]);
  assert.is(await ofContent({ length: 2, parts: failing() }), 'no more');
  assert.is(await ofContent({ length: 2, parts: [Buffer.from('abc')] }), 'Size mismatch');
});

test('a reader may stop early, and no more files are made then', async () => {
  let closed = false;
  function* watched(): Iterable<ArchiveFile> {
    try {
      for (let n = 1000; ; n += 1) yield { path: `f${n}`, content: Buffer.alloc(2 ** 18) };
    } finally {
      closed = true;
    }
  }
  for await (const _ of tarArchive(watched())) break;
  assert.ok(closed);
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
        line('drwx------', 0, `machines/${'o'.repeat(63)}/`),
        line('-rw-------', 1, longest),
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

const reader = `
import io, json, sys, tarfile, base64
given = json.load(sys.stdin)
with tarfile.open(fileobj=io.BytesIO(base64.b64decode(given)), mode="r:") as archive:
    print(json.dumps([[m.name, m.isdir(), m.mode, m.uid, m.gid, m.mtime, m.uname, m.gname, m.size] for m in archive]))
`;

testWithJudge(
  test,
  'python3',
  'Python’s tarfile reads the same',
  async (python) => {
    const members = askPython(python, reader, (await whole(tarArchive(files))).toString('base64'));
    const folders = ['machines', 'machines/n1', 'machines/n2', 'operator', longName, longest].map((path) => {
      return path.length > 100 ? path.slice(0, path.lastIndexOf('/')) : path;
    });
    const expected = [
      ...folders.map((name) => [name, true, 0o700, 0, 0, 0, '', '', 0]),
      ...files.map(({ path, mode = 0o600, content }) => [path, false, mode, 0, 0, 0, '', '', content.length]),
    ];
    const byName = (some: unknown) => (some as unknown[][]).toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    assert.equal(byName(members), byName(expected));
  },
  pythonWith('tarfile'),
);

test.run();
