/** Descriptions that the tests of the load stage start from, and what is complained about when they are changed. */

import { formatPath } from '../../lib/diagnostic-text.ts';
import { type Loaded, loadCluster } from '../../lib/load/load.ts';

/** Three machines with both agents each: nothing to complain about. */
export const sound = `name: demo
nomad:
  version: 1.11.3
networks:
  servers: { subnet: 10.10.0.0/24 }
  clients: { subnet: 10.20.0.0/24 }
server:
  network: servers
client:
  network: clients
machines:
  n1:
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:01", address: 10.10.0.11 }
      - { network: clients, mac: "52:54:00:20:00:01", address: 10.20.0.11 }
  n2:
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:02", address: 10.10.0.12 }
      - { network: clients, mac: "52:54:00:20:00:02", address: 10.20.0.12 }
  n3:
    interfaces:
      - { network: servers, mac: "52:54:00:10:00:03", address: 10.10.0.13 }
      - { network: clients, mac: "52:54:00:20:00:03", address: 10.20.0.13 }
`;

/** The sound description with some text replaced; `from` must be there. An empty `from` appends. */
export function changed(from: string, to: string): string {
  if (from === '') return `${sound}${to}\n`;
  if (!sound.includes(from)) throw new Error(`the sound description has no ${from}`);
  return sound.replace(from, () => to);
}

/** What a text is refused or warned for, as `code path`. */
export function complaints(text: string): readonly string[] {
  return listed(loadCluster(text));
}

export function listed({ diagnostics }: Loaded): readonly string[] {
  return diagnostics.map(({ code, path }) => `${code} ${formatPath(path)}`.trim());
}

/** A large description: this many clients beside three servers. */
export function manyMachines(count: number): string {
  const octets = (n: number) => `${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;
  const machines = Array.from({ length: count }, (_, index) => {
    const host = `${(index + 11) >> 8}.${(index + 11) & 255}`;
    return `  n${index}:
    roles: [${index < 3 ? 'server, client' : 'client'}]
    interfaces:
      - { network: servers, mac: "52:54:00:10:${octets(index)}", address: 10.10.${host} }
      - { network: clients, mac: "52:54:00:20:${octets(index)}", address: 10.20.${host} }
`;
  });
  const head = sound.slice(0, sound.indexOf('  n1:')).replaceAll('0.0/24', '0.0/16');
  return head + machines.join('');
}

/** Three machines, with room for thousands of clients and a way out of their network. */
export const roomy = sound.replace(
  'clients: { subnet: 10.20.0.0/24 }',
  'clients: { subnets: [10.20.0.0/16, "fd00:20::/64"], gateway: 10.20.0.1 }',
);

/** An interface of a range of machines. */
export const counted = '{ network: clients, mac: "52:54:00:40:00:00 + n", address: "10.20.4.0 + n" }';

/** An entry of clients with one interface. */
export function entry(key: string, fields = counted, settings = ''): string {
  return `  ${JSON.stringify(key)}:\n    roles: [client]\n${settings}    interfaces:\n      - ${fields}\n`;
}

/** What is written instead of what in the sound description, and everything that is said about it. */
export type Case = readonly [from: string, to: string, ...expected: readonly string[]];
