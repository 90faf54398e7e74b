/** What a virtual machine of an emulated platform has to have said on its console, boot by boot. */

import assert from 'node:assert/strict';
import type { Emulation, NetworkCard } from '../emulation.ts';
import type { Boots } from './lane.ts';
import type { Row } from './rows.ts';

type Verdict = readonly [promise: string, judge: () => void];

/** The last word of the console on each subject: `link 0a:00:00:10:00:01` or `status`. */
type Facts = ReadonlyMap<string, string>;

/**
 * @param number of the machine
 * @param requests what the metadata service was asked for
 */
export function firstBootVerdicts(
  { machine }: Row,
  number: number,
  { console, requestsBefore }: Boots,
  requests: readonly string[],
): readonly Verdict[] {
  const [first = ''] = console.split(restarting);
  const asked = requests.slice(0, requestsBefore);
  return [
    ...bootVerdicts('first boot', machine(number), first),
    ['the user-data came from the metadata service', () => assert.ok(asked.some((line) => userData.test(line)))],
  ];
}

/** The same of a machine that was restarted. */
export function secondBootVerdicts(
  { machine, asksAgain }: Row,
  number: number,
  { console, requestsBefore }: Boots,
  requests: readonly string[],
): readonly Verdict[] {
  const [, second = ''] = console.split(restarting);
  const isAnswered = requests.slice(requestsBefore).some((line) => line.startsWith('200 GET '));
  const again = asksAgain ? 'the metadata service was asked again, and answered' : 'nobody was asked again';
  return [
    ...bootVerdicts('second boot', machine(number), second),
    [`second boot: ${again}`, () => assert.equal(isAnswered, asksAgain)],
  ];
}

const userData = /^200 GET .*user-?data$/;

const restarting = 'FACT end first';

function bootVerdicts(boot: string, emulation: Emulation, console: string): readonly Verdict[] {
  const facts = factsOf(console);
  const all: readonly Verdict[] = [
    ['the machine is ready', () => assert.match(console, /nomad-firstboot: ready/)],
    ...cloudInitVerdicts(emulation, facts),
    ['no unit failed', () => assert.equal(facts.get('failed'), '')],
    ...(emulation.service?.addresses ?? []).flatMap((address) => guardVerdicts(address, facts)),
    ...emulation.cards.map((card) => cardVerdict(card, facts)),
  ];
  return all.map(([promise, judge]) => [`${boot}: ${promise}`, judge]);
}

function factsOf(console: string): Facts {
  const facts = console.matchAll(/FACT ((?:link|root|nobody) \S+|\S+) ([^\r\n]*)/g);
  return new Map([...facts].map(([, subject = '', said = '']) => [subject, said.trim()]));
}

function cloudInitVerdicts({ instanceId }: Emulation, facts: Facts): readonly Verdict[] {
  return [
    [
      'cloud-init found the metadata service',
      () => {
        assert.match(facts.get('datasource') ?? 'nothing', /^metadata \(http:\/\/169\.254\.169\.254\b/);
        assert.equal(facts.get('instance'), instanceId);
      },
    ],
    [
      'cloud-init ended done, without a warning',
      () => {
        const expected = { unfinished: [], errors: [], recoverable_errors: {} };
        assert.deepEqual(JSON.parse(facts.get('status') ?? '{}'), expected);
      },
    ],
  ];
}

function guardVerdicts(address: string, facts: Facts): readonly Verdict[] {
  return ['root', 'nobody'].map((user) => [
    `the guard refuses ${address} to a process of ${user}`,
    () => assert.match(facts.get(`${user} ${address}`) ?? 'nothing', /Connection refused/),
  ]);
}

function cardVerdict(card: NetworkCard, facts: Facts): Verdict {
  return [
    `the card ${card.mac} has the address ${leased(card)} by DHCP`,
    () => assert.equal(facts.get(`link ${card.mac}`), leased(card)),
  ];
}

/** The card's address with the prefix that the DHCP server says. */
function leased({ address, lease }: NetworkCard): string {
  return lease?.netmask === '255.255.255.255' ? address.replace(/\/.*/, '/32') : address;
}
