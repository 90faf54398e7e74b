/** A description to begin with, in the form of its platform: short, with the decisions to be made as its comments. */

import { dump } from 'js-yaml';
import type { PlatformName } from '../../cluster/vocabulary.ts';
import { addressPlus, formatAddress, parseAddress } from '../../net/ip.ts';
import { macPlus } from '../../net/mac.ts';
import { platforms } from '../../targets/platforms.ts';
import { systems } from '../../targets/systems.ts';
import type { Wishes } from './wishes.ts';

/** The release of Nomad that the tests boot. */
const nomadVersion = '1.11.3';

/** What differs from platform to platform in a description. */
interface PlatformForm {
  /** The first four octets of MAC addresses that machines may be given there; absent where the platform chooses them. */
  readonly macPrefix?: string;
  /** What to know about addresses. */
  readonly addresses: string;
  /** Whether the platform alone chooses addresses, so that servers, which have to be known beforehand, run elsewhere. */
  readonly choosesAddresses?: true;
}

const given = 'These addresses reach the machines with their documents; the MAC addresses are yours to give.';
const asked = (how: string) =>
  `The platform gives the addresses: create each machine with the one that stands here (${how}).`;
const chosen = {
  addresses: 'The platform alone chooses addresses here. Servers have to have theirs beforehand: they run elsewhere.',
  choosesAddresses: true,
} as const;

function formOf(platform: PlatformName): PlatformForm {
  const { network } = platforms[platform];
  if (network.madeBy === 'description') return { ...network, addresses: given };
  return network.tell ? { addresses: asked(network.tell.inWords) } : chosen;
}

/** Writes the description. @param schema the place of its JSON Schema, for editors */
export function startingDescription(wishes: Wishes, schema: string): string {
  return `${[...head(wishes, schema), ...network(wishes), ...agents(wishes), ...machines(wishes)].join('\n')}\n`;
}

function head({ name, platform, os }: Wishes, schema: string): readonly string[] {
  const { format } = systems[os];
  return [
    `# yaml-language-server: $schema=${schema}`,
    `# A Nomad cluster on ${platforms[platform].title}. \`build-userdata check\` tells what is wrong here, and how to mend it.`,
    '',
    '# Part of every certificate: choose it before the first build.',
    `name: ${dump(name).trim()}`,
    '# The release that the image brings, as /usr/bin/nomad.',
    `nomad: { version: ${nomadVersion} }`,
    `target: { platform: ${platform}, os: ${os}${format === 'ignition' ? ', format: ignition' : ''} }`,
    '',
  ];
}

function network({ platform }: Wishes): readonly string[] {
  const { macPrefix, addresses } = formOf(platform);
  return [
    'networks:',
    '  # Where the agents reach each other: a subnet that you have, in which these addresses are free.',
    `  # ${addresses}`,
    ...(macPrefix === undefined
      ? ['  private: { subnet: 10.10.0.0/16 }']
      : ['  private: { subnet: 10.10.0.0/16, gateway: 10.10.0.1, nameservers: [10.10.0.1] }']),
    '',
  ];
}

function agents({ clients }: Wishes): readonly string[] {
  return [
    'server:',
    '  network: private',
    'client:',
    '  network: private',
    ...(clients === 0 ? ['  # Beside the server, which listens on 4646.', '  ports: { http: 4656 }'] : []),
    '  # How tasks run: exec needs nothing more, docker and java their programs on the image.',
    '  drivers: [exec]',
    '',
  ];
}

function machines({ platform, servers, clients }: Wishes): readonly string[] {
  const { macPrefix, choosesAddresses } = formOf(platform);
  const elsewhere = choosesAddresses && { target: '{ platform: nocloud }', macPrefix: '52:54:00' };
  const serverGroup = {
    name: 'server',
    count: servers,
    roles: clients === 0 ? 'server, client' : 'server',
    macStart: macStart(elsewhere?.macPrefix ?? macPrefix, '10'),
    addressStart: '10.10.0.10',
    target: elsewhere?.target,
  };
  const clientGroup = {
    name: 'client',
    count: clients,
    roles: 'client',
    macStart: macStart(macPrefix, '20'),
    addressStart: choosesAddresses ? undefined : '10.10.4.0',
  };
  return [
    'machines:',
    '  # An odd number of servers: three bear the loss of one, five the loss of two.',
    ...(clients === 0 ? ['  # Each carries a client as well, for there are no other machines.'] : []),
    ...machineGroup(serverGroup),
    ...(clients > 1 ? ['  # A range of machines: n is the number in the name.'] : []),
    ...(clients > 0 ? machineGroup(clientGroup) : []),
  ];
}

const macStart = (prefix: string | undefined, octet: string) => prefix && `${prefix}:${octet}:00:00`;

/** Machines that differ by a number alone, which is added to MAC and IP addresses. */
interface MachineGroup {
  readonly name: string;
  readonly count: number;
  readonly roles: string;
  readonly macStart: string | undefined;
  readonly addressStart: string | undefined;
  readonly target?: string | undefined;
}

/** One machine by its name, or a range. */
function machineGroup({ name, count, roles, macStart, addressStart, target }: MachineGroup): readonly string[] {
  const zeros = '0'.repeat(String(count).length - 1);
  const key = count === 1 ? `${name}-1` : `"${name}-[${zeros}1-${count}]"`;
  const counted = (start: string, one: string | undefined) => (count === 1 ? `"${one}"` : `"${start} + n"`);
  const card = [
    'network: private',
    ...(macStart === undefined ? [] : [`mac: ${counted(macStart, macPlus(macStart, 1))}`]),
    ...(addressStart === undefined ? [] : [`address: ${counted(addressStart, following(addressStart))}`]),
  ];
  return [
    `  ${key}:`,
    `    roles: [${roles}]`,
    ...(target === undefined ? [] : [`    target: ${target}`]),
    '    interfaces:',
    `      - { ${card.join(', ')} }`,
  ];
}

function following(address: string): string | undefined {
  const parsed = parseAddress(address);
  const next = parsed && addressPlus(parsed, 1);
  return next && formatAddress(next);
}
