/** Holds what a first boot left against what is expected of the platform. */

import assert from 'node:assert/strict';
import type { Emulation } from './emulation.ts';
import type { Expectation, Version } from './expectations.ts';
import type { FirstBoot } from './first-boot.ts';
import { networkOf, strayEntries } from './network.ts';

/** What the command meant to say. */
export interface Meant {
  /** The user-data before it was packed. */
  readonly document: string;
  /** The instance-id of our own documents and image. */
  readonly instanceIds: { readonly 'meta-data': string; readonly image: string };
}

/** One promise and how it is judged. */
export type Verdict = readonly [promise: string, judge: () => void];

/** The promises of a platform for the version of cloud-init that booted. */
export function verdicts(emulation: Emulation, expected: Expectation, meant: Meant, boot: FirstBoot): Verdict[] {
  const version = versionOf(boot.version);
  const { name, datasource, since, instanceIdFrom } = expected;
  if (since && isBefore(version, since)) {
    return [['no datasource is identified, for there is none yet', () => assert.deepEqual(boot.identified, [])]];
  }
  const own = emulation.instanceId ?? '';
  const instanceId = instanceIdFrom === 'platform' ? own : meant.instanceIds[instanceIdFrom];
  return [
    ['ds-identify finds the datasource', () => assert.deepEqual(boot.identified, [name])],
    ['cloud-init chooses it', () => assert.equal(boot.datasource, datasource)],
    ['the instance-id is the expected one', () => assert.equal(boot.instanceId, instanceId)],
    ['the user-data arrives as it was written', () => arrivedWhole(meant.document, boot)],
    ['the user-data is obeyed', () => assert.ok(boot.wroteUnit)],
    ['vendor data is not in the way', () => assert.equal(boot.passwordLogins, false)],
    ['the network is the expected one', () => networkIs(emulation, expected, version, boot)],
    [
      'what the bundle adds to files of the network belongs to files that are there',
      () => assert.deepEqual(boot.missingFiles, []),
    ],
    ['nothing else complains', () => assert.deepEqual(unexpected(emulation, expected, version, boot), [])],
  ];
}

function arrivedWhole(document: string, { parts }: FirstBoot): void {
  assert.deepEqual(
    parts.map(({ type }) => type),
    ['text/cloud-config'],
  );
  assert.ok(parts[0]?.text === document, `other bytes: ${JSON.stringify(parts[0]?.text.slice(0, 80))} …`);
}

function networkIs({ cards }: Emulation, { networks }: Expectation, version: Version, boot: FirstBoot): void {
  const row = networks.find(({ since }) => since === undefined || !isBefore(version, since));
  assert.deepEqual(networkOf(boot, cards), row?.cards);
  assert.deepEqual(strayEntries(boot, cards), []);
}

/** Complaints that neither the emulation accounts for nor the platform. */
function unexpected(
  { complaints: lacking = [] }: Emulation,
  { complaints: usual = [] }: Expectation,
  version: Version,
  { complaints }: FirstBoot,
): string[] {
  const now = usual.filter(
    ({ since, until }) => !(since && isBefore(version, since)) && !(until && !isBefore(version, until)),
  );
  const known = [...lacking, ...withoutSystemd, ...now.map(({ says }) => says)];
  return complaints.filter((line) => !known.some((pattern) => pattern.test(line)));
}

/** cloud-init applies a network anew in the stage after it, and there is no systemd to do so. */
const withoutSystemd = [/Running \['netplan', 'apply'\] resulted in stderr output/];

function versionOf(text: string): Version {
  const [year = 0, release = 0] = text.split('.').map(Number);
  return [year, release];
}

function isBefore([year, release]: Version, [otherYear, otherRelease]: Version): boolean {
  return year < otherYear || (year === otherYear && release < otherRelease);
}
