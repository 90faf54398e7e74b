/** The rules and the unit of the metadata guard, with nft(8) as judge. */

import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { platforms, servesUserDataByHttp } from '../../lib/load/platforms.ts';
import type { PlatformName } from '../../lib/load/vocabulary.ts';
import { metadataGuardFiles, metadataGuardUnits } from '../../lib/plan/metadata-guard.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';

const guard = suite('metadata guard');
const { text } = threeMachines();
const guarded = (Object.keys(platforms) as PlatformName[]).filter(servesUserDataByHttp);

const rulesOn = (platform: PlatformName) => {
  const cluster = clusterFrom(`target: { platform: ${platform} }\n${text}`);
  return cluster.machines.flatMap((machine) => metadataGuardFiles(cluster, machine))[0]?.content ?? '';
};

guard('each address of the platform is closed to forwarded packets and to users, at port 80 alone', () => {
  for (const platform of guarded) {
    const rules = rulesOn(platform);
    for (const address of platforms[platform].metadataAddresses)
      assert.is(rules.split(` daddr ${address} tcp dport 80`).length - 1, 2, `${platform} ${address}`);
    assert.not.match(rules, /dport (?!80\b)/);
    assert.is(rules.match(/meta skuid != 0/g)?.length, platforms[platform].metadataAddresses.length);
  }
});

guard('the host’s own rules come first, and when they are loaded again the guard is, too', () => {
  const cluster = clusterFrom(`target: { platform: ec2 }\n${text}`);
  const [unit] = cluster.machines.flatMap((machine) => metadataGuardUnits(cluster, machine));
  const { Unit, Service } = (unit?.content ?? {}) as Record<string, Record<string, string>>;
  assert.match(Unit?.['After'] ?? '', /\bnftables\.service\b/);
  assert.equal([Unit?.['PartOf'], Unit?.['ReloadPropagatedFrom']], ['nftables.service', 'nftables.service']);
  assert.ok(Service?.['ExecStart']);
  assert.is(Service?.['ExecReload'], Service?.['ExecStart']);
});

testWithJudge(guard, 'nft', 'nft accepts the rules of every platform, and refuses broken ones', (nft) => {
  const check = (rules: string) =>
    // A network namespace of its own, for nft asks the kernel even when it only checks.
    execFileSync('unshare', ['--map-root-user', '--net', nft, '--check', '--file', '-'], {
      input: rules,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  for (const platform of guarded) check(rulesOn(platform));
  assert.throws(() => check(rulesOn('ec2').replace('tcp reset', 'tcp rset')));
});

guard.run();
