/** Images that every reader reads: by ISO 9660's own names, by Rock Ridge's and by Joliet's. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ImageFile, isoImage } from '../../lib/pack/iso9660/image.ts';
import { noCloudImage } from '../../lib/pack/nocloud.ts';
import { judge, testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from './temporary.ts';

const SECTOR = 2048;
const bytes = (count: number, seed: number) => Buffer.alloc(count, `${seed} `);

const seed = noCloudImage({
  userData: { encoding: 'utf8', content: '#cloud-config\nhostname: n1\n' },
  metaData: { encoding: 'utf8', content: 'instance-id: demo-n1-1\n' },
  networkConfig: { encoding: 'utf8', content: 'version: 2\n' },
});

/** Folders beside folders, an empty file, files that end at a sector's border and beside it. */
const nested: readonly ImageFile[] = [
  { path: 'openstack/latest/user_data', content: bytes(SECTOR, 1) },
  { path: 'openstack/latest/meta_data.json', content: bytes(SECTOR + 1, 2) },
  { path: 'openstack/latest/network_data.json', content: bytes(SECTOR - 1, 3) },
  { path: 'openstack/2018-08-27/user_data', content: bytes(0, 4), mode: 0o644 },
  { path: 'ec2/latest/meta-data.json', content: bytes(5000, 5) },
  { path: 'a/b/c/d/e/f/deep', content: bytes(1, 6) },
];

/** 100 files: four sectors of records in one folder, with names that are one where ISO 9660 has no letters for it. */
const many: readonly ImageFile[] = Array.from({ length: 100 }, (_, n) => ({
  path: `folder/${['a-b', 'a_b', 'A-b', 'a.b'][n % 4]}${'-'.repeat(n % 25)}.${n % 5 === 0 ? 'cfg' : `c${n % 12}`}`,
  content: bytes(n, n),
}));

const size = fc.oneof(
  fc
    .nat({ max: 3 })
    .chain((sectors) => fc.integer({ min: -1, max: 1 }).map((more) => Math.max(0, sectors * SECTOR + more))),
  fc.nat({ max: 9000 }),
);
const name = fc.stringMatching(/^[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,20}$/);
const paths = fc.uniqueArray(
  fc
    .tuple(fc.array(name, { maxLength: 3 }), name)
    .map(([folders, file]) => [...folders.map((each) => `${each}.d`), `${file}.f`].join('/')),
  { minLength: 1, maxLength: 60 },
);
const trees = paths.chain((all) =>
  fc
    .array(size, { minLength: all.length, maxLength: all.length })
    .map((sizes) => all.map((path, index): ImageFile => ({ path, content: bytes(sizes[index] ?? 0, index) }))),
);

function withImage<Result>(
  files: readonly ImageFile[],
  use: (image: string, folder: string) => Result,
  label = 'cidata',
) {
  return inTemporaryFolder((folder) => {
    const image = join(folder, 'image.iso');
    writeFileSync(image, isoImage({ label, files }));
    return use(image, folder);
  });
}

const run = (path: string, options: readonly string[]) =>
  execFileSync(path, options, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
const lines = (output: Buffer) =>
  output
    .toString('latin1')
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());

test('an image has these bytes', () => {
  assert.is(
    createHash('sha256').update(seed).digest('hex'),
    'f6bceaf5b56eaf0f661dfb1b612f1c6424a1a64eca6e55e1421a291e707ea8b9',
  );
  assert.is(seed.length, 28 * SECTOR);
});

test('the order of the files does not matter', () => {
  fc.assert(
    fc.property(trees, (files) => {
      const label = 'cidata';
      return isoImage({ label, files }).equals(isoImage({ label, files: [...files].reverse() }));
    }),
    { numRuns: 30 },
  );
});

test('an image ends with its last file, at a sector border', () => {
  fc.assert(
    fc.property(trees, (files) => {
      const image = isoImage({ label: 'cidata', files });
      assert.is(image.length % SECTOR, 0);
      assert.is(image.readUInt32LE(16 * SECTOR + 80) * SECTOR, image.length);
      assert.is(image.readUInt32BE(17 * SECTOR + 84) * SECTOR, image.length);
    }),
    { numRuns: 50 },
  );
});

test('a date is the date of everything', () => {
  const image = isoImage({ label: 'cidata', files: nested, secondsSince1970: Date.UTC(2026, 10, 22, 23, 5, 9) / 1000 });
  assert.is(image.toString('latin1', 16 * SECTOR + 813, 16 * SECTOR + 829), '2026112223050900');
  assert.equal([...image.subarray(16 * SECTOR + 156 + 18, 16 * SECTOR + 156 + 25)], [126, 11, 22, 23, 5, 9, 0]);
});

test('labels and paths that some reader could not show are refused', () => {
  const content = new Uint8Array(0);
  const refused = (path: string) =>
    assert.throws(() => isoImage({ label: 'x', files: [{ path, content }] }), RangeError);
  for (const path of ['', '/a', 'a/', 'a//b', '.', 'a/../b', 'käse', 'a b', 'a;1', 'x'.repeat(65)]) refused(path);
  refused('1/2/3/4/5/6/7/8/file');
  assert.throws(
    () =>
      isoImage({
        label: 'x',
        files: [
          { path: 'a', content },
          { path: 'a', content },
        ],
      }),
    /twice/,
  );
  assert.throws(
    () =>
      isoImage({
        label: 'x',
        files: [
          { path: 'a', content },
          { path: 'a/b', content },
        ],
      }),
    /at once/,
  );
  for (const label of ['', 'seventeen-letters', 'a b', 'ä']) {
    assert.throws(() => isoImage({ label, files: [] }), /label/);
  }
});

testWithJudge(test, 'isoinfo', 'isoinfo finds the volume, Rock Ridge and Joliet, in an empty image too', (path) => {
  const described = withImage([], (image) => lines(run(path, ['-d', '-i', image])));
  for (const line of ['CD-ROM is in ISO 9660 format', 'Volume id: cidata', 'Logical block size is: 2048']) {
    assert.ok(described.includes(line), line);
  }
  assert.ok(described.includes('Joliet with UCS level 3 found'));
  assert.ok(described.includes('Rock Ridge signatures version 1 found'));
});

testWithJudge(test, 'isoinfo', 'isoinfo shows all three kinds of names', (path) => {
  withImage(nested.slice(3, 5), (image) => {
    assert.equal(lines(run(path, ['-f', '-i', image])), [
      '/EC2',
      '/OPENSTACK',
      '/EC2/LATEST',
      '/OPENSTACK/2018_08_27',
      '/EC2/LATEST/META_DATA.JSO;1',
      '/OPENSTACK/2018_08_27/USER_DATA.;1',
    ]);
    for (const names of ['-R', '-J']) {
      assert.equal(lines(run(path, ['-f', names, '-i', image])), [
        '/ec2',
        '/openstack',
        '/ec2/latest',
        '/openstack/2018-08-27',
        '/ec2/latest/meta-data.json',
        '/openstack/2018-08-27/user_data',
      ]);
    }
    const listed = lines(run(path, ['-l', '-R', '-i', image]));
    const modes = listed
      .filter((line) => /-data.json|user_data|openstack$/.test(line))
      .map((line) => line.slice(0, 14));
    assert.equal(modes, ['drwx------   3', '-r--------   1', '-rw-r--r--   1']);
  });
});

testWithJudge(test, 'isoinfo', 'isoinfo finds every folder in the path tables of both byte orders', (path) => {
  withImage(nested, (image) => {
    const table = lines(run(path, ['-p', '-i', image])).slice(1);
    const names = table.map((line) =>
      line
        .trim()
        .split(/\s+/)
        .slice(1, 2)
        .concat(line.trim().split(/\s+/)[3] ?? ''),
    );
    assert.equal(names.slice(0, 7), [
      ['1', ''],
      ['1', 'A'],
      ['1', 'EC2'],
      ['1', 'OPENSTACK'],
      ['2', 'B'],
      ['3', 'LATEST'],
      ['4', '2018_08_27'],
    ]);
    const bytesOfImage = readFileSync(image);
    for (const descriptor of [16, 17]) assertTablesAgree(bytesOfImage, descriptor * SECTOR);
  });
});

/** Type L and type M hold the same numbers (ECMA-119 6.9.2). */
function assertTablesAgree(image: Buffer, descriptor: number): void {
  const end = image.readUInt32LE(descriptor + 132);
  const little = image.subarray(image.readUInt32LE(descriptor + 140) * SECTOR);
  const big = image.subarray(image.readUInt32BE(descriptor + 148) * SECTOR);
  let offset = 0;
  while (offset < end) {
    const length = little.readUInt8(offset);
    assert.is(big.readUInt32BE(offset + 2), little.readUInt32LE(offset + 2));
    assert.is(big.readUInt16BE(offset + 6), little.readUInt16LE(offset + 6));
    assert.ok(big.subarray(offset + 8, offset + 8 + length).equals(little.subarray(offset + 8, offset + 8 + length)));
    offset += 8 + length + (length % 2);
  }
  assert.is(offset, end);
}

testWithJudge(test, 'isoinfo', 'isoinfo extracts by Joliet names and by Rock Ridge names', (path) => {
  const check = (files: readonly ImageFile[]) =>
    withImage(files, (image) => {
      for (const { path: file, content } of files) {
        for (const names of ['-R', '-J']) {
          assert.ok(run(path, [names, '-i', image, '-x', `/${file}`]).equals(content), `${names} ${file}`);
        }
      }
    });
  check(nested);
  check(many);
});

testWithJudge(test, 'isoinfo', 'names are distinct in capitals too', (path) => {
  withImage(many, (image) => {
    const names = lines(run(path, ['-f', '-i', image])).slice(1);
    assert.is(new Set(names).size, many.length);
    for (const each of names) assert.match(each, /^\/FOLDER\/[A-Z0-9_]{1,27}\.[A-Z0-9_]{0,3};1$/);
    const sorted = names.map((each) => each.replace(';1', '').split('.'));
    assert.equal(
      sorted,
      [...sorted].sort(([a = '', b = ''], [c = '', d = '']) => (a < c || (a === c && b < d) ? -1 : 1)),
    );
  });
});

testWithJudge(test, 'blkid', 'blkid finds the label, by which cloud-init finds the volume', (path) => {
  for (const label of ['cidata', 'config-2']) {
    const found = withImage(nested, (image) => lines(run(path, ['-p', '-o', 'export', image])), label);
    assert.ok(found.includes(`LABEL=${label}`));
    assert.ok(found.includes('TYPE=iso9660'));
  }
});

testWithJudge(test, 'xorriso', 'xorriso extracts every file', (path) => {
  const samples = [nested, many, ...fc.sample(trees, { numRuns: 12, seed: 4 })];
  for (const files of samples) {
    withImage(files, (image, folder) => {
      const extracted = join(folder, 'extracted');
      run(path, ['-osirrox', 'on', '-indev', image, '-extract', '/', extracted]);
      assertSame(extracted, files);
    });
  }
});

testWithJudge(test, 'xorriso', 'xorriso sees owners and modes, and has nothing to say against the image', (path) => {
  withImage(nested.slice(3, 5), (image) => {
    const listed = lines(
      run(path, ['-abort_on', 'WARNING', '-report_about', 'WARNING', '-indev', image, '-find', '/', '-exec', 'lsdl']),
    );
    const files = listed.filter((line) => line.startsWith('-')).map((line) => line.replace(/ +/g, ' '));
    assert.equal(files, [
      "-r-------- 1 0 0 5000 Jan 1 1970 '/ec2/latest/meta-data.json'",
      "-rw-r--r-- 1 0 0 0 Jan 1 1970 '/openstack/2018-08-27/user_data'",
    ]);
  });
});

/** The kernel's own reader, where there is one and this process may use it. */
const canMount = process.getuid?.() === 0 && /\biso9660\b/.test(readFileSync('/proc/filesystems', 'utf8'));
const mountPath = judge('mount');
const testMount = canMount && mountPath !== undefined ? test : test.skip;
testMount('the kernel mounts it', () => {
  for (const options of ['loop,ro', 'loop,ro,norock']) {
    withImage(nested, (image, folder) => {
      const mounted = join(folder, 'mounted');
      mkdirSync(mounted);
      run(mountPath ?? 'mount', ['-t', 'iso9660', '-o', options, image, mounted]);
      try {
        assertSame(mounted, nested);
      } finally {
        run('umount', [mounted]);
      }
    });
  }
});

function assertSame(folder: string, files: readonly ImageFile[]): void {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const foundPaths = found.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  assert.equal(foundPaths, files.map(({ path }) => path).sort());
  for (const { path, content, mode } of files) {
    assert.ok(readFileSync(join(folder, path)).equals(content), path);
    if (mode !== undefined) assert.is(statSync(join(folder, path)).mode & 0o777, mode);
  }
}

test.run();
