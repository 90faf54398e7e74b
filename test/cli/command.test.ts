/** Promises about the whole command: what it builds, what it says, and how it ends. */

import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bytes, fixture, run, snapshot } from './harness.ts';
import { builtWorkshop, workshop } from './workshop.ts';

const change = (file: string, from: string | RegExp, to: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

test('the first build makes the secrets, says so, builds all machines, and says what to do next', async () => {
  const { description, secrets, out } = workshop();
  const { status, stdout, stderr } = await run([description, '--out', out]);
  assert.is(status, 0, stderr);
  assert.is(stdout, '');
  assert.is(statSync(secrets).mode & 0o777, 0o600);
  assert.match(stderr, `Made the secrets of cluster demo: ${secrets}`);
  assert.match(stderr, 'Keep this file');
  assert.match(stderr, `Built 3 machines into ${out}: n1, n2, n3.`);
  assert.match(stderr, `. ${out}/operator/env.sh && nomad server members`);
  assert.equal(readdirSync(join(out, 'operator')).sort(), ['ca.pem', 'cli-key.pem', 'cli.pem', 'env.sh', 'token']);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  assert.equal([manifest.format, manifest.cluster, Object.keys(manifest.machines)], [1, 'demo', ['n1', 'n2', 'n3']]);
  assert.equal(Object.keys(manifest.machines.n1), [
    'instanceId',
    'platform',
    'encoding',
    'countedBytes',
    'roles',
    'datacenter',
    'networks',
    'attach',
    'files',
    'certificates',
  ]);
  assert.is(manifest.machines.n1.files['user-data'].bytes, statSync(join(out, 'machines/n1/user-data')).size);
});

test('a second build with the same secrets changes no byte, and says so', async () => {
  const { description, secrets, out } = await builtWorkshop();
  const before = [snapshot(out), readFileSync(secrets, 'utf8')];
  const { status, stderr } = await run([description, '--out', out, '--locked']);
  assert.is(status, 0, stderr);
  assert.equal([snapshot(out), readFileSync(secrets, 'utf8')], before);
  assert.match(stderr, ': 3 unchanged.');
  assert.not.match(stderr, 'Made the secrets');
});

test('a build says which machines are new, changed and gone', async () => {
  const { description, out } = await builtWorkshop();
  change(description, /\n {2}n3:/, '\n  n4:');
  change(description, '\n  n2:\n', '\n  n2:\n    instance: 2\n');
  const { stderr } = await run([description, '--out', out]);
  assert.match(stderr, 'new: n4; changed: n2; list of servers only: n1; removed: n3.');
  assert.match(stderr, 'The servers changed, so every machine is told another list of them.');
  assert.match(stderr, 'A machine that runs keeps what it has');
});

test('a client more changes no other machine, and the build says so', async () => {
  const { description, out } = await builtWorkshop();
  const client = 'roles: [client], interfaces: [{ network: clients, address: 10.20.0.20 }]';
  change(description, 'clients: { subnet: 10.20.0.0/24 }', 'clients: { subnet: 10.20.0.0/24, gateway: 10.20.0.1 }');
  await run([description, '--out', out]);
  writeFileSync(description, `${readFileSync(description, 'utf8')}  w1: { ${client} }\n`);
  const { stderr } = await run([description, '--out', out]);
  assert.match(stderr, `Built 4 machines into ${out}: new: w1; 3 unchanged.`);
  assert.not.match(stderr, 'The servers changed');
});

test('a folder is shown as it was named, and the next step can be copied', async () => {
  const { description, folder } = workshop();
  const { stderr } = await run([description, '--out', `${folder}/my out/`]);
  assert.match(stderr, `Built 3 machines into ${folder}/my out: n1`);
  assert.match(stderr, `Then: . '${folder}/my out/operator/env.sh' && nomad`);
});

test('one machine and JSON on standard output are the bytes that a folder gets', async () => {
  const { description, out } = await builtWorkshop();
  const userData = readFileSync(join(out, 'machines/n2/user-data'), 'utf8');
  const one = await run([description, '--machine', 'n2']);
  assert.equal([one.status, one.stdout, one.stderr], [0, userData, '']);
  const all = await run([description, '--json']);
  assert.equal([all.status, all.stderr], [0, '']);
  const bundles = JSON.parse(all.stdout);
  assert.equal(Object.keys(bundles), ['n1', 'n2', 'n3']);
  assert.equal(Object.keys(bundles.n2), ['userData', 'metaData', 'networkConfig']);
  assert.is(Buffer.from(bundles.n2.userData.content, bundles.n2.userData.encoding).toString(), userData);
});

test('only a build into a folder makes secrets; every other one says what to do', async () => {
  const { folder, description, path } = workshop();
  for (const args of [['--machine', 'n1'], ['--json'], ['--tar', '-'], ['--tar', path('all.tar')]]) {
    const { status, stdout, stderr } = await run([description, ...args]);
    assert.equal([status, stdout], [3, ''], args.join(' '));
    assert.match(stderr, 'there is no secrets file');
    assert.match(stderr, `are made by a build into a folder: build-userdata ${description} --out out`);
    assert.equal(readdirSync(folder), ['cluster.yaml']);
  }
});

test('secrets come from standard input, from another file, and with a description from standard input', async () => {
  const { description, secrets, path } = await builtWorkshop();
  const expected = (await run([description, '--json'])).stdout;
  const text = readFileSync(secrets, 'utf8');
  rmSync(secrets);
  const piped = await run([description, '--json', '--secrets', '-'], { stdin: () => bytes(text) });
  assert.is(piped.stdout, expected, piped.stderr);
  writeFileSync(path('other.json'), text, { mode: 0o600 });
  assert.is((await run([description, '--json', '--secrets', path('other.json')])).stdout, expected);
  const stdin = () => bytes(readFileSync(description));
  assert.is((await run(['-', '--json', '--secrets', path('other.json')], { stdin })).stdout, expected);
  const without = await run(['-', '--json'], { stdin });
  assert.is(without.status, 2);
  assert.match(without.stderr, 'Add --secrets FILE');
});

test('--locked, check and show never make secrets', async () => {
  const { folder, description, out } = workshop();
  for (const args of [
    [description, '--out', out, '--locked'],
    [description, '--json', '--locked'],
    ['show', description, 'n1'],
  ]) {
    const { status, stdout, stderr } = await run(args);
    assert.equal([status, stdout], [3, '']);
    assert.match(stderr, 'there is no secrets file');
  }
  const { status, stdout, stderr } = await run(['check', description]);
  assert.equal([status, stdout], [0, ''], stderr);
  assert.match(stderr, 'cluster demo, 3 machines (3 servers, 3 clients), without secrets');
  assert.equal(readdirSync(folder), ['cluster.yaml']);
});

test('new secrets are never made for a cluster that was built with others', async () => {
  const { description, secrets, out } = await builtWorkshop();
  rmSync(secrets);
  const before = snapshot(out);
  const { status, stderr } = await run([description, '--out', out]);
  assert.is(status, 3);
  assert.match(stderr, `${out} was built with other ones`);
  assert.equal(snapshot(out), before);
  assert.throws(() => statSync(secrets));
});

test('an error in the description stops everything, and all errors are told with their count', async () => {
  const { folder, description, out } = workshop();
  change(description, '10.10.0.11', '10.99.0.11');
  change(description, 'network: servers\nclient', 'network: servres\nclient');
  for (const args of [
    [description, '--out', out],
    [description, '--json'],
    ['check', description],
    ['show', description, 'n1'],
  ]) {
    const { status, stdout, stderr } = await run(args);
    assert.equal([status, stdout], [1, '']);
    assert.match(stderr, '10.99.0.11');
    assert.match(stderr, 'servres');
    assert.match(stderr, /\n\d errors(, .*)?\n$/);
  }
  assert.equal(readdirSync(folder), ['cluster.yaml']);
});

test('warnings are told and counted, and stop nothing', async () => {
  const { description } = await builtWorkshop();
  change(description, /\n {2}n3:[\s\S]*/, '\n');
  const { status, stdout, stderr } = await run([description, '--json']);
  assert.is(status, 0);
  assert.equal(Object.keys(JSON.parse(stdout)), ['n1', 'n2']);
  assert.match(stderr, /\n1 warning\n/);
});

const unreadable: readonly (readonly [what: string, content: string | Buffer])[] = [
  ['an empty file', ''],
  ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff])],
  ['UTF-16 text', Buffer.from('\ufeffname: demo', 'utf16le')],
  [
    'a YAML bomb',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghijklm'.replace(/./g, (c, i) => `${c}: &${c} [${`*${i ? 'abcdefghijklm'[i] : 'a'},`.repeat(9)}]\n`)}`,
  ],
  ['10 MB of one line', `name: ${'x'.repeat(10_000_000)}`],
  ['10 MB of brackets', '['.repeat(10_000_000)],
  ['a list', '- a\n- b\n'],
  ['JSON cut in half', '{"name": "demo", "nomad": {"ver'],
];

for (const [what, content] of unreadable) {
  test(`a description that is ${what} gets an answer`, async () => {
    const { folder, description, out } = workshop();
    writeFileSync(description, content);
    const { status, stderr } = await run([description, '--out', out]);
    assert.is(status, 1, stderr.slice(0, 2000));
    assert.match(stderr, /\n\d+ errors?/);
    assert.ok(stderr.length < 20_000, `${stderr.length} characters`);
    assert.not.match(stderr, /\n {4}at |internal error/);
    assert.not.match(stderr, '\0');
    assert.equal(readdirSync(folder), ['cluster.yaml']);
  });
}

test('a description that is not there, a folder, or endless gets an answer', async () => {
  const { folder, path } = workshop();
  const missing = await run([path('clutser.yaml'), '--json']);
  assert.is(missing.status, 3);
  assert.match(
    missing.stderr,
    /^build-userdata: cannot read .*clutser.yaml: there is no such file or folder\n {2}Name the file/,
  );
  assert.match((await run([folder, '--json'])).stderr, 'it is a folder');
  const endless = await run(['/dev/zero', '--json']);
  assert.is(endless.status, 1);
  assert.match(endless.stderr, '/dev/zero is larger than 64 MiB');
});

test('a mistyped command is named, unless a file has its name', async () => {
  for (const line of ['chek', 'chek c.yaml', 'chek c.yaml --json', 'chek --json', 'chek --out o']) {
    assert.match((await run(line.split(' '))).stderr, 'Did you mean build-userdata check?', line);
  }
  const { folder, path } = workshop();
  writeFileSync(path('chek'), 'name: 5\n');
  const before = process.cwd();
  process.chdir(folder);
  const { stderr } = await run(['chek', '--json']).finally(() => process.chdir(before));
  assert.match(stderr, /^chek:1:/);
  assert.not.match(stderr, 'Did you mean build-userdata');
  assert.not.match((await run(['clutser.yaml', '--json'])).stderr, 'Did you mean');
});

test('secrets that are cut, empty, another cluster’s or open to others are refused, and stay as they are', async () => {
  const { description, secrets, out } = await builtWorkshop();
  const [whole, output] = [readFileSync(secrets, 'utf8'), snapshot(out)];
  const cases: readonly (readonly [text: string, status: number])[] = [
    [whole.slice(0, whole.length / 2), 1],
    ['', 1],
    ['\0\xff', 1],
    [whole.replace('"demo"', '"prod"'), 1],
  ];
  for (const [text, expected] of cases) {
    writeFileSync(secrets, text);
    const { status, stderr } = await run([description, '--out', out]);
    assert.is(status, expected, stderr);
    assert.match(stderr, /\n\d errors?\n$/);
    assert.match(stderr, secrets);
    assert.is(readFileSync(secrets, 'utf8'), text);
  }
  writeFileSync(secrets, whole);
  chmodSync(secrets, 0o644);
  const { status, stderr } = await run([description, '--out', out]);
  assert.is(status, 3);
  assert.match(stderr, `Run: chmod 600 ${secrets}`);
  assert.equal(snapshot(out), output);
});

test('a build with test secrets as git leaves them says so, and is none the worse', async () => {
  const { description, secrets, out } = workshop();
  copyFileSync(join(dirname(fixture), 'cluster.secrets.json'), secrets);
  chmodSync(secrets, 0o644);
  const { status, stderr } = await run([description, '--out', out]);
  assert.is(status, 0, stderr);
  assert.match(stderr, `${secrets}: notice[secrets-for-tests]: these are test secrets, which everybody may know`);
  assert.match(stderr, '\n2 notices\n');
});

test('holes of the release are told by check, by the first build of a folder, and by none that has the release already', async () => {
  const { description, out } = workshop();
  const told = 'notice[nomad-lacks-fixes]: Nomad 1.11.3 lacks the fixes of CVE-2026-6959, CVE-2026-7474, ';
  assert.match((await run([description, '--out', out])).stderr, `${description}:5:12: ${told}`);
  assert.match((await run(['check', description])).stderr, told);
  assert.not.match((await run([description, '--out', out])).stderr, 'nomad-lacks-fixes');
  writeFileSync(description, readFileSync(description, 'utf8').replace('version: 1.11.3', 'version: 1.7.7'));
  const other = (await run([description, '--out', out])).stderr;
  assert.match(other, 'notice[nomad-line-ended]: Nomad 1.7.7 is of a line that has ended');
});

test('a machine that the cluster does not have is wrong usage', async () => {
  const { folder, description } = workshop();
  const { status, stderr } = await run([description, '--machine', 'n11']);
  assert.is(status, 2);
  assert.match(stderr, 'cluster demo has no machine "n11"\n  Did you mean n1?');
  assert.match((await run(['show', description, 'worker'])).stderr, 'Its machines are n1, n2, n3.');
  assert.equal(readdirSync(folder), ['cluster.yaml']);
});

test('a folder that is not ours is refused before secrets are made', async () => {
  const { folder, description, out } = workshop();
  mkdirSync(out);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  const { status, stderr } = await run([description, '--out', out]);
  assert.is(status, 3);
  assert.match(stderr, 'not the output of an earlier build');
  assert.equal(readdirSync(folder).sort(), ['cluster.yaml', 'out']);
});

test('certificates that end within 90 days are warned of, by build and by check', async () => {
  const { description, secrets } = await builtWorkshop();
  const ends = Date.parse(JSON.parse(readFileSync(secrets, 'utf8')).issuedAt) + 3650 * 86_400_000;
  const day = (before: number) => new Date(ends - before * 86_400_000);
  const early = await run([description, '--json'], { now: () => day(91) });
  assert.is(early.stderr, '');
  const late = await run([description, '--json'], { now: () => day(89) });
  assert.is(late.status, 0);
  assert.match(late.stderr, `${secrets}: warning[certificate-ends]: 4 certificate holders (the operator, n1, n2, n3)`);
  assert.match(late.stderr, 'in 89 days');
  const at = (before: number) => day(before).toISOString().slice(0, 10);
  const check = await run(['check', description, '--at', at(-10)]);
  assert.is(check.status, 0);
  assert.match(check.stderr, /ended on .*, \d+ days ago/);
  assert.not.match((await run(['check', description, '--at', at(91)])).stderr, 'warning');
  assert.match(
    (await run(['check', description, '--at', '2099-01-01'])).stderr,
    'the certificate authority that signs',
  );
});

test('check looks at the secrets that are named, and misses them when they are not there', async () => {
  const { description, path } = await builtWorkshop();
  const { status, stderr } = await run(['check', description, '--secrets', path('gone.json')]);
  assert.is(status, 3);
  assert.match(stderr, 'there is no secrets file');
  assert.match((await run(['check', description])).stderr, 'with the secrets ');
});

test('an unexpected error is one line without its text, and no stack trace', async () => {
  const { description, secrets } = await builtWorkshop();
  const token = JSON.parse(readFileSync(secrets, 'utf8')).bootstrapToken;
  const now = () => {
    throw new TypeError(`a surprise with ${token} in it`);
  };
  const quiet = await run([description, '--json'], { now });
  assert.is(quiet.status, 70);
  assert.match(
    quiet.stderr,
    /^build-userdata: internal error: TypeError at lib\/cli\/commands\/build\.ts:\d+:\d+; .*please report.*\n/,
  );
  assert.not.match(quiet.stderr, token);
  assert.not.match(quiet.stderr, '    at ');
  const loud = await run([description, '--json'], { now, env: { NODE_DEBUG: 'fs,build-userdata' } });
  assert.match(loud.stderr, '    at ');
});

test.run();
