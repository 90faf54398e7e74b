/** The Ignition config as Ignition's own validators and the specification judge it. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { IgnitionSpec } from '../../lib/cluster/vocabulary.ts';
import { filesOf, type MachinePlan } from '../../lib/machine/machine-plan.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { decodeDataUrl, encodeDataUrl } from '../../lib/render/data-url.ts';
import { renderIgnition } from '../../lib/render/ignition.ts';
import type { IgnitionConfig, IgnitionFile } from '../../lib/render/ignition-config.ts';
import { ignitionSpecs, keepsSpecialModeBits } from '../../lib/render/ignition-versions.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';

const render = suite('Ignition');
const { cluster, secrets } = threeMachines();
const rich = clusterFrom(readFileSync(new URL('../equivalence/rich.yaml', import.meta.url), 'utf8'));
const clusters: readonly (readonly [string, Cluster])[] = [
  ['the fixture', cluster],
  ['a rich cluster', rich],
];

const hash = `sha512-${'0f'.repeat(64)}` as const;
const downloads: MachinePlan['shared']['downloads'] = [
  { path: '/opt/bin/nomad', mode: '0755', url: 'https://files.example.org/nomad.gz', hash, compression: 'gzip' },
  { path: '/etc/extensions/nomad.raw', mode: '0644', url: 'https://files.example.org/nomad.raw', hash },
];

const plansOf = (of: Cluster) => [...planMachines(of, secrets)].map(withDownloads);

function withDownloads(plan: MachinePlan): MachinePlan {
  return { ...plan, shared: Object.freeze({ ...plan.shared, downloads }) };
}

const [plan] = plansOf(cluster) as [MachinePlan];

function configOf(of: MachinePlan, spec: IgnitionSpec = '3.3.0'): IgnitionConfig {
  return JSON.parse(renderIgnition(of, { spec, network: 'networkmanager' })) as IgnitionConfig;
}

/** The validators say nothing of what is right, and end with 0 even where they warn. */
function silent(validator: string, of: Cluster, spec: IgnitionSpec): void {
  for (const network of ['networkd', 'networkmanager'] as const) {
    for (const machine of plansOf(of)) {
      const input = renderIgnition(machine, { spec, network });
      const { status, stdout, stderr } = spawnSync(validator, ['-'], { input, encoding: 'utf8' });
      assert.is(stdout + stderr, '');
      assert.is(status, 0);
    }
  }
}

for (const [name, of] of clusters) {
  testWithJudge(
    render,
    'ignition-validate',
    `${name}: Debian’s Ignition validates 3.3.0 without a word`,
    (validator) => {
      silent(validator, of, '3.3.0');
    },
  );
  for (const spec of ignitionSpecs) {
    testWithJudge(
      render,
      'ignition-validate-2.26',
      `${name}: Ignition 2.26 validates ${spec} without a word`,
      (path) => {
        silent(path, of, spec);
      },
    );
  }
}

testWithJudge(render, 'ignition-validate', 'the judge is awake: it refuses a path that is there twice', (validator) => {
  const config = configOf(plan);
  const twice = {
    ...config,
    storage: { ...config.storage, files: [...config.storage.files, ...config.storage.files] },
  };
  assert.is.not(spawnSync(validator, ['-'], { input: JSON.stringify(twice) }).status, 0);
});

render('each mode is a decimal number that says what the plan’s octal digits say', () => {
  for (const machine of clusters.flatMap(([, of]) => plansOf(of))) {
    const { files, directories } = configOf(machine).storage;
    const modes = new Map([...files, ...directories].map(({ path, mode }) => [path, mode]));
    for (const { path, mode } of [...filesOf(machine), ...machine.shared.directories, ...machine.shared.downloads]) {
      assert.is(`0${modes.get(path)?.toString(8)}`, mode, path);
    }
    for (const mode of modes.values()) assert.ok(mode === undefined || (Number.isInteger(mode) && mode <= 0o777));
  }
});

testWithJudge(render, 'ignition-validate', 'a directory of an account is the account’s, all others root’s', (path) => {
  const directories = [...plan.shared.directories, { path: '/srv/own', mode: '0750', owner: 'nomad' }];
  const given = { ...plan, shared: Object.freeze({ ...plan.shared, directories }) };
  const owned = configOf(given).storage.directories.filter(({ user, group }) => user || group);
  assert.equal(owned, [{ path: '/srv/own', mode: 0o750, user: { name: 'nomad' }, group: { name: 'nomad' } }]);
  const { status, stdout, stderr } = spawnSync(path, ['-'], {
    input: JSON.stringify(configOf(given)),
    encoding: 'utf8',
  });
  assert.equal([status, `${stdout}${stderr}`.trim()], [0, '']);
});

render('each file of the plan arrives with its bytes, whatever the image has at its path', () => {
  for (const machine of clusters.flatMap(([, of]) => plansOf(of))) {
    const written = new Map(configOf(machine).storage.files.map((file) => [file.path, file]));
    for (const { path, content } of filesOf(machine)) {
      const file = written.get(path) as IgnitionFile;
      assert.is(file.overwrite, true);
      assert.is(decodeDataUrl(file.contents?.source ?? ''), content);
    }
  }
});

render('no path is there twice, and none lies inside a file', () => {
  for (const machine of clusters.flatMap(([, of]) => plansOf(of))) {
    const { files, directories } = configOf(machine).storage;
    const paths = [...files, ...directories].map(({ path }) => path);
    assert.is(new Set(paths).size, paths.length);
    for (const { path } of files) assert.not.ok(paths.some((other) => other.startsWith(`${path}/`)));
  }
});

render('a plan that would put two files in one place is refused', () => {
  const file = { mode: '0644', content: '', secret: false };
  for (const path of ['/etc/hostname', '/etc/nomad-firstboot/machine', '/etc/hostname/inside', '/opt/bin']) {
    assert.throws(() => configOf({ ...plan, files: [...plan.files, { ...file, path }] }), /path|inside/, path);
  }
});

render('a special bit of a mode needs 3.6.0, for before it is ignored', () => {
  const files = [{ path: '/opt/own', mode: '4755', content: '', secret: false }];
  for (const spec of ignitionSpecs) {
    const modeOf = () => configOf({ ...plan, files }, spec).storage.files.find(({ path }) => path === '/opt/own')?.mode;
    if (keepsSpecialModeBits(spec)) assert.is(modeOf(), 0o4755);
    else assert.throws(modeOf, RangeError);
  }
  assert.equal(ignitionSpecs.filter(keepsSpecialModeBits), ['3.6.0']);
});

render('what is fetched is verified, and decompressed where it comes compressed', () => {
  const { files } = configOf(plan).storage;
  assert.equal(
    files.filter(({ contents }) => contents?.verification),
    [
      {
        path: '/etc/extensions/nomad.raw',
        overwrite: true,
        mode: 420,
        contents: { source: 'https://files.example.org/nomad.raw', verification: { hash } },
      },
      {
        path: '/opt/bin/nomad',
        overwrite: true,
        mode: 493,
        contents: { source: 'https://files.example.org/nomad.gz', compression: 'gzip', verification: { hash } },
      },
    ],
  );
});

render('the server’s account has no home and no password, people have a home and their keys', () => {
  const [machine] = plansOf(rich) as [MachinePlan];
  const { groups, users } = configOf(machine).passwd;
  assert.equal(groups, [{ name: 'nomad' }]);
  assert.equal(users[0], {
    name: 'nomad',
    gecos: 'Nomad server agent',
    primaryGroup: 'nomad',
    system: true,
    noCreateHome: true,
    shell: '/usr/sbin/nologin',
  });
  assert.is(users[1]?.sshAuthorizedKeys?.length, 2);
  assert.is(users[1]?.noCreateHome, undefined);
});

render('a unit is enabled or masked only where the plan says so', () => {
  for (const { name, enabled, mask } of configOf(plan).systemd.units) {
    const planned = plan.shared.units.find((unit) => unit.name === name);
    assert.is(enabled ?? false, planned?.enable);
    assert.is(mask ?? false, planned?.mask);
  }
});

render('any text survives a data URL, as the platform’s own decoder reads it', async () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('a+b c%20\n?#&;"\\'));
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const url = encodeDataUrl(value);
      assert.match(url, /^data:[!$&'()*+,\-./0-9:;=@A-Z_a-z~%]*$/);
      assert.is(Buffer.from(await (await fetch(url)).arrayBuffer()).toString(), Buffer.from(value).toString());
      assert.is(decodeDataUrl(url), Buffer.from(value).toString());
    }),
  );
});

render('a data URL keeps what compresses well', () => {
  assert.is(encodeDataUrl('plain words\n'), 'data:,plain%20words%0A');
  assert.is(encodeDataUrl('{"a":["b"]}'), 'data:,%7B%22a%22:%5B%22b%22%5D%7D');
});

render.run();
