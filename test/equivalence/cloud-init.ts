/** The real cloud-init at work on a disk: it leaves there what a machine's documents say. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudInitDocuments } from '../../lib/render/cloud-init.ts';
import { withRuntime } from '../boot/rehearsal/disk.ts';
import { chroot } from '../boot/rehearsal/ignition.ts';

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
    for (const stage of stagesOfCloudInit) await chroot(disk, ['cloud-init', ...stage]);
  });
  const log = readFileSync(join(disk, 'var/log/cloud-init.log'), 'utf8');
  const complaints = log.split('\n').filter((line) => /\[(WARNING|ERROR|CRITICAL)\]|^Traceback/.test(line));
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}
