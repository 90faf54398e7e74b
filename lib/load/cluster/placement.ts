/** Whether the machines can carry the agents: how many servers, on which networks, ports, memory, ways out. */

import { isSameFamily } from '../../cluster/attachment.ts';
import type { ClientDefaults, Machine, ServerDefaults } from '../../cluster/cluster.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
import { shortestFailoverSeconds } from '../../nomad/heartbeats.ts';
import { effectiveReservedMemoryMiB, leastTaskMemoryMiB } from '../../nomad/reserved.ts';
import type { Report } from '../report.ts';
import type { KnownNetwork, Networks } from './networks.ts';
import { checkRoutes } from './routes.ts';

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
  const placed: Machine[] = [];
  for (const machine of machines) {
    checkMemory(machine, server, report);
    // What an interface is attached to is not known where one of them was refused.
    const isCertain = machine.interfaces.every(({ network }) => networks.byName.has(network));
    const path = ['machines', machine.name, 'interfaces'];
    if (!isCertain || report.isDamaged(path) || machine.interfaces.length === 0) continue;
    const before = report.count();
    if (machine.server) checkServerInterface(machine, networks.byName.get(server.network), doubtful, report);
    if (machine.client) checkClientInterface(machine, networks.byName.get(client.network), report);
    checkGateways(machine, networks, report);
    if (report.count() === before) placed.push(machine);
  }
  checkRoutes(placed, server.network, networks, report);
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

function checkServerInterface(
  { name, interfaces, server }: Machine,
  network: KnownNetwork | undefined,
  doubtful: ReadonlySet<string>,
  report: Report,
): void {
  if (!network) return;
  const path = ['machines', name, 'interfaces'];
  const index = interfaces.findIndex((attached) => attached.network === network.name);
  const facts = { machine: name, network: network.name };
  if (index < 0) report.add('server-off-network', path, facts);
  else if (server?.address !== undefined) checkFamily(server.address, network, [...path, index], report);
  else if (!doubtful.has(name)) report.add('server-on-dhcp', [...path, index], facts);
}

/** Servers dial each other, so all listen on the family of their network's first subnet. */
function checkFamily(received: string, { name, subnets }: KnownNetwork, path: DescriptionPath, report: Report): void {
  const [first] = subnets;
  if (first === undefined || isSameFamily(received, first)) return;
  report.add('server-family', path, { received, network: name, first });
}

function checkClientInterface({ name, interfaces }: Machine, network: KnownNetwork | undefined, report: Report): void {
  if (!network || interfaces.some((attached) => attached.network === network.name)) return;
  report.add('client-off-network', ['machines', name, 'interfaces'], { machine: name, network: network.name });
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
