/** The version of this package. */

import { readFileSync } from 'node:fs';

/** The version in the package's own package.json, whether the command runs from its source or from its build. */
export function packageVersion(): string {
  for (let folder = new URL('../', import.meta.url); ; folder = new URL('../', folder)) {
    const version = versionIn(new URL('package.json', folder));
    if (version !== undefined) return version;
    if (folder.pathname === '/') return 'unknown';
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
