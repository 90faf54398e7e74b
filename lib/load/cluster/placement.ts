/** Whether the machines can carry the agents: how many servers, on which networks, ports, memory, ways out. */

import { isSameFamily } from '../../cluster/attachment.ts';
import type { ClientCommons, Machine, ServerAgent, ServerCommons } from '../../cluster/cluster.ts';
import { durationSeconds } from '../../cluster/durations.ts';
import { shortestFailoverSeconds } from '../../nomad/heartbeats.ts';
import { effectiveReservedMemoryMiB, leastTaskMemoryMiB } from '../../nomad/reserved.ts';
import { madeNetwork } from '../../targets/platforms.ts';
import type { KnownNetwork, Networks } from '../networks/networks.ts';
import type { Place } from '../place.ts';
import { checkRoutes } from './routes.ts';

/** How many servers there are, and whether they can form a quorum that bears a loss. */
export function checkQuorum(machines: readonly Machine[], at: Place): void {
  const isUncertain =
    at.lacksMember() || machines.some(({ name }) => ['roles', '<<'].some((key) => at.key(name).key(key).isDamaged()));
  if (isUncertain || machines.length === 0) return;
  const count = machines.filter(({ server }) => server).length;
  if (count === 0) at.add('no-server', {});
  else if (count === 1) at.add('single-server', {});
  else if (count % 2 === 0) at.add('even-servers', { count, quorum: count / 2 + 1 });
}

/**
 * Whether each machine can carry its agents: interfaces on their networks, memory, a way to the servers.
 * @param doubtful machines of which an address was refused: then nothing follows from its absence
 */
export function checkPlacement(
  machines: readonly Machine[],
  server: ServerCommons,
  client: ClientCommons,
  networks: Networks,
  doubtful: ReadonlySet<string>,
  at: Place,
): void {
  const placed: Machine[] = [];
  for (const machine of machines) {
    checkMemory(machine, at.key(machine.name).key('memoryMiB'));
    // What an interface is attached to is not known if one of them was refused.
    const isCertain = machine.interfaces.every(({ network }) => networks.byName.has(network));
    const interfaces = at.key(machine.name).key('interfaces');
    if (!isCertain || interfaces.isDamaged() || machine.interfaces.length === 0) continue;
    const before = at.problemCount();
    if (machine.server) checkServerInterface(machine, networks.byName.get(server.network), doubtful, interfaces);
    if (machine.client) checkClientInterface(machine, networks.byName.get(client.network), interfaces);
    checkGateways(machine, networks, interfaces);
    if (at.problemCount() === before) placed.push(machine);
  }
  checkRoutes(placed, server.network, networks, at);
}

function checkMemory({ name, memoryMiB: memory, server, client }: Machine, at: Place): void {
  if (memory === undefined) return;
  const limit = server?.memoryMaxMiB ?? 0;
  if (limit * 2 > memory) {
    at.add('server-memory', { machine: name, limit, memory });
  } else if (client) {
    const reserved = effectiveReservedMemoryMiB(client, limit);
    const least = leastTaskMemoryMiB;
    if (memory - reserved < least) at.add('task-memory', { machine: name, reserved, memory, least });
  }
}

function checkServerInterface(
  { name, interfaces, server, target }: Machine,
  network: KnownNetwork | undefined,
  doubtful: ReadonlySet<string>,
  at: Place,
): void {
  if (!network) return;
  const index = interfaces.findIndex((attached) => attached.network === network.name);
  const facts = { machine: name, network: network.name };
  if (index < 0) at.add('server-off-network', facts);
  else if (server?.address !== undefined) checkFamily(server.address, network, at.key(index));
  else if (!doubtful.has(name) && !choosesAlone(target)) at.key(index).add('server-on-dhcp', facts);
}

/** Whether the platform gives addresses and cannot be asked for one, of which a report of its own tells. */
function choosesAlone(target: Machine['target']): boolean {
  const made = madeNetwork(target);
  return made !== undefined && made.tell === undefined;
}

/** Servers dial each other, so all listen on the family of their network's first subnet. */
function checkFamily(received: string, { name, subnets }: KnownNetwork, at: Place): void {
  const [first] = subnets;
  if (first === undefined || isSameFamily(received, first)) return;
  at.add('server-family', { received, network: name, first });
}

function checkClientInterface({ name, interfaces }: Machine, network: KnownNetwork | undefined, at: Place): void {
  if (!network || interfaces.some((attached) => attached.network === network.name)) return;
  at.add('client-off-network', { machine: name, network: network.name });
}

/** Where the platform makes the network, gateways are its own. */
function checkGateways(machine: Machine, networks: Networks, at: Place): void {
  if (madeNetwork(machine.target)) return;
  const leading = machine.interfaces.filter(({ network }) => (networks.byName.get(network)?.gateways.length ?? 0) > 0);
  const names = [...new Set(leading.map(({ network }) => network))];
  if (names.length < 2) return;
  at.add('two-default-gateways', {
    machine: machine.name,
    networks: names,
  });
}

/** A new leader that is less patient than heartbeats are long takes every client for down. */
export function checkFailover(machines: readonly Machine[], { settings }: ServerAgent, top: Place): void {
  const given = settings.failoverHeartbeatTtl;
  if (given === undefined || top.key('machines').lacksMember()) return;
  const received = durationSeconds(given);
  const clients = machines.filter(({ client }) => client).length;
  const least = shortestFailoverSeconds(clients, settings);
  if (received >= least) return;
  top.key('server').key('failoverHeartbeatTtl').add('failover-too-short', { received, least, clients });
}

/** Two agents of one machine on one network share its address: their ports must differ. */
export function checkAgentPorts(
  machines: readonly Machine[],
  server: ServerCommons,
  client: ClientCommons,
  top: Place,
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
  top.key('client').key('ports').key('http').add('agents-collide', facts, top.key('server').key('ports').key(word));
}
