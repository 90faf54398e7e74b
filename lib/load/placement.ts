/** Whether the machines can carry the agents: how many servers, on which networks, ports, memory, ways out. */

import { shortestFailoverSeconds } from '../nomad/heartbeats.ts';
import { effectiveReservedMemoryMiB, leastTaskMemoryMiB } from '../nomad/reserved.ts';
import type { ClientDefaults, Machine, ServerDefaults } from './cluster.ts';
import type { Networks } from './networks.ts';
import type { Report } from './report.ts';

/** How many servers there are, and whether they can form a quorum that bears a loss. */
export function checkQuorum(machines: readonly Machine[], report: Report): void {
  const isUncertain =
    report.lacksMember(['machines']) ||
    machines.some(({ name }) => ['roles', '<<'].some((key) => report.isDamaged(['machines', name, key])));
  if (isUncertain || machines.length === 0) return;
  const count = machines.filter(({ server }) => server).length;
  if (count === 0) report.add('no-server', ['machines'], {});
  else if (count === 1) report.add('single-server', ['machines'], {});
  else if (count % 2 === 0) report.add('even-servers', ['machines'], { count, quorum: count / 2 + 1 });
}

/**
 * Whether each machine can carry its agents: interfaces on their networks, memory, a way to the servers.
 * @param doubtful machines of which an address was refused: then nothing follows from its absence
 */
export function checkPlacement(
  machines: readonly Machine[],
  server: ServerDefaults,
  client: ClientDefaults,
  networks: Networks,
  doubtful: ReadonlySet<string>,
  report: Report,
): void {
  for (const machine of machines) {
    checkMemory(machine, server, report);
    // What an interface is attached to is not known where one of them was refused.
    const isCertain = machine.interfaces.every(({ network }) => networks.byName.has(network));
    const path = ['machines', machine.name, 'interfaces'];
    if (!isCertain || report.isDamaged(path) || machine.interfaces.length === 0) continue;
    if (machine.server && networks.byName.has(server.network))
      checkServerInterface(machine, server.network, doubtful, report);
    if (machine.client && networks.byName.has(client.network))
      checkClientInterface(machine, server, client, networks, report);
    checkGateways(machine, networks, report);
  }
}

function checkMemory(
  { name, memoryMiB: memory, server, client }: Machine,
  { memoryMaxMiB: limit }: ServerDefaults,
  report: Report,
): void {
  if (memory === undefined) return;
  const path = ['machines', name, 'memoryMiB'];
  if (server && limit * 2 > memory) {
    report.add('server-memory', path, { machine: name, limit, memory });
  } else if (client) {
    const reserved = effectiveReservedMemoryMiB(client, server ? limit : 0);
    const least = leastTaskMemoryMiB;
    if (memory - reserved < least) report.add('task-memory', path, { machine: name, reserved, memory, least });
  }
}

function checkServerInterface(machine: Machine, network: string, doubtful: ReadonlySet<string>, report: Report): void {
  const path = ['machines', machine.name, 'interfaces'];
  const index = machine.interfaces.findIndex((attached) => attached.network === network);
  const facts = { machine: machine.name, network };
  if (index < 0) report.add('server-off-network', path, facts);
  else if (machine.interfaces[index]?.addresses.length === 0 && !doubtful.has(machine.name)) {
    report.add('server-on-dhcp', [...path, index], facts);
  }
}

function checkClientInterface(
  machine: Machine,
  server: ServerDefaults,
  client: ClientDefaults,
  networks: Networks,
  report: Report,
): void {
  const path = ['machines', machine.name, 'interfaces'];
  const on = (network: string) => machine.interfaces.some((attached) => attached.network === network);
  if (!on(client.network)) {
    report.add('client-off-network', path, { machine: machine.name, network: client.network });
    return;
  }
  const leadsOut = machine.interfaces.some(({ network, addresses }) => {
    // DHCP may bring a default route.
    return addresses.length === 0 || (networks.byName.get(network)?.gateways.length ?? 0) > 0;
  });
  if (!machine.server && !leadsOut && networks.byName.has(server.network) && !on(server.network)) {
    report.add('client-without-route', path, { machine: machine.name, network: server.network });
  }
}

function checkGateways(machine: Machine, networks: Networks, report: Report): void {
  const leading = machine.interfaces.filter(({ network }) => (networks.byName.get(network)?.gateways.length ?? 0) > 0);
  const names = [...new Set(leading.map(({ network }) => network))];
  if (names.length < 2) return;
  report.add('two-default-gateways', ['machines', machine.name, 'interfaces'], {
    machine: machine.name,
    networks: names,
  });
}

/** A new leader that is less patient than heartbeats are long takes every client for down. */
export function checkFailover(
  machines: readonly Machine[],
  { failoverHeartbeatSeconds: received }: ServerDefaults,
  report: Report,
): void {
  const clients = machines.filter(({ client }) => client).length;
  const least = shortestFailoverSeconds(clients);
  if (received === undefined || received >= least || report.lacksMember(['machines'])) return;
  report.add('failover-too-short', ['server', 'failoverHeartbeatTtl'], { received, least, clients });
}

/** Two agents of one machine on one network share its address: their ports must differ. */
export function checkAgentPorts(
  machines: readonly Machine[],
  server: ServerDefaults,
  client: ClientDefaults,
  report: Report,
): void {
  if (server.network !== client.network || server.network === '') return;
  const both = machines.filter((machine) => machine.server && machine.client);
  const [machine] = both;
  const port = client.ports.http;
  const word = Object.entries(server.ports).find(([, other]) => other === port)?.[0];
  if (!machine || word === undefined) return;
  const taken = new Set(Object.values(server.ports));
  let suggestion = 4656;
  while (taken.has(suggestion)) suggestion += 1;
  const facts = { machine: machine.name, count: both.length, port, word, suggestion };
  report.add('agents-collide', ['client', 'ports', 'http'], facts, ['server', 'ports', word]);
}
