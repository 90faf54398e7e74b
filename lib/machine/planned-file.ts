/** Makes the files of a plan. */

import { hash } from 'node:crypto';
import type { PlannedFile } from './machine-plan.ts';

/** A file that everybody may read. */
export function plainFile(path: string, content: string, mode = '0644'): PlannedFile {
  return Object.freeze({ path, mode, content, secret: false });
}

/** A file that holds key material, whose content no print, comparison or copy shows. */
export function secretFile(path: string, content: string, mode = '0600'): PlannedFile {
  const file = { path, mode, secret: true, sha256: hash('sha256', content) };
  return Object.freeze(Object.defineProperty(file as PlannedFile, 'content', { value: content }));
}

/** Whether only its owner may read a file of one's own, which is then treated as a secret. */
export function isPrivateMode(mode: string): boolean {
  return (Number.parseInt(mode, 8) & 0o077) === 0;
}
