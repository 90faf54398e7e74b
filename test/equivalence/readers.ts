/** The two readers at work: the real cloud-init and the real Ignition leave on a disk what a machine's documents say. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudInitDocuments } from '../../lib/render/cloud-init.ts';
import { attempt } from '../boot/rehearsal/command.ts';
import { applyPresets, inside, withRuntime } from './image.ts';

/** Debian's package keeps the engine where dracut finds it. */
export const ignitionEngine = '/usr/lib/dracut/modules.d/30ignition/ignition';

const stagesOfCloudInit = [['init', '--local'], ['init'], ['modules', '--mode=config'], ['modules', '--mode=final']];

/**
 * Runs all stages of the disk's own cloud-init, the script that runcmd makes included, with the documents as NoCloud
 * seed.
 * @throws Error where its log holds a warning
 */
export async function runCloudInit(disk: string, documents: CloudInitDocuments): Promise<void> {
  const seed = join(disk, 'var/lib/cloud/seed/nocloud');
  mkdirSync(seed, { recursive: true });
  writeFileSync(join(seed, 'user-data'), documents.userData);
  writeFileSync(join(seed, 'meta-data'), documents.metaData);
  writeFileSync(join(seed, 'network-config'), documents.networkConfig);
  await withRuntime(disk, async () => {
    for (const stage of stagesOfCloudInit) await inside(disk, ['cloud-init', ...stage]);
  });
  const log = readFileSync(join(disk, 'var/log/cloud-init.log'), 'utf8');
  const complaints = log.split('\n').filter((line) => /\[(WARNING|ERROR|CRITICAL)\]|^Traceback/.test(line));
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}

/**
 * Runs the engine's stages on the disk as an initial RAM disk does, then what systemd makes of its presets. Debian's
 * build relabels for SELinux, for which there is nothing to do here; SSH keys go where a plain sshd looks for them, as
 * in Flatcar's build.
 * @param folder an empty folder for what the engine keeps outside the disk
 */
export async function runIgnition(disk: string, config: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'config.ign');
  writeFileSync(file, config);
  writeFileSync(join(folder, 'setfiles'), '#!/bin/sh\nexec cat >/dev/null\n', { mode: 0o755 });
  const state = ['config-cache', 'state-file', 'neednet'].map((name) => `--${name}=${join(folder, name)}`);
  const env = {
    PATH: `${folder}:/usr/sbin:/usr/bin:/sbin:/bin`,
    IGNITION_CONFIG_FILE: file,
    IGNITION_WRITE_AUTHORIZED_KEYS_FRAGMENT: 'false',
  };
  for (const stage of ['fetch', 'files']) {
    const options = ['--log-to-stdout', '--platform=file', `--stage=${stage}`, `--root=${disk}`, ...state];
    const { status, stdout } = await attempt([ignitionEngine, ...options], { env });
    // What it cannot log to the journal is no complaint, for there is none here.
    const complaints = stdout.split('\n').filter((line) => /^(WARNING|ERROR|CRITICAL|ALERT|EMERGENCY)\b/.test(line));
    if (status !== 0 || complaints.length > 0) throw new Error(`exit status ${status}\n${complaints.join('\n')}`);
  }
  await applyPresets(disk);
}
