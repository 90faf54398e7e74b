/** Nomad as HashiCorp publishes it: a zip of the very binary that other machines have in their image. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from '../rehearsal/cache.ts';
import { run } from '../rehearsal/command.ts';
import { nomadBinary } from '../rehearsal/nomad.ts';

export interface Archive {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** The zip; made once, in some ten seconds. */
export async function nomadArchive(): Promise<Archive> {
  const nomad = await nomadBinary();
  const path = await cached('nomad-zip', [nomad], (to) => zip(nomad, to));
  const bytes = readFileSync(path);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function zip(nomad: string, to: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-zip-'));
  try {
    symlinkSync(nomad, join(folder, 'nomad'));
    await run(['python3', '-m', 'zipfile', '-c', to, 'nomad'], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
