/** What the machine's own cloud-init does at its first boot, as far as its datasource and its network go. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Guest } from './guest.ts';

export interface FirstBoot extends Told {
  readonly version: string;
  /** The datasources that ds-identify left to choose from; none if it would have switched cloud-init off. */
  readonly identified: readonly string[];
  /** Whether a unit that the user-data writes is on the disk. */
  readonly wroteUnit: boolean;
  /** Files of systemd-networkd to which the bundle adds something, and which are not there. */
  readonly missingFiles: readonly string[];
  /** `ethernets` of netplan's file. */
  readonly ethernets: Readonly<Record<string, Ethernet>>;
  /** cloud-init.log. */
  readonly log: string;
  /** Lines of the log that complain. */
  readonly complaints: readonly string[];
}

/** What inspect.py tells. */
interface Told {
  /** Class of the datasource that was chosen. */
  readonly datasource: string;
  readonly instanceId: string;
  /** The parts of the user-data after decoding. */
  readonly parts: readonly Part[];
  /** `ssh_pwauth` of the merged configuration. */
  readonly passwordLogins: unknown;
}

interface Part {
  readonly type: string;
  readonly text: string;
}

/** netplan's own keys. */
export type Ethernet = Readonly<Record<string, unknown>>;

const LOG = 'var/log/cloud-init.log';
const NETPLAN = 'etc/netplan/50-cloud-init.yaml';

/** What cloud-init's modules do is judged elsewhere; here one is enough, to show that the user-data is obeyed. */
const SHORT = 'cloud_init_modules: [write_files]\n';

/** Runs what systemd runs: the generator's ds-identify, then the stages before and after the network is up. */
export async function bootOnce(guest: Guest): Promise<FirstBoot> {
  const { disk } = guest;
  mkdirSync(join(disk, 'etc/cloud/cloud.cfg.d'), { recursive: true });
  writeFileSync(join(disk, 'etc/cloud/cloud.cfg.d/99-short.cfg'), SHORT);
  const version = /(\d+\.[\d.]+)/.exec((await guest.attempt(['cloud-init', '--version'])).stdout)?.[1] ?? 'unknown';
  await guest.attempt(['/usr/lib/cloud-init/ds-identify']);
  const identified = identifiedBy(read(disk, 'run/cloud-init/cloud.cfg'));
  if (identified.length === 0) return { ...nothing, version };
  const stages = [await guest.attempt(['cloud-init', 'init', '--local']), await guest.attempt(['cloud-init', 'init'])];
  const log = read(disk, LOG);
  const failed = stages.find(({ status }) => status !== 0);
  if (failed)
    throw new Error(`cloud-init ended with ${failed.status}: ${failed.stderr.slice(-400)}\n${lastLines(log)}`);
  const told = await guest.attempt(['python3', '-'], INSPECT);
  if (told.status !== 0) throw new Error(`${told.stderr.slice(-600)}\n${lastLines(log)}`);
  const netplan = load(read(disk, NETPLAN) || '{}') as { network?: { ethernets?: FirstBoot['ethernets'] } };
  return {
    version,
    identified,
    wroteUnit: existsSync(join(disk, 'etc/systemd/system/nomad-firstboot.service')),
    ...(JSON.parse(told.stdout) as Told),
    missingFiles: missingFiles(disk),
    ethernets: netplan.network?.ethernets ?? {},
    log,
    complaints: log.split('\n').filter((line) => /\[(WARNING|ERROR|CRITICAL)\]/.test(line)),
  };
}

/** What is left where ds-identify switches cloud-init off. */
const nothing = {
  identified: [],
  wroteUnit: false,
  datasource: '',
  instanceId: '',
  parts: [],
  passwordLogins: undefined,
  missingFiles: [],
  ethernets: {},
  log: '',
  complaints: [],
} as const satisfies Omit<FirstBoot, 'version'>;

const INSPECT = readFileSync(new URL('inspect.py', import.meta.url), 'utf8');

function identifiedBy(config: string): string[] {
  const { datasource_list = [] } = (load(config) ?? {}) as { datasource_list?: string[] };
  return datasource_list.filter((name) => name !== 'None');
}

/** netplan writes its files to /run. */
function missingFiles(disk: string): string[] {
  const folder = join(disk, 'etc/systemd/network');
  const added = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.network.d')) : [];
  const files = added.map((name) => name.replace(/[.]d$/, ''));
  return files.filter((name) => !existsSync(join(disk, 'run/systemd/network', name)));
}

function read(disk: string, path: string): string {
  const file = join(disk, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The end of cloud-init's log. */
export function lastLines(log: string): string {
  return log.trimEnd().split('\n').slice(-12).join('\n');
}
