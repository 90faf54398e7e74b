/** The table of plain settings: what their rows say, and what the schema says of the same words. */

import { type Role, roles } from '../../lib/cluster/vocabulary.ts';
import { plainSettings } from '../../lib/nomad/settings.ts';
import { propertyAt } from './description-schema.ts';
import { code, type DocTable } from './markdown-table.ts';

export const settingsTable: DocTable = {
  name: 'settings',
  header: ['setting', 'in Nomad', 'default', 'Nomad', 'given for', 'what it is'],
  rows: () => roles.flatMap(rowsOf),
};

function rowsOf(role: Role): string[][] {
  return plainSettings[role].map(({ word, key, fallback, since, until, ofMachine }) => [
    code(`${role}.${word}`),
    code(key),
    fallback === undefined ? '' : code(typeof fallback === 'string' ? fallback : JSON.stringify(fallback)),
    [...(since === undefined ? [] : [`from ${since}`]), ...(until === undefined ? [] : [`before ${until}`])].join(', '),
    ofMachine ? 'all, or one machine' : 'all',
    propertyAt(`${role}.${word}`)?.description ?? '',
  ]);
}
