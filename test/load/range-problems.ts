/** Mistakes in ranges of machines and in addresses that count up, and what is said about each. */

import { formatPath } from '../../lib/diagnostic-text.ts';
import type { Case } from './descriptions.ts';

const counted = '{ network: clients, mac: "52:54:00:40:00:00 + n", address: "10.20.0.100 + n" }';

/** An entry of clients that reach the servers over a network of their own. */
function clients(key: string, onClients: string = counted, more = ''): string {
  return `  ${JSON.stringify(key)}:
    roles: [client]
${more}    interfaces:
      - ${onClients}
      - { network: servers, name: ens4 }
`;
}

/** Names that are no range, or could be read in two ways. */
const names: readonly Case[] = [
  ...[
    'w-[]',
    'w-[ ]',
    'w-[,1]',
    'w-[1-]',
    'w-[-1]',
    'w-[1-2-3]',
    'w-[a-c]',
    'w-[1-5/2]',
    'w-[1-5',
    'w-1-5]',
    'w-]1-5[',
    'w-[[1-5]]',
    'r[1-2]-n[1-8]',
    'w-[001:500]',
    'w-{001..500}',
    'w-{1,3}',
    'w-001..500',
    'w-[001 - 500]',
    'w-[1, 3]',
    'w-[1-1234567890]',
    `w-[${'1,'.repeat(600)}2]`,
  ].map((key): Case => ['', clients(key), `range-form ${formatPath(['machines', key])}`]),
  ...['w-[1-010]', 'w-[001-10]', 'w-[08-102]', 'w-[5,010]', 'w-[01-02,003]', 'w-[001-016,18-50]'].map(
    (key): Case => ['', clients(key), `range-digits ${formatPath(['machines', key])}`],
  ),
  ...['w-[5-2]', 'w-[001-003,009-007]'].map(
    (key): Case => ['', clients(key), `range-reversed ${formatPath(['machines', key])}`],
  ),
  ...['w-[1-5,3]', 'w-[3,1-5]', 'w-[7,7]', 'w-[01-50,50-99]'].map(
    (key): Case => ['', clients(key), `range-number-twice ${formatPath(['machines', key])}`],
  ),
  ...['w-[1-100001]', 'w-[1-999999999]', 'w-[0-50000,50001-100000]'].map(
    (key): Case => ['', clients(key), `range-too-large ${formatPath(['machines', key])}`],
  ),
  [
    '',
    clients('w-[1-90000]', `{ network: clients, addresses: [${'10.20.0.0 + n, '.repeat(4)}] }`),
    'range-too-costly machines["w-[1-90000]"]',
  ],
  ...['w-[1-5]', 'w-[7]', 'w-[0-3]', 'w-[00-03,05]', 'w-[3,1]', '[1-2]w', 'w-[08-12,100-101]', 'w[1]x'].map(
    (key): Case => ['', clients(key)],
  ),
  ['', clients('W-[1-5]'), 'hostname machines.W-1'],
  ['', clients('[7-9]'), 'hostname machines["7"]'],
];

const fixed = (fields: string) => clients('w-[1-5]', `{ network: clients, ${fields} }`);
const at = (field: string) => `machines["w-[1-5]"].interfaces[0].${field}`;

/** Addresses that do not count, or not to the end, or where nothing counts. */
const addresses: readonly Case[] = [
  ['', fixed('mac: "52:54:00:40:00:01"'), `count-missing ${at('mac')}`],
  ['', fixed('name: ens3, address: 10.20.0.101'), `count-missing ${at('address')}`],
  ['', fixed('name: ens3, addresses: ["10.20.0.100 + n", 10.20.0.9]'), `count-missing ${at('addresses[1]')}`],
  ['', fixed('name: ens3, address: 10.20.0.n'), `count-form ${at('address')}`],
  ['', fixed('name: ens3, address: 10.20.0.100 + 2n'), `count-form ${at('address')}`],
  ['', fixed('name: ens3, address: 10.20.0.100 + N'), `count-form ${at('address')}`],
  ['', fixed('name: ens3, address: n + 10.20.0.100'), `count-form ${at('address')}`],
  ['', fixed('mac: "52:54:00:40:00:00 +"'), `count-form ${at('mac')}`],
  ['', fixed('mac: "52:54:00:40:00 + n"'), `mac-form ${at('mac')}`],
  ['', fixed('name: ens3, address: 10.20.0 + n'), `address-form ${at('address')}`],
  ['', fixed('name: ens3, address: 10.20.0.0100 + n'), `address-leading-zero ${at('address')}`],
  ['', fixed('mac: "fe:ff:ff:ff:ff:fa + n"')],
  ['', fixed('mac: "ff:ff:ff:ff:ff:fb + n"'), `count-beyond ${at('mac')}`],
  ['', fixed('name: ens3, address: 255.255.255.251 + n'), `count-beyond ${at('address')}`],
  ['', fixed('name: ens3, address: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffb + n"'), `count-beyond ${at('address')}`],
  [
    '',
    fixed('name: ens3, address: 10.20.0.251 + n'),
    'address-not-for-hosts machines.w-4.interfaces[0].address',
    'address-outside-subnet machines.w-5.interfaces[0].address',
  ],
  ['', clients('w-[7]', '{ network: clients, mac: "52:54:00:40:00:01", address: 10.20.0.101 }')],
  [
    '',
    clients('w-7'),
    'count-outside-range machines.w-7.interfaces[0].mac',
    'count-outside-range machines.w-7.interfaces[0].address',
  ],
];

/** Names that two entries give. */
const twice: readonly Case[] = [
  ['', clients('n[2-4]'), 'duplicate-machine machines["n[2-4]"]'],
  ['machines:\n', `machines:\n${clients('n[2-4]')}`, 'duplicate-machine machines.n2', 'duplicate-machine machines.n3'],
  ['', clients('w-[1-5]') + clients('w-[4-9]'), 'duplicate-machine machines["w-[4-9]"]'],
  ['', clients('w-[1-5]') + clients('w-[01-05]', counted.replace('40:00:00', '41:00:00').replace('.100', '.110'))],
];

export const ranges: readonly Case[] = [...names, ...addresses, ...twice];
