/** How Nomad comes to a machine that cloud-init sets up: its units, and the program that fetches, against a real server. */

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { unitText } from '../../lib/systemd/unit-file.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';
import { inside, placeFiles } from './machine-folder.ts';

const installation = suite('installation');
const { text, secrets } = threeMachines();
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
const path = '/opt/nomad-test/bin/nomad';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The first machine's plan, with another installation and more said in front. */
function planOf(install: string, more = ''): MachinePlan {
  const [plan] = planMachines(
    clusterFrom(
      `${more}${text.replace('1.11.3', `1.11.3\n  install: ${install}`).replaceAll('  n1:\n', `  n1:\n    arch: ${arch}\n`)}`,
    ),
    secrets,
  );
  if (!plan) throw new Error('there is no machine');
  return plan;
}

const fetching = (hash: string, ...urls: readonly string[]) =>
  `{ method: archive, path: ${path}, architectures: { ${arch}: { urls: ${JSON.stringify(urls)}, sha256: ${hash} }, ${arch === 'amd64' ? 'arm64' : 'amd64'}: { url: "http://other.example/nomad", sha256: ${hash} } } }`;
const repository =
  'repository: { url: "https://apt.example", suite: trixie, key: "-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\nmDMEaA==\\n-----END PGP PUBLIC KEY BLOCK-----" }';

const unitOf = ({ shared: { units } }: MachinePlan, name: string) => {
  const unit = units.find((candidate) => candidate.name === name);
  return unit?.content && unitText({ content: unit.content });
};
const fileOf = (plan: MachinePlan, name: string) => filesOf(plan).find((file) => file.path === name)?.content;

installation('without it nothing is there that belongs to it, and the guard alone asks for packages', () => {
  const names = (plan: MachinePlan) => plan.shared.units.map(({ name }) => name);
  const [plain, guarded] = [planOf('{}'), planOf('{}', 'target: { platform: ec2 }\n')];
  assert.not(names(plain).some((name) => /install|packages/.test(name)));
  assert.is(fileOf(plain, '/opt/nomad-firstboot/bin/install'), undefined);
  assert.ok(names(guarded).includes('nomad-packages.service'));
  assert.is(fileOf(guarded, '/opt/nomad-firstboot/lib/fetch-nomad'), undefined);
  assert.match(unitOf(guarded, 'nomad-packages.service') ?? '', / packages apt nftables nft$/m);
  const rhel = planOf('{}', 'target: { platform: ec2, os: rhel }\n');
  assert.match(unitOf(rhel, 'nomad-packages.service') ?? '', / packages dnf nftables nft$/m);
  const flatcar = planOf('{}', 'target: { platform: ec2, os: flatcar, format: ignition }\n');
  assert.not(names(flatcar).includes('nomad-packages.service'));
});

installation('the agents need it, the proof comes after it, and multi-user.target waits for none of them', () => {
  const plan = planOf(fetching('a'.repeat(64), 'http://files.example/nomad.zip'));
  for (const role of ['server', 'client']) {
    const unit = unitOf(plan, `nomad-${role}.service`) ?? '';
    assert.match(unit, /^Requires=.*\bnomad-install[.]service\b/m);
    assert.match(unit, /^After=.*\bnomad-install[.]service\b/m);
  }
  const proof = unitOf(plan, 'nomad-firstboot.service') ?? '';
  assert.match(proof, /^After=.*\bnomad-install[.]service$/m);
  assert.not.match(proof, /^Requires=.*install/m);
  for (const unit of [proof, unitOf(plan, 'nomad-install.service') ?? ''])
    assert.match(unit, /^DefaultDependencies=no$/m);
});

installation('a package comes from its repository alone, and in its version alone', () => {
  const plan = planOf(`{ method: apt, ${repository} }`);
  const install = unitOf(plan, 'nomad-install.service') ?? '';
  assert.match(
    install,
    /^ExecStart=\/opt\/nomad-firstboot\/bin\/install install apt nomad \/usr\/bin\/nomad 1.11.3-1$/m,
  );
  const source = fileOf(plan, '/etc/apt/sources.list.d/nomad-firstboot.sources') ?? '';
  const key = '/etc/nomad-firstboot/repository.asc';
  const lines = ['Types: deb', 'URIs: https://apt.example', 'Suites: trixie', 'Components: main', `Signed-By: ${key}`];
  assert.is(source, `${lines.join('\n')}\n`);
  assert.match(fileOf(plan, key) ?? '', /^-----BEGIN PGP/);
  assert.match(fileOf(plan, '/etc/apt/preferences.d/nomad-firstboot') ?? '', 'Pin: version 1.11.3-1\n');
});

const nomad = Buffer.from('#!/bin/sh\necho Nomad\n');
const elsewhere = Buffer.from('\x7fELF, of another machine');

/** A zip as HashiCorp's, with one file beside the program. */
const zipped = inTemporaryFolder((folder) => {
  writeFileSync(join(folder, 'nomad'), nomad);
  writeFileSync(join(folder, 'LICENSE.txt'), 'license');
  execFileSync('python3', ['-m', 'zipfile', '-c', 'nomad.zip', 'LICENSE.txt', 'nomad'], { cwd: folder });
  return readFileSync(join(folder, 'nomad.zip'));
});

type Answer = (response: ServerResponse) => unknown;
const giving =
  (bytes: Buffer): Answer =>
  (response) =>
    response.end(bytes);
const cut: Answer = (response) => {
  response.writeHead(200, { 'content-length': zipped.length });
  response.write(zipped.subarray(0, 100));
  setTimeout(() => response.destroy(), 50);
};
const missing: Answer = (response) => response.writeHead(404).end();
const busy: Answer = (response) => response.writeHead(503).end();

interface Course {
  readonly status: number | null;
  readonly output: string;
}

/** Runs the machine's own program against a server that answers so, for one try. */
async function fetchOnce(folder: string, step = 'install'): Promise<Course> {
  const child = spawn('python3', [join(folder, 'opt/nomad-firstboot/lib/fetch-nomad'), step]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, output };
}

/** A machine's folder, and a server with these answers at /0, /1 and so on. */
async function withServer(
  answers: readonly Answer[],
  hash: string,
  use: (folder: string) => Promise<void>,
): Promise<number> {
  let requests = 0;
  const server = createServer(({ url = '', headers }, response) => {
    assert.is(headers.authorization, `Basic ${Buffer.from('ada:secret').toString('base64')}`);
    requests += 1;
    answers[Number(url.slice(1, 2))]?.(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-'));
  try {
    const urls = answers.map((_, index) => `http://ada:secret@127.0.0.1:${port}/${index}?token=secret`);
    placeFiles(folder, filesOf(planOf(fetching(hash, ...urls))));
    await use(folder);
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
  return requests;
}

const right: readonly (readonly [form: string, served: Buffer, hashed: Buffer])[] = [
  ['a zip, hashed as it is fetched', zipped, zipped],
  ['a raw binary', nomad, nomad],
  ['a gzip-compressed binary, hashed after decompression', gzipSync(nomad), nomad],
];
for (const [form, served, hashed] of right) {
  testWithJudge(installation, 'python3', `Nomad comes as ${form}, and once`, async () => {
    const requests = await withServer([giving(served)], sha256(hashed), async (folder) => {
      assert.equal(await fetchOnce(folder), { status: 0, output: '' });
      const placed = join(folder, inside('', path));
      assert.equal(readFileSync(placed), nomad);
      assert.is(statSync(placed).mode & 0o7777, 0o755);
      assert.not(existsSync(`${placed}.new`));
      assert.equal(await fetchOnce(folder), { status: 0, output: '' });
    });
    assert.is(requests, 1);
  });
}

/** A plugin's program, which fails if nobody speaks to it, and an archive of CNI's. */
const plugin = Buffer.from('#!/bin/sh\nexit 1\n');
const archives = inTemporaryFolder((folder) => {
  for (const name of ['nomad-driver-own', 'bridge', 'portmap']) writeFileSync(join(folder, name), plugin);
  execFileSync('python3', ['-m', 'zipfile', '-c', 'own.zip', 'bridge', 'nomad-driver-own'], { cwd: folder });
  execFileSync('tar', ['-czf', 'cni.tgz', './bridge', './portmap'], { cwd: folder });
  return [readFileSync(join(folder, 'own.zip')), readFileSync(join(folder, 'cni.tgz'))] as const;
});

testWithJudge(
  installation,
  'python3',
  'plugins come by their names out of a zip, those of CNI out of a tar, each once, and Nomad apart from them',
  async () => {
    const [zip, tgz] = archives;
    const requests = await withServer([giving(nomad), giving(zip), giving(tgz)], sha256(nomad), async (folder) => {
      const own = join(folder, 'opt/nomad-firstboot/plugins/nomad-driver-own');
      const cni = join(folder, 'opt/nomad-firstboot/cni');
      const urls = JSON.parse(readFileSync(join(folder, 'etc/nomad-firstboot/install.json'), 'utf8')).files[0].urls;
      const files = [
        { path: own, kind: 'plugin', urls: [urls[1]], hash: `sha256-${sha256(zip)}` },
        { path: cni, kind: 'folder', urls: [urls[2]], hash: `sha256-${sha256(tgz)}` },
      ];
      writeFileSync(join(folder, 'etc/nomad-firstboot/plugins.json'), JSON.stringify({ arch, files }));
      for (let time = 0; time < 2; time += 1)
        assert.equal(await fetchOnce(folder, 'plugins'), { status: 0, output: '' });
      for (const path of [own, join(cni, 'bridge'), join(cni, 'portmap')]) {
        assert.equal(readFileSync(path), plugin);
        assert.is(statSync(path).mode & 0o7777, 0o755);
      }
      assert.not(existsSync(join(folder, inside('', path))));
    });
    assert.is(requests, 2);
  },
);

testWithJudge(
  installation,
  'python3',
  'mirrors are tried in their order, whatever is wrong with the first',
  async () => {
    for (const wrong of [missing, busy, cut, giving(nomad)]) {
      const requests = await withServer([wrong, giving(zipped)], sha256(zipped), async (folder) => {
        assert.equal(await fetchOnce(folder), { status: 0, output: '' });
      });
      assert.is(requests, 2);
    }
  },
);

/** What is wrong, what is said first, and whether waiting alone may help. */
const refusals: readonly (readonly [name: string, answer: Answer, hash: string, said: RegExp, waits: boolean])[] = [
  ['a missing file', missing, sha256(zipped), /^http:\/\/127[.]0[.]0[.]1:\d+\/0 answers 404 Not Found;/, false],
  ['a busy server', busy, sha256(zipped), /answers 503 Service Unavailable;/, true],
  [
    'a cut connection',
    cut,
    sha256(zipped),
    /could not be fetched: the connection was cut after 100 of \d+ bytes;/,
    true,
  ],
  ['another file', giving(nomad), sha256(zipped), /is not what is expected: it has another SHA-256 than/, false],
  ['a damaged gzip file', giving(gzipSync(nomad).subarray(0, 20)), sha256(nomad), /is not what is expected:/, false],
  ['a program of another machine', giving(elsewhere), sha256(elsewhere), /expected: it is no program for \w+;/, false],
];
for (const [name, answer, hash, said, waits] of refusals) {
  testWithJudge(installation, 'python3', `${name} is refused, told and not put in place`, async () => {
    await withServer([answer], hash, async (folder) => {
      const { status, output } = await fetchOnce(folder);
      assert.match(output, said);
      assert.match(output, /^[^\n]+; it is tried again all the time: [^\n]+\n/);
      assert.not.match(output, /secret|Traceback/);
      assert.is(status, waits ? 1 : 2);
      for (const left of ['', '.new', '.fetched']) assert.not(existsSync(join(folder, `${inside('', path)}${left}`)));
    });
  });
}

testWithJudge(
  installation,
  'python3',
  'a machine of another architecture than the description is told so',
  async () => {
    await withServer([giving(zipped)], sha256(zipped), async (folder) => {
      const parameters = join(folder, 'etc/nomad-firstboot/install.json');
      writeFileSync(parameters, readFileSync(parameters, 'utf8').replace(arch, 'riscv64'));
      const { status, output } = await fetchOnce(folder);
      assert.match(output, `the description says riscv64, and this machine is ${arch}`);
      assert.is(status, 2);
    });
  },
);

installation.run();
