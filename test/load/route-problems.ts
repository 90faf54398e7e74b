/** Networks between which packets do or do not find their way, and what is said about them. */

import { type Case, sound } from './descriptions.ts';

/** The servers' network with a second subnet, of the other family or of another zone. */
const besides = (subnet: string) => sound.replace('{ subnet: 10.10.0.0/24 }', `{ subnets: [10.10.0.0/24, ${subnet}] }`);

/** Servers on their own network, and a client that dials them from another one through its gateway. */
function serversAlone(ofServers: string): string {
  const gateway = 'subnet: 10.20.0.0/24, gateway: 10.20.0.1';
  return `${sound
    .replace(/ {6}- \{ network: clients.*\n/g, '')
    .replace(/ {4}interfaces:/g, '    roles: [server]\n    interfaces:')
    .replace('subnet: 10.10.0.0/24', `subnet: 10.10.0.0/24${ofServers}`)
    .replace(
      'subnet: 10.20.0.0/24',
      gateway,
    )}  n4: { roles: [client], interfaces: [{ network: clients, address: 10.20.0.14 }] }\n`;
}

/** Ways between the machines, and the family that servers dial each other on. */
export const routes: readonly Case[] = [
  [sound, besides('"fd00:10::/64"')],
  [
    sound,
    besides('"fd00:10::/64"').replace('address: 10.10.0.12', 'address: "fd00:10::12"'),
    'server-family machines.n2.interfaces[0]',
  ],
  [
    sound,
    besides('10.11.0.0/24').replace('address: 10.10.0.12', 'address: 10.11.0.12'),
    'server-without-route machines.n1.interfaces',
  ],
  [
    sound,
    besides('10.11.0.0/24')
      .replace('address: 10.10.0.12', 'address: 10.11.0.12')
      .replace('10.11.0.0/24]', '10.11.0.0/24], gateways: [10.10.0.1, 10.11.0.1]'),
  ],
  [sound, serversAlone(''), 'server-without-way-back machines.n1.interfaces'],
  [sound, serversAlone(', gateway: 10.10.0.1')],
  [
    sound,
    serversAlone(', gateway: 10.10.0.1')
      .replace(', address: 10.20.0.14', '')
      .replace('{ subnet: 10.20.0.0/24', '{ subnets: ["fd00:20::/64", 10.20.0.0/24]'),
  ],
  [sound, serversAlone('').replace(', address: 10.20.0.14', ''), 'server-without-way-back machines.n1.interfaces'],
  [
    sound,
    serversAlone('')
      .replace('gateway: 10.20.0.1', 'gateway: "fd00:20::1"')
      .replace('{ subnet: 10.20.0.0/24', '{ subnets: [10.20.0.0/24, "fd00:20::/64"]')
      .replace('address: 10.20.0.14', 'addresses: [10.20.0.14, "fd00:20::14"]'),
    'client-without-route machines.n4.interfaces',
  ],
];
