/** Promises about verdicts: each kind of change has its rule, and what no rule knows is a reason to replace. */

import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundle } from '../../lib/build.ts';
import { builtOutput } from '../../lib/diff/built-output.ts';
import { compareOutputs, type Verdict } from '../../lib/diff/compare.ts';
import { comparisonText } from '../../lib/diff/report.ts';
import { rules } from '../../lib/diff/rules.ts';
import type { Secrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';

const { text, secrets } = threeMachines();
const another = await testSecrets({ name: 'another' });

const machine = (name: string, digits: string, roles = '') => `  ${name}:
${roles}    interfaces:
      - { network: servers, mac: "52:54:00:10:00:${digits}", address: 10.10.0.${digits} }
      - { network: clients, mac: "52:54:00:20:00:${digits}", address: 10.20.0.${digits} }
`;
const withoutLast = text.replace(/ {2}n3:[\s\S]*/, '');

interface Case {
  readonly what: string;
  readonly description?: string;
  readonly secrets?: Partial<Secrets>;
  /** Of n1, n2, n3 and whoever is beside them. */
  readonly verdicts: readonly Verdict[];
  /** Those that n1 has. */
  readonly rules: readonly string[];
}

const everybody = (verdict: Verdict): readonly Verdict[] => [verdict, verdict, verdict];

const cases: readonly Case[] = [
  { what: 'the same', verdicts: everybody('nothing'), rules: [] },
  {
    what: 'two servers more',
    description: text + machine('n4', '21') + machine('n5', '22'),
    verdicts: [...everybody('may wait'), 'new', 'new'],
    rules: ['bootstrap-expect', 'server-list'],
  },
  {
    what: 'a server less',
    description: withoutLast,
    verdicts: ['may wait', 'may wait', 'remove'],
    rules: ['bootstrap-expect', 'server-list'],
  },
  {
    what: 'a client more',
    description: text + machine('n4', '21', '    roles: [client]\n'),
    verdicts: [...everybody('nothing'), 'new'],
    rules: [],
  },
  {
    what: 'all servers at other addresses',
    description: text.replaceAll('address: 10.10.0.1', 'address: 10.10.0.2'),
    verdicts: everybody('replace'),
    rules: ['agent-setting', 'other', 'server-certificate', 'server-list'],
  },
  {
    what: 'a first boot again',
    description: text.replace('n1:', 'n1:\n    instance: 2'),
    verdicts: ['replace', 'nothing', 'nothing'],
    rules: ['instance'],
  },
  {
    what: 'another version',
    description: text.replace('1.11.3', '1.10.5'),
    verdicts: everybody('replace'),
    rules: ['version'],
  },
  {
    what: 'a setting of one client',
    description: text.replace('n2:', 'n2:\n    client: { nodeClass: big }'),
    verdicts: ['nothing', 'replace', 'nothing'],
    rules: [],
  },
  {
    what: 'a setting of all servers',
    description: text.replace('network: servers\nc', 'network: servers\n  logLevel: DEBUG\nc'),
    verdicts: everybody('replace'),
    rules: ['agent-setting'],
  },
  {
    what: 'a file more',
    description: `${text}extra: { files: [{ path: /opt/a, content: "a" }] }\n`,
    verdicts: everybody('replace'),
    rules: ['other'],
  },
  {
    what: 'certificates of another day',
    secrets: { issuedAt: '2026-12-01T00:00:00Z' },
    verdicts: everybody('replace'),
    rules: ['certificate-times', 'client-certificate', 'server-certificate'],
  },
  {
    what: 'one machine renewed',
    description: text.replace('n1:', 'n1:\n    certificate: { generation: 2 }'),
    verdicts: ['replace', 'nothing', 'nothing'],
    rules: ['client-certificate', 'client-key', 'server-certificate', 'server-key'],
  },
  {
    what: 'an authority more',
    secrets: { authorities: [...secrets.authorities, another.signer] },
    verdicts: everybody('replace'),
    rules: ['authorities'],
  },
  {
    what: 'another gossip key',
    secrets: { gossipKey: another.gossipKey },
    verdicts: everybody('may wait'),
    rules: ['gossip-key'],
  },
  {
    what: 'no token any more',
    secrets: { bootstrapToken: undefined },
    verdicts: everybody('may wait'),
    rules: ['bootstrap-token'],
  },
];

const before = builtOutput(clusterFrom(text), secrets);
const compared = (one: Pick<Case, 'description' | 'secrets'>) => [
  ...compareOutputs(before, builtOutput(clusterFrom(one.description ?? text), { ...secrets, ...one.secrets })),
];

for (const one of cases) {
  test(one.what, () => {
    const found = compared(one);
    assert.equal(
      found.map(({ verdict }) => verdict),
      one.verdicts,
    );
    assert.equal([...new Set(found[0]?.findings.map(({ rule }) => rule))].sort(), one.rules);
  });
}

test('every rule is seen at work', () => {
  const seen = new Set(cases.flatMap(compared).flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  assert.equal(
    rules.map(({ name }) => name).filter((name) => !seen.has(name)),
    [],
  );
});

test('it is said in words how much changes, and until when a certificate lasts', () => {
  const said = [...comparisonText(cases.flatMap(compared))].join('');
  assert.match(said, 'n1, n2, n3: may wait\n  list of servers: 2 more (');
  assert.match(said, 'server certificate: ends 2036-11-28 instead of 2036-11-19 (');
  assert.match(said, 'trusted authorities: 1 more (');
  assert.match(said, 'Nomad: 1.10.5 instead of 1.11.3 (');
});

test('whoever has nothing to do has the same bytes, and whoever has the same bytes nothing to do', () => {
  const edits = [
    [/network: servers\nc/, 'network: servers\n  logLevel: WARN\nc'],
    [/n2:/, 'n2:\n    client: { meta: { a: b } }'],
    [/n3:/, 'n3:\n    certificate: { generation: 3 }'],
    [/n1:/, 'n1:\n    memoryMiB: 4096'],
    [/$/, machine('n7', '27', '    roles: [client]\n')],
    [/ {2}n2:[\s\S]*?(?= {2}n3)/, ''],
  ] as const;
  const description = (chosen: readonly boolean[]) =>
    edits.reduce((edited, [place, by], index) => (chosen[index] ? edited.replace(place, () => by) : edited), text);
  const bytes = (whole: string, name: string) => JSON.stringify(buildBundle(clusterFrom(whole), secrets, name));
  const choice = fc.array(fc.boolean(), { minLength: edits.length, maxLength: edits.length });
  fc.assert(
    fc.property(choice, choice, (some, others) => {
      const [earlier, later] = [description(some), description(others)];
      const outputs = [earlier, later].map((whole) => builtOutput(clusterFrom(whole), secrets)) as [
        typeof before,
        typeof before,
      ];
      for (const { machine: name, verdict } of compareOutputs(...outputs)) {
        const isSame = bytes(earlier, name) === bytes(later, name);
        assert.is(verdict === 'nothing', isSame, `${name}: ${verdict}`);
      }
    }),
    { numRuns: 40 },
  );
});

test.run();
