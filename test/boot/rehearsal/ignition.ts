/** The real Ignition at work on a machine's disk, as an initial RAM disk runs it before the machine's own systemd. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command.ts';

/** Debian's package keeps the engine where dracut finds it. */
export const ignitionEngine = '/usr/lib/dracut/modules.d/30ignition/ignition';

/** Debian's build of the engine wants to know about SELinux. */
export const SELINUX_CONFIG = { path: 'etc/selinux/config', content: 'SELINUX=permissive\nSELINUXTYPE=targeted\n' };

/** Images for Ignition enable nothing but what a preset names; Debian's enable everything. */
export const DISABLE_BY_DEFAULT = { path: 'usr/lib/systemd/system-preset/99-default.preset', content: 'disable *\n' };

/**
 * Runs the engine's stages on the disk, then what systemd makes of its presets at a first boot, which booting a
 * container is not (systemd.preset(5)). Debian's build relabels for SELinux, for which there is nothing to do here; SSH
 * keys go where a plain sshd looks for them, as in Flatcar's build.
 * @param folder an empty or new folder for what the engine keeps outside the disk
 */
export async function runIgnition(disk: string, config: string | Buffer, folder: string): Promise<void> {
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

/** What systemd does with its presets when it boots a machine for the first time (systemd.preset(5)). */
export async function applyPresets(disk: string): Promise<void> {
  await chroot(disk, ['systemctl', 'preset-all', '--preset-mode=enable-only']);
}

/**
 * Runs a command on a disk, with nothing of the building machine around it. systemctl works on the disk's files, and
 * leaves out whatever concerns running units.
 */
export function chroot(disk: string, argv: readonly string[]): Promise<string> {
  return run(['chroot', disk, ...argv], { env: chrootEnvironment });
}

/** What programs on a disk that is not booted find in their environment. */
export const chrootEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  SYSTEMD_OFFLINE: '1',
  PYTHONDONTWRITEBYTECODE: '1', // netplan would leave its programs' byte code
} as const;
