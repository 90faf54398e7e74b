/** What is said of a release of Nomad: holes that were closed after it, by the lines in which they were. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { releaseFindings } from '../../lib/output/release.ts';
import { threeMachines } from '../fixtures.ts';

const { cluster } = threeMachines();

const withRelease = (version: string) =>
  cluster.machines.map((machine) => ({ ...machine, nomad: { ...machine.nomad, version } }));

const said = (version: string) =>
  releaseFindings({ ...cluster, machines: withRelease(version), nomadVersion: version }).map(
    ({ code, severity, message }) => {
      assert.is(severity, 'notice');
      return [code, ...(message.match(/CVE-[\d-]+|\d+\.\d+\.\d+(?=$)/g) ?? [])].join(' ');
    },
  );

const all = 'nomad-lacks-fixes CVE-2026-6959 CVE-2026-7474 CVE-2026-14891 CVE-2026-14896';

test('a release is told what its own line, or Enterprise alone, has mended since', () => {
  const table: readonly (readonly [version: string, ...expected: string[]])[] = [
    ['1.11.3', all],
    ['1.10.5', all],
    ['1.10.5+ent', all],
    ['2.0.0', all],
    ['1.11.5+ent', 'nomad-lacks-fixes CVE-2026-14891 CVE-2026-14896'],
    ['1.11.8+ent'],
    ['1.10.14+ent'],
    ['2.0.3', 'nomad-lacks-fixes CVE-2026-14891 CVE-2026-14896'],
    ['2.0.4'],
    ['2.1.0'],
    ['0.12.0', 'nomad-line-ended 0.12.12'],
    ['1.9.7', 'nomad-line-ended 1.9.7'],
    ['1.9.10+ent'],
  ];
  for (const [version, ...expected] of table) assert.equal(said(version), expected, version);
});

test('a machine with a release of its own is told at its own place', () => {
  const [first, ...others] = withRelease('2.0.5');
  assert.ok(first);
  const mixed = {
    ...cluster,
    nomadVersion: '2.0.5',
    machines: [...others, { ...first, nomad: { ...first.nomad, version: '1.7.7' } }],
  };
  assert.equal(
    releaseFindings(mixed).map(({ code, path }) => [code, path]),
    [['nomad-line-ended', ['machines', 'n1', 'nomad', 'version']]],
  );
});

test.run();
