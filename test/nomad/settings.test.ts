/** The rows of plain settings: Nomad knows each key, the schema says the same of machines, and versions are kept. */

import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { descriptionKeys } from '../../lib/cluster/description.generated.ts';
import type { Settings } from '../../lib/cluster/settings.ts';
import { type JsonObject, type Role, roles } from '../../lib/cluster/vocabulary.ts';
import { diagnostic } from '../../lib/diagnostics.ts';
import { defineCluster, resolveCluster } from '../../lib/load/load.ts';
import { mergeConfig } from '../../lib/nomad/merge-config.ts';
import { oldestUnderstood } from '../../lib/nomad/releases.ts';
import { isWithin, plainSettings, settingsConfig } from '../../lib/nomad/settings.ts';
import { testWithJudge } from '../judges.ts';
import { propertyAt } from '../tools/description-schema.ts';

/** Every setting of an agent with an example of the schema's. */
function examplesOf<Agent extends Role>(role: Agent): Settings<Agent> {
  const values = plainSettings[role].map(({ word }) => [word, propertyAt(`${role}.${word}`)?.examples?.[0]]);
  return Object.fromEntries(values) as Settings<Agent>;
}

for (const role of roles) {
  testWithJudge(test, 'nomad', `Nomad knows each setting of the ${role} agent, and takes its example`, (nomad) => {
    const agent = { data_dir: '/srv', [role]: { enabled: true } };
    const config = mergeConfig(agent, settingsConfig(role, examplesOf(role), '1.11.3'));
    assert.is(verdict(nomad, config), '');
    assert.match(verdict(nomad, mergeConfig(config, { [role]: { no_such: 1 } })), 'unexpected keys no_such');
  });
}

/** With those that are read in the agent and not by the parser: values out of their range end it. */
testWithJudge(test, 'nomad', 'a server agent starts with the example of each setting', async (nomad) => {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-settings-'));
  const [http = 0, rpc = 0, serf = 0] = await Promise.all([freePort(), freePort(), freePort()]);
  const agent = {
    ...{ data_dir: join(folder, 'data'), bind_addr: '127.0.0.1', ports: { http, rpc, serf } },
    advertise: { http: '127.0.0.1', rpc: '127.0.0.1', serf: '127.0.0.1' },
    server: { enabled: true, bootstrap_expect: 1 },
  };
  writeFileSync(join(folder, 'agent.json'), JSON.stringify(mergeConfig(agent, startable())));
  const started = spawn(nomad, ['agent', `-config=${join(folder, 'agent.json')}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    assert.match(await saidUntil(started, /Nomad agent started!|Error /), 'Nomad agent started!');
  } finally {
    started.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A port of the loopback that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** One worker, for a machine may have one core; in text, which is read here; and without certificates, which are not there. */
function startable(): JsonObject {
  const examples = { ...examplesOf('server'), numSchedulers: 1, logJson: false };
  const here = Object.entries(examples).filter(([word]) => !/^(consul|vault)\..*(File|Path)$/.test(word));
  return settingsConfig('server', Object.fromEntries(here) as typeof examples, '1.11.3');
}

/** What a program prints until it has said something, or has ended. */
function saidUntil(program: ChildProcessByStdio<null, Readable, Readable>, awaited: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (awaited.test(said)) resolve(said);
    };
    program.stdout.on('data', hear);
    program.stderr.on('data', hear);
    program.on('close', () => resolve(said));
  });
}

/** What Nomad has against a configuration. */
function verdict(nomad: string, config: JsonObject): string {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-settings-'));
  try {
    writeFileSync(join(folder, 'agent.json'), JSON.stringify(config));
    const { status, stdout, stderr } = spawnSync(nomad, ['config', 'validate', folder], { encoding: 'utf8' });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('each setting is written where its row says, and none over another', () => {
  for (const role of roles) {
    const config = settingsConfig(role, examplesOf(role), '1.11.3');
    for (const { key, isKnownTo } of plainSettings[role])
      assert.is(valueAt(config, key) !== undefined, isKnownTo('1.11.3'), key);
    assert.is(new Set(plainSettings[role].map(({ key }) => key)).size, plainSettings[role].length);
  }
});

function valueAt(config: JsonObject, key: string): unknown {
  return key.split('.').reduce<unknown>((block, word) => (block as JsonObject | undefined)?.[word], config);
}

/** Words of one machine that are no plain settings. */
const ownWords: Readonly<Record<Role, readonly string[]>> = {
  server: ['resources', 'config'],
  client: [
    'drivers',
    ...['bridge', 'installPackages', 'cniPlugins', 'hostNetworks', 'hostVolumes', 'plugins'],
    'config',
    'metadataGuard',
    'metadataReaders',
  ],
};

test('a machine may set what its row says, and nothing else', () => {
  for (const role of roles) {
    for (const { word, ofMachine } of plainSettings[role])
      assert.is(propertyAt(`machines.*.${role}.${word}`) !== undefined, ofMachine === true, `${role}.${word}`);
    const known = new Set(plainSettings[role].map(({ steps }) => steps[0]));
    const ofMachine = descriptionKeys[`machines.*.${role}`] ?? [];
    assert.equal(
      ofMachine.filter((word) => !known.has(word)),
      ownWords[role],
    );
  }
});

test('a version knows a setting from the release that its row names, and until the one that dropped it', () => {
  const row = { since: '1.6.0', until: '1.9.0' };
  const versions = ['1.5.17', '1.6.0', '1.8.9', '1.9.0', '1.11.3'];
  assert.equal(versions.filter(isWithin(row)), ['1.6.0', '1.8.9']);
  assert.equal(versions.filter(isWithin({ since: '1.6.0' })), versions.slice(1));
  assert.equal(versions.filter(isWithin({ until: '1.9.0' })), versions.slice(0, 3));
  assert.equal(versions.filter(isWithin({})), versions);
  assert.equal(versions.filter(isWithin({ since: '1.6.0', except: ['1.8.9'] })), ['1.6.0', '1.9.0', '1.11.3']);
});

test('a setting that the version does not know is refused with the release that is needed, its default is not', () => {
  const { machines, ...older } = description({ nodePool: 'default' }, { nodePool: 'gpu' });
  const { diagnostics } = resolveCluster({ ...older, machines, nomad: { version: '1.5.17' } });
  const said = diagnostics.filter(({ code }) => code === 'setting-version');
  assert.equal(
    said.map(({ path, message, mend }) => [path, message, mend]),
    [
      [
        ['machines', 'n1', 'client', 'nodePool'],
        '`client.nodePool` needs Nomad 1.6.0, the description says 1.5.17',
        'raise `nomad.version`, or leave `client.nodePool` out',
      ],
    ],
  );
  const facts = { setting: 'client.old', version: '1.11.3', since: undefined, until: '1.9.0', except: [] };
  const gone = diagnostic('setting-version', ['client', 'old'], facts);
  assert.is(gone.message, '`client.old` is unknown to Nomad from 1.9.0 on, the description says 1.11.3');
  assert.is(gone.mend, 'leave `client.old` out');
  const broken = diagnostic('setting-version', ['client', 'old'], { ...facts, until: undefined, except: ['1.11.3'] });
  assert.is(broken.message, '`client.old` does not work in Nomad 1.11.3');
});

test('what the version does not know is not written', () => {
  for (const role of roles) {
    for (const { key, since } of plainSettings[role].filter((one) => one.since !== undefined)) {
      assert.ok(valueAt(settingsConfig(role, examplesOf(role), since ?? ''), key) !== undefined, key);
      assert.is(valueAt(settingsConfig(role, examplesOf(role), oldestUnderstood), key), undefined, key);
    }
  }
});

const description = (client: object, ofMachine: object | undefined) => ({
  name: 'demo',
  nomad: { version: '1.11.3' },
  networks: { lan: { subnet: '10.10.0.0/24' } },
  server: { network: 'lan' },
  client: { network: 'lan', ports: { http: 4656 }, ...client },
  machines: {
    n1: {
      interfaces: [{ network: 'lan', address: '10.10.0.11' }],
      ...(ofMachine && { client: ofMachine }),
    },
  },
});

test('a machine’s value replaces the cluster’s, maps are joined, and what neither says is the default', () => {
  const client = { nodeClass: 'a', meta: { rack: 'a', row: '1' }, reserved: { memoryMiB: 600, diskMiB: 7 } };
  const own = { maxKillTimeout: '5m', meta: { rack: 'b' }, reserved: { memoryMiB: 700 } };
  const [machine] = defineCluster(description(client, own)).machines;
  const [other] = defineCluster(description(client, undefined)).machines;
  assert.equal(machine?.client?.settings, {
    ...other?.client?.settings,
    ...{ nodePool: 'default', nodeClass: 'a', maxKillTimeout: '5m', meta: { rack: 'b', row: '1' } },
    ...{ 'reserved.memoryMiB': 700, 'reserved.diskMiB': 7 },
  });
  assert.is(other?.client?.settings.maxKillTimeout, undefined);
});

test('machines that set nothing of their own have the cluster’s very object, and all are frozen', () => {
  for (const own of [undefined, {}]) {
    const { n1, ...rest } = description({ meta: { rack: 'a' } }, own).machines;
    const n2 = { roles: ['client'], interfaces: [{ network: 'lan', address: '10.10.0.12' }] } as const;
    const { machines } = defineCluster({ ...description({ meta: { rack: 'a' } }, own), machines: { n1, n2, ...rest } });
    const [first, second] = machines;
    assert.is(first?.client?.settings, second?.client?.settings);
    assert.is(first?.extra, second?.extra);
    assert.ok([first?.client?.settings, first?.client?.settings.meta, first?.server?.settings].every(Object.isFrozen));
  }
});

test('the examples of `config` are of settings that the description has no word for', () => {
  for (const role of roles) {
    const examples = (propertyAt(`${role}.config`)?.examples ?? []) as readonly JsonObject[];
    assert.ok(examples.length > 0, role);
    for (const { key } of plainSettings[role])
      for (const example of examples) assert.is(valueAt(example, key), undefined, key);
  }
});

test.run();
