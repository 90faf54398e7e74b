/** Who may ask for metadata behind the guard, platform by platform. */

import { platforms } from '../../../lib/targets/platforms.ts';
import { code, codes, type DocTable } from '../markdown-table.ts';

export const readersTable: DocTable = {
  name: 'readers',
  header: ['`platform`', 'services'],
  rows: () =>
    Object.entries(platforms)
      .filter(([, { servesUserData }]) => servesUserData)
      .map(([name, { metadataReaders = [] }]) => [code(name), codes(metadataReaders)]),
};
