/** The few fixed programs, as they come out of built bundles: what is right in the sources alone helps no machine. */

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import { roles } from '../../lib/cluster/vocabulary.ts';
import { programFolder, programPartsFolder } from '../../lib/machine/places.ts';
import { encodeParameters } from '../../lib/plan/parameters.ts';
import { type DeliveredFile, deliveredFiles } from '../delivered.ts';
import { clusterFrom, descriptionOn, fixtures, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder, writeBelow } from '../pack/temporary.ts';
import { isPython, scriptNames, shippedScript } from '../tools/embed-scripts.ts';
import { placeFiles } from './machine-folder.ts';

const scripts = suite('scripts');
const { secrets, text } = threeMachines();

const fetched = `install: { method: archive, url: "https://files.example/nomad.zip", sha256: ${'a'.repeat(64)} }`;

/** The fixtures, the ways of packing that none of them takes, Nomad that is fetched, and a platform with all that ours bring. */
const descriptions: readonly (readonly [name: string, text: string])[] = [
  ...fixtures().map(({ name, clusterFile }) => [name, readFileSync(clusterFile, 'utf8')] as const),
  ['compressed Ignition', `target: { format: ignition, os: flatcar, platform: ec2 }\n${text}`],
  ['a firewall in the image', descriptionOn('oci')],
  ['MIME', `extra: { userData: [{ name: own.sh, type: shell-script, content: "#!/bin/sh\\ntrue\\n" }] }\n${text}`],
  ['draining', text.replace('\nclient:\n', '\nclient:\n  drainOnShutdown: { deadline: 5m }\n')],
  ['fetched', text.replace('1.11.3', `1.11.3\n  ${fetched}`)],
  ['a Nomad that does not ask its own API', text.replace('1.11.3', '1.0.18')],
];

/** What the machines of each description find on their disks, machine by machine. */
const machines = await Promise.all(
  descriptions.flatMap(([name, description]) =>
    [...buildBundles(clusterFrom(description), secrets)].map(async (bundle) => ({
      name: `${name}: ${bundle.machine}`,
      files: await deliveredFiles(bundle),
    })),
  ),
);

/** Only what the build sends: each begins with the name of its interpreter. */
const programsAmong = (files: readonly DeliveredFile[]) =>
  files.filter(
    ({ path, content }) =>
      [programFolder, programPartsFolder].some((folder) => path.startsWith(`${folder}/`)) || content.startsWith('#!'),
  );
const delivered = machines.flatMap(({ files }) => programsAmong(files));
/** Each program once. */
const programs = [...new Map(delivered.map((program) => [program.content, program])).values()];

/** The sources of a program as they stand today: its own, or with what takes the place of some of it; none if it has others. */
function sourcesOf({ path, content }: DeliveredFile): readonly string[] {
  const name = basename(path);
  const compositions = [[name], ...(name === 'agents' ? [[name, 'ask-by-openssl']] : [])];
  const found = scriptNames.includes(name) && compositions.find((all) => content === all.map(shippedScript).join(''));
  return found || [];
}

scripts('every machine receives programs, and each is its source as it stands today', () => {
  for (const { name, files } of machines) {
    const received = programsAmong(files);
    assert.ok(received.length > 0, `${name} receives no program`);
    for (const program of received)
      assert.ok(sourcesOf(program).length > 0, `${name}: ${program.path} is not its source`);
  }
});

scripts('every source is on some machine', () => {
  assert.equal([...new Set(programs.flatMap(sourcesOf))].sort(), scriptNames);
});

/** Sourced files that are not there; and, of what stands behind `agents`, a definition that replaces another, called in subshells. */
const known = 'SC1090,SC1091,SC2030,SC2031,SC2317';

testWithJudge(scripts, 'shellcheck', 'shellcheck has nothing to say of what machines receive', (shellcheck) => {
  inTemporaryFolder((folder) => {
    const shell = programs.filter(({ path }) => !isPython(basename(path)));
    const placed = shell.map(({ path, content }, index) => ({
      path: `/${index}${path}`,
      content: Buffer.from(content),
    }));
    writeBelow(folder, placed);
    const files = placed.map(({ path }) => join(folder, path));
    const { stdout, status } = spawnSync(shellcheck, ['--shell=sh', `--exclude=${known}`, ...files], {
      encoding: 'utf8',
    });
    assert.is(stdout, '');
    assert.is(status, 0);
  });
});

scripts('no program prints what it reads from the secrets folder', () => {
  for (const { path, content } of programs) {
    assert.not.match(content, /(echo|printf)[^\n]*(TOKEN|secret-id|bootstrap-token)/, path);
    assert.not.match(content, /^\s*(cat|head|tail)\b[^\n]*(SECRETS|secret)/m, path);
    assert.not.match(content, /set -[a-z]*[xv]/, path);
  }
});

testWithJudge(scripts, 'nft', 'nft accepts the rulesets that machines receive', (nft) => {
  const files = machines.flatMap((machine) => machine.files).filter(({ path }) => path.endsWith('.nft'));
  assert.ok(files.length > 0);
  for (const input of new Set(files.map(({ content }) => content))) {
    // A network namespace of its own, for nft asks the kernel even when it only checks.
    execFileSync('unshare', ['--map-root-user', '--net', nft, '--check', '--file', '-'], { input, stdio: 'pipe' });
  }
});

testWithJudge(scripts, 'sh', 'a shell reads back every parameter', (shell) => {
  const value = `it's "quoted" $HOME \`id\` \\ {{ x }} #;&|`;
  const text = `${encodeParameters({ ONE: value })}printf %s "$ONE"`;
  assert.is(execFileSync(shell, ['-c', text], { encoding: 'utf8' }), value);
});

testWithJudge(scripts, 'sh', 'an agent waits for its address only with its machine’s own configuration', (shell) => {
  const files = machines.find(({ name }) => name === 'three-machines: n1')?.files ?? [];
  const statusWith = (role: string, own: string | undefined): number | null =>
    inTemporaryFolder((folder) => {
      const isOwn = ({ path }: DeliveredFile) => path === `/etc/nomad-${role}.d/machine.json`;
      assert.is(files.filter(isOwn).length, 1);
      const others = files.filter((file) => !isOwn(file));
      const address = `echo '2: eth0    inet 10.10.0.11/24 scope global eth0'`;
      placeFiles(folder, [
        ...others,
        ...(own === undefined ? [] : [{ path: `/etc/nomad-${role}.d/machine.json`, content: own }]),
        { path: '/stand-ins/ip', content: `#!${shell}\n${address}\n` },
      ]);
      const program = join(folder, '/opt/nomad-firstboot/bin/wait-for-address');
      const env = { PATH: `${join(folder, 'stand-ins')}:${process.env['PATH']}` };
      return spawnSync(shell, [program, role], { env, timeout: 20_000 }).status;
    });
  for (const role of roles) {
    assert.is(statusWith(role, '{}'), 0, role);
    for (const own of ['', undefined]) assert.is(statusWith(role, own), 1, role);
  }
});

scripts.run();
