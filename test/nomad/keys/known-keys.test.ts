/** The table of keys against Nomad's own source and against a real agent. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { JsonObject } from '../../../lib/cluster/vocabulary.ts';
import { loadCluster } from '../../../lib/load/load.ts';
import { hasKey, keyRows, knownKey, newestRead } from '../../../lib/nomad/keys/known.ts';
import { valueForms } from '../../../lib/nomad/keys/values.ts';
import { mergeConfig } from '../../../lib/nomad/merge-config.ts';
import { isUnderstoodNomadVersion } from '../../../lib/nomad/releases.ts';
import { plainSettings } from '../../../lib/nomad/settings.ts';
import { judge, testWithJudge } from '../../judges.ts';
import { changed } from '../../load/descriptions.ts';
import { everyKey, knows, verdictOf } from './agents.ts';
import { differences, keysOfSource, sourceFolder } from './source.ts';

const version = '1.11.3';
const source = judge('go') === undefined ? undefined : sourceFolder(version);

testWithJudge(
  test,
  "Nomad's source",
  'the rows are the keys of the source, with their types',
  (folder) => assert.equal(differences(version, keysOfSource(folder)), []),
  source,
);

testWithJudge(
  test,
  'nomad',
  'an agent takes every key that its version has, those of the drivers among them',
  (nomad) => {
    assert.is(verdictOf(nomad, everyKey(version)), '');
  },
);

testWithJudge(test, 'nomad', 'an agent knows no key that its version does not have', (nomad) => {
  const absent = Object.entries(keyRows).filter(([, row]) => !hasKey(row, version));
  assert.ok(absent.length > 20);
  assert.equal(
    absent.filter(([name]) => knows(nomad, name)).map(([name]) => name),
    [],
  );
  assert.ok(
    knows(nomad, 'client.node_pool') && knows(nomad, 'vault.namespace') && knows(nomad, 'plugin.docker.config.gc'),
  );
  assert.not.ok(
    knows(nomad, 'client.no_such') || knows(nomad, 'vault.no_such') || knows(nomad, 'plugin.docker.config.no'),
  );
});

/** A key of the agent's own, one of `consul` and one of a driver, and how each type is written. */
const spellings = [
  [
    'flag',
    ['client.gc_volumes_on_node_gc', 'consul.ssl', 'plugin.docker.config.gc.image'],
    [true, 'false'],
    ['yes', 'x', [true]],
  ],
  [
    'whole',
    ['client.gc_max_allocs', 'consul.server_failures_before_warning', 'plugin.docker.config.pids_limit'],
    [5, '5', -5],
    ['x', 'x5', [5]],
  ],
  ['number', ['client.gc_disk_usage_threshold'], [5, 1.5], ['x', [5]]],
  [
    'text',
    ['client.cni_path', 'consul.address', 'plugin.docker.config.nvidia_runtime'],
    ['x', 5, true],
    [['x'], { x: 'y' }],
  ],
  ['duration', ['client.gc_interval', 'consul.timeout'], ['1h30m', '1.5h', '0', '', 0, '+5s'], ['1d', '90', 90, 's']],
  ['size', ['client.artifact.http_max_size'], ['1.5 GB', '2GiB', '1,024kb', '7'], ['x', '7X', 'GB']],
  ['list', ['client.servers', 'consul.tags', 'plugin.docker.config.allow_runtimes'], [['x', 'y'], []], [{ x: 'y' }, 7]],
  ['map', ['client.meta', 'plugin.docker.config.logging.config'], [{ x: 'y', z: 5 }], ['x', { x: { y: 'z' } }]],
] as const;

testWithJudge(test, 'nomad', 'an agent takes each value as it may be written, in all of its parsers', (nomad) => {
  for (const index of [0, 1, 2, 3, 4, 5]) {
    let config: JsonObject = {};
    for (const [type, names, right] of spellings) {
      const value = right[index];
      if (value === undefined) continue;
      assert.ok(valueForms[type].isRight(value), `${type} ${JSON.stringify(value)}`);
      for (const name of names) config = mergeConfig(config, blocksAround(name, value));
    }
    assert.is(verdictOf(nomad, config), '', JSON.stringify(config));
  }
});

testWithJudge(test, 'nomad', 'an agent refuses each value that is called wrong', (nomad) => {
  for (const [type, [name], , wrong] of spellings)
    for (const value of wrong) {
      assert.not(valueForms[type].isRight(value), `${type} ${JSON.stringify(value)}`);
      if (type !== 'list' || typeof value === 'number')
        assert.is.not(verdictOf(nomad, blocksAround(name, value)), '', `${name}: ${JSON.stringify(value)}`);
    }
});

function blocksAround(name: string, value: unknown) {
  return name.split('.').reduceRight<unknown>((inner, word) => ({ [word]: inner }), value) as Record<string, never>;
}

test('a plain setting is written to a key that its releases have', () => {
  for (const { key, since, until, isKnownTo } of [...plainSettings.server, ...plainSettings.client]) {
    const known = knownKey(key);
    assert.ok(known, key);
    if (!known) continue;
    const releases = [
      '0.11.3',
      '1.0.0',
      '1.2.0',
      '1.4.0',
      '1.7.7',
      '1.10.5',
      '1.11.3',
      '2.0.5',
      since ?? '1.4.0',
      until ?? '1.4.0',
    ];
    for (const release of releases.filter(isUnderstoodNomadVersion))
      assert.ok(!isKnownTo(release) || hasKey(known.row, release), `${key} ${release}`);
  }
});

test('a key that came into older lines as well is known from there on in each of them', () => {
  const row = { is: 'text', since: '1.3.10 1.4.5' } as const;
  const releases = ['1.3.9', '1.3.10', '1.4.0', '1.4.4', '1.4.5', '1.5.0', '2.0.0'];
  assert.equal(
    releases.filter((release) => hasKey(row, release)),
    ['1.3.10', '1.4.5', '1.5.0', '2.0.0'],
  );
});

test('a release that is newer than the table has a warning for an unknown key, and no error', () => {
  const text = changed('  network: clients\n', '  network: clients\n  config: { client: { hostvolume: {} } }\n');
  const { diagnostics } = loadCluster(text.replace('1.11.3', '2.0.6'));
  const [problem] = diagnostics.filter(({ code }) => code === 'config-unread-key');
  assert.is(problem?.severity, 'warning');
  assert.match(problem?.message ?? '', `those up to ${newestRead} have no "hostvolume" in \`client\``);
  assert.is(problem?.mend, 'did you mean host_volume?');
});

test('an unknown key is told with what was meant, or with where it belongs', () => {
  const mends = (config: string) => {
    const text = changed('  network: clients\n', `  network: clients\n  config: { ${config} }\n`);
    return loadCluster(text).diagnostics.map(({ mend }) => mend);
  };
  assert.equal(mends('cliet: {}, client: { hostvolume: {} }, plugin: { docker: { config: { volume: {} } } }'), [
    'did you mean client?',
    'did you mean host_volume?',
    'did you mean volumes?',
  ]);
  assert.equal(mends('gc_interval: 5m'), ['write it where Nomad has it: client.gc_interval']);
});

test.run();
