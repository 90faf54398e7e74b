/** This package: where it is, and its version. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The version in the package's own package.json, whether the command runs from its source or from its build. */
export function packageVersion(): string {
  return ownPackage()?.version ?? 'unknown';
}

/** The folder of the package; undefined if it has lost its package.json. */
export function packageFolder(): string | undefined {
  return ownPackage()?.folder;
}

function ownPackage(): { readonly folder: string; readonly version: string } | undefined {
  for (let folder = new URL('../', import.meta.url); ; folder = new URL('../', folder)) {
    const version = versionIn(new URL('package.json', folder));
    if (version !== undefined) return { folder: fileURLToPath(folder), version };
    if (folder.pathname === '/') return undefined;
  }
}

function versionIn(file: URL): string | undefined {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown; version?: unknown };
    return content.name === 'nomad-firstboot' ? String(content.version) : undefined;
  } catch {
    return undefined;
  }
}
