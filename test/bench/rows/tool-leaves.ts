/** Rows of leaf certificates by the programs that people use today. */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../judges.ts';
import { type Bench, freshFolder, require } from '../bench.ts';
import type { Line } from '../line.ts';
import { interleave, type Pair, spreadOf } from '../measure.ts';
import { run } from '../processes.ts';
import { leafPairs } from './in-process.ts';

const what = 'one leaf';

/** One leaf by OpenSSL: in three processes, as most instructions have it, and in the one that release 3 can do with. */
export async function* opensslLeaves(bench: Bench): AsyncGenerator<Line> {
  const openssl = judge('openssl');
  if (!openssl) return yield { kind: 'absence', what, program: 'openssl' };
  const folder = freshFolder(bench, 'openssl');
  const { authorities } = JSON.parse(readFileSync(bench.secrets, 'utf8'));
  writeFileSync(join(folder, 'ca.pem'), authorities[0].certificate);
  writeFileSync(join(folder, 'ca-key.pem'), authorities[0].privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'leaf.ext'), extensions.map(([name, value]) => `${name} = ${value}\n`).join(''));
  const note = `openssl: ${(await run(openssl, ['version'])).output.trim()}`;
  const step = async (line: string, ...more: string[]) =>
    (await run(openssl, [...line.split(' '), ...more], { folder })).ms;
  const threeProcesses = async () =>
    (await step('ecparam -name prime256v1 -genkey -noout -out key.pem')) +
    (await step('req -new -key key.pem -subj /CN=m1 -out leaf.csr')) +
    (await step(
      'x509 -req -in leaf.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 3650 -extfile leaf.ext -out leaf.pem',
    ));
  const against = 'openssl ecparam, req, x509: three processes';
  yield { ...(await compared(bench, 'openssl, three processes', threeProcesses)), what, against, note };
  requireLeaf(folder, 'leaf.pem', 'key.pem', 'ca.pem');
  if (!/^OpenSSL [3-9]/.test(note.slice('openssl: '.length))) {
    return yield { kind: 'absence', what, program: 'openssl 3 (for a leaf in one process)' };
  }
  const curve = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc';
  const added = extensions.flatMap(([name, value]) => ['-addext', `${name}=${value}`]);
  const oneProcess = () =>
    step(
      `req -x509 ${curve} -CA ca.pem -CAkey ca-key.pem -days 3650 -subj /CN=m1 -keyout key1.pem -out leaf1.pem`,
      ...added,
    );
  yield { ...(await compared(bench, 'openssl, one process', oneProcess)), what, against: 'openssl req: one process' };
  requireLeaf(folder, 'leaf1.pem', 'key1.pem', 'ca.pem');
}

const extensions = [
  ['subjectAltName', 'DNS:client.global.nomad,DNS:localhost,DNS:m1,IP:127.0.0.1,IP:10.20.0.11'],
  ['basicConstraints', 'critical,CA:FALSE'],
  ['keyUsage', 'critical,digitalSignature'],
  ['extendedKeyUsage', 'serverAuth,clientAuth'],
] as const;

/** One leaf by Nomad itself. */
export async function* nomadLeaf(bench: Bench): AsyncGenerator<Line> {
  const nomad = judge('nomad');
  if (!nomad) return yield { kind: 'absence', what, program: 'nomad' };
  const authority = await nomadAuthority(bench, nomad);
  const against = 'nomad tls cert create';
  const theirs = () => nomadLeafBy(nomad, freshFolder(bench, 'nomad-leaf'), authority, 'client');
  const note = `nomad: ${(await run(nomad, ['version'])).output.split('\n')[0]}`;
  yield { ...(await compared(bench, against, theirs)), what, against, note };
}

/** Makes Nomad's own authority in a new folder, and gives the folder. */
export async function nomadAuthority(bench: Bench, nomad: string): Promise<string> {
  const folder = freshFolder(bench, 'nomad-authority');
  await run(nomad, ['tls', 'ca', 'create'], { folder });
  return folder;
}

/** Issues a leaf into a folder without one of that role, and checks it; gives the milliseconds of issuing. */
export async function nomadLeafBy(
  nomad: string,
  folder: string,
  authority: string,
  role: 'server' | 'client',
): Promise<number> {
  const ca = join(authority, 'nomad-agent-ca.pem');
  const signer = ['-ca', ca, '-key', join(authority, 'nomad-agent-ca-key.pem')];
  const args = ['tls', 'cert', 'create', `-${role}`, ...signer, '-days', '3650', '-additional-ipaddress', '10.20.0.11'];
  const { ms } = await run(nomad, args, { folder });
  requireLeaf(folder, `global-${role}-nomad.pem`, `global-${role}-nomad-key.pem`, ca);
  return ms;
}

function requireLeaf(folder: string, certificate: string, key: string, authority: string): void {
  const path = (name: string) => (name.startsWith('/') ? name : join(folder, name));
  require(existsSync(path(certificate)), `no ${certificate}`);
  const leaf = new X509Certificate(readFileSync(path(certificate)));
  require(leaf.verify(new X509Certificate(readFileSync(path(authority))).publicKey), `${certificate} does not verify`);
  require(leaf.checkPrivateKey(createPrivateKey(readFileSync(path(key)))), `${key} is not the key of ${certificate}`);
}

/** Their process against a leaf of ours in a process that has issued some before. */
async function compared(bench: Bench, name: string, theirs: () => Promise<number>) {
  await theirs();
  const ours = async () => spreadOf((await leafPairs(bench, 3)).map((pair) => pair.ours)).median;
  const rounds = bench.rounds(`tools, ${name}`, toolRounds(bench));
  const pairs: readonly Pair[] = await interleave(rounds, ours, theirs);
  return { kind: 'comparison', pairs, ratio: 'theirs / ours' } as const;
}

/** A tool's process takes tens of milliseconds, and so does nothing that it is compared with. */
export function toolRounds({ sizes }: Bench): number {
  return Math.ceil(sizes.shortRounds / 3);
}
