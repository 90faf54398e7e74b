/** How large the bundles of the fixtures are, from their manifests. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtures } from '../../fixtures.ts';
import { code, type DocTable } from '../markdown-table.ts';

interface Size {
  readonly platform: string;
  readonly encoding: string;
  readonly countedBytes: number;
  readonly limitBytes?: number;
}

/** The largest machine of a fixture. */
function largest(folder: string): Size {
  const manifest = JSON.parse(readFileSync(join(folder, 'expected/manifest.json'), 'utf8')) as {
    readonly machines: Readonly<Record<string, Size>>;
  };
  const [first] = Object.values(manifest.machines).sort((a, b) => b.countedBytes - a.countedBytes);
  if (!first) throw new Error(`${folder} has no machine`);
  return first;
}

export const sizesTable: DocTable = {
  name: 'sizes',
  header: ['fixture', '`platform`', 'written as', 'bytes of the largest machine', 'limit'],
  rows: () =>
    fixtures().map(({ name, folder }) => {
      const { platform, encoding, countedBytes, limitBytes } = largest(folder);
      const limit = limitBytes?.toLocaleString('en') ?? 'none known';
      return [code(name), code(platform), code(encoding), countedBytes.toLocaleString('en'), limit];
    }),
};
