/** Tables of the platforms, from their rows. */

import type { PlatformName } from '../../../lib/cluster/vocabulary.ts';
import { type Platform, platforms } from '../../../lib/targets/platforms.ts';
import { code, codes, type DocTable } from '../markdown-table.ts';

const rows = Object.entries(platforms) as [PlatformName, Platform][];

const countings: Readonly<Record<Platform['counting'], string>> = {
  packed: '',
  'after-base64': ', after base64',
  'after-base64-with-metadata': ', after base64, with all other metadata',
};
const instanceIds: Readonly<Record<Platform['instanceIdFrom'], string>> = {
  'meta-data': 'the bundle’s `meta-data`',
  image: 'the image of `--iso`, else the platform',
  platform: 'the platform',
};
const images = { nocloud: 'NoCloud', 'config-drive': 'config drive' };

/** Limits and encodings, and who can read user-data there. */
export const platformsTable: DocTable = {
  name: 'platforms',
  header: ['`platform`', 'is', 'limit in bytes', 'written as', 'instance-id from', 'served over HTTP', '`--iso`'],
  rows: () =>
    rows.map(([name, platform]) => [
      code(name),
      platform.title,
      platform.limitBytes === undefined
        ? 'none known'
        : platform.limitBytes.toLocaleString('en') + countings[platform.counting],
      codes(platform.encodings.filter((encoding) => encoding !== undefined)),
      instanceIds[platform.instanceIdFrom],
      platform.servesUserData ? 'yes' : 'no',
      platform.image ? images[platform.image] : '–',
    ]),
};

/** How a bundle comes to the machine, and what the row rests on. */
export const attachTable: DocTable = {
  name: 'attach',
  header: ['`platform`', 'attach', 'rests on'],
  rows: () =>
    rows.map(([name, { attach, ignition, source }]) => {
      const other = ignition?.attach ? `; Ignition: ${ignition.attach}` : '';
      return [code(name), attach + other, source];
    }),
};
