/** A repository of Debian packages with Nomad's, made and signed for this run: as HashiCorp's, as far as a machine meets it. */

import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../rehearsal/command.ts';
import { nomadBinary } from '../rehearsal/nomad.ts';
import { NOMAD_CONFIG, NOMAD_UNIT } from '../rehearsal/root-image.ts';

export interface Repository {
  /** Path below the repository to content. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** ASCII-armored. */
  readonly key: string;
  readonly suite: string;
}

const [suite, component] = ['test', 'main'];

/** It starts what it brings, which is what must not come of it. */
const POST_INSTALL = `#!/bin/sh
getent passwd nomad >/dev/null || useradd --system --user-group --shell /bin/false nomad
systemctl daemon-reload
systemctl enable nomad.service
systemctl restart nomad.service
exit 0
`;

/** A repository with this version of the package, and word of a later one, which nobody must want. */
export async function nomadRepository(version: string, later: string): Promise<Repository> {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-apt-'));
  try {
    const architecture = (await run(['dpkg', '--print-architecture'])).trim();
    const deb = await buildPackage(folder, version, architecture);
    const pool = `pool/nomad_${version}_${architecture}.deb`;
    const entry = `Filename: ${pool}\nSize: ${deb.length}\nSHA256: ${sha256(deb)}\n`;
    const list = Buffer.from(
      [version, later].map((one) => `${control(one, architecture)}${entry.replaceAll(version, one)}`).join('\n'),
    );
    const listPath = `${component}/binary-${architecture}/Packages`;
    const { key, signed } = await sign(folder, release(listPath, list, architecture));
    const below = `dists/${suite}`;
    const files = new Map([
      [pool, deb],
      [`${below}/${listPath}`, list],
      [`${below}/InRelease`, signed],
    ]);
    return { files, key, suite };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const control = (version: string, architecture: string) =>
  `Package: nomad\nVersion: ${version}\nArchitecture: ${architecture}\nMaintainer: test\nDescription: Nomad\n`;

const release = (path: string, content: Buffer, architecture: string) =>
  `Suite: ${suite}\nCodename: ${suite}\nDate: ${new Date().toUTCString()}\nArchitectures: ${architecture}
Components: ${component}\nSHA256:\n ${sha256(content)} ${content.length} ${path}\n`;

async function buildPackage(folder: string, version: string, architecture: string): Promise<Buffer> {
  const root = join(folder, 'package');
  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  put('DEBIAN/control', control(version, architecture));
  put('DEBIAN/postinst', POST_INSTALL);
  put('usr/lib/systemd/system/nomad.service', NOMAD_UNIT);
  put('etc/nomad.d/nomad.hcl', NOMAD_CONFIG);
  put('usr/bin/nomad', '');
  copyFileSync(await nomadBinary(), join(root, 'usr/bin/nomad'));
  for (const path of ['DEBIAN/postinst', 'usr/bin/nomad']) chmodSync(join(root, path), 0o755);
  await run(['dpkg-deb', '-Znone', '--root-owner-group', '--build', root, join(folder, 'nomad.deb')]);
  return readFileSync(join(folder, 'nomad.deb'));
}

/** Signs with a key of its own; GnuPG's agent ends with it. */
async function sign(folder: string, text: string): Promise<{ readonly key: string; readonly signed: Buffer }> {
  const home = join(folder, 'gnupg');
  mkdirSync(home, { mode: 0o700 });
  const gpg = (...args: string[]) =>
    run(['gpg', '--homedir', home, '--batch', '--passphrase', '', ...args], { input: text });
  try {
    await gpg('--quick-generate-key', 'test', 'ed25519', 'sign', 'never');
    const signed = Buffer.from(await gpg('--clearsign', '--output', '-', '-'));
    return { key: await gpg('--armor', '--export', 'test'), signed };
  } finally {
    await run(['gpgconf', '--homedir', home, '--kill', 'all']);
  }
}
