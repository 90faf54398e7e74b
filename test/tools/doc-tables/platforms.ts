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

/** Who makes the network of a machine, and what the bundle adds. */
export const networksTable: DocTable = {
  name: 'networks',
  header: ['`platform`', 'address', 'MAC', 'further cards', 'the bundle adds', 'as the machine sees it', 'MTU'],
  rows: () => rows.map(([name, { network }]) => [code(name), ...networkCells(network)]),
};

function networkCells(network: Platform['network']): readonly string[] {
  const own = 'the description’s';
  if (network.madeBy === 'description') return [own, own, `as \`${network.document}\` says`, 'nothing', own, own];
  const { furtherCards, tell, tellMac, seenAs, mtu, mostNetworks, sourceRoutedCards } = network;
  const rules = sourceRoutedCards === undefined ? 'nothing' : 'source rules';
  const since = furtherCards.since === undefined ? '' : `, from cloud-init ${furtherCards.since} on`;
  const most = mostNetworks === undefined ? '' : `; at most ${mostNetworks} private network`;
  return [
    tell ? 'the platform’s, as it is told' : 'the platform’s alone',
    tellMac ? 'the platform’s, as it is told' : 'the platform’s alone',
    furtherCards.broughtUp + since + most,
    furtherCards.bundle === undefined ? rules : `a file for each, ${furtherCards.bundle}`,
    seenAs ?? 'the subnet’s prefix and router',
    mtu === undefined ? 'Ethernet’s' : String(mtu),
  ];
}

/** What the platform has to be told of addresses, which it gives to nobody, and what stands in the machine's way. */
export const addressesTable: DocTable = {
  name: 'addresses',
  header: ['`platform`', 'is told', 'gives to nobody', 'policy routing', 'firewall in the image', 'rests on'],
  rows: () =>
    rows.flatMap(([name, { network, hostFirewall = '–' }]) => {
      if (network.madeBy === 'description') return [];
      const { tell, tellMac, policyRouting = 'nobody’s', source } = network;
      const told =
        tell && [...new Set([tell.only, tell.each])].map((words) => code(withMac(words, tellMac))).join(', ');
      return [[code(name), told ?? 'nothing', reserved(network.addresses), policyRouting, hostFirewall, source]];
    }),
};

const withMac = (words: string, mac: string | undefined) => (mac === undefined ? words : `${words} ${mac}`);

function reserved(rules: Extract<Platform['network'], { madeBy: 'platform' }>['addresses']): string {
  if (!rules) return 'unknown';
  const { reservedFirst, reservedLast, within, never = [] } = rules;
  const count = (number: number, which: string) => `the ${which}${number > 1 ? ` ${number}` : ''} of a subnet`;
  const parts = [count(reservedFirst, 'first'), count(reservedLast, 'last'), ...never];
  return parts.join(', ') + (within ? `; only within ${within.join(', ')}` : '');
}

/** What is read at the first boot, by the platform's own name for it. */
export const documentsTable: DocTable = {
  name: 'documents',
  header: ['`platform`', 'cloud-init reads'],
  rows: () =>
    rows.map(([name, { documents }]) => [
      code(name),
      Object.entries(documents)
        .map(([file, theirs]) => (file === theirs ? code(file) : `${code(file)} as ${theirs}`))
        .join(', '),
    ]),
};
