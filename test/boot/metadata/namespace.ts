/** A network namespace on a machine whose packets the machine forwards, as those of a bridge network's task. */

import { run } from '../rehearsal/command.ts';
import type { Machine } from '../rehearsal/machine.ts';

/** The namespace's name, and the machine's ends of its wire. */
const NAMESPACE = 'task';
const SUBNETS = ['10.99.0', 'fd00:99:'] as const;
const MACHINE_ADDRESSES = ['10.40.0.11', 'fd00:40::11'] as const;

/** Runs a command in the namespace, which is made where the machine has none since it was switched on. */
export async function runInNamespace(machine: Machine, argv: readonly string[]): Promise<string> {
  const { status } = await machine.attempt(['ip', 'netns', 'exec', NAMESPACE, 'true']);
  if (status !== 0) await makeNamespace(machine);
  return machine.run(['nsenter', `--net=/run/netns/${NAMESPACE}`, ...argv]);
}

async function makeNamespace(machine: Machine): Promise<void> {
  const [ipv4, ipv6] = SUBNETS;
  await machine.run(['ip', 'netns', 'add', NAMESPACE]);
  const commands = [
    `link add ${NAMESPACE}0 type veth peer name eth0 netns ${NAMESPACE}`,
    `address add ${ipv4}.1/24 dev ${NAMESPACE}0`,
    `address add ${ipv6}:1/64 dev ${NAMESPACE}0 nodad`,
    `link set ${NAMESPACE}0 up`,
  ];
  await machine.run(['ip', '-batch', '-'], { input: commands.join('\n') });
  const commandsInside = [
    `address add ${ipv4}.2/24 dev eth0`,
    `address add ${ipv6}:2/64 dev eth0 nodad`,
    'link set eth0 up',
    `route add default via ${ipv4}.1`,
    `-6 route add default via ${ipv6}:1`,
  ];
  for (const command of commandsInside) await machine.run(['ip', '-netns', NAMESPACE, ...command.split(' ')]);
  await machine.run(['sysctl', '-q', '-w', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1']);
}

/** Tells the cloud, which is this network namespace, the way back into that of the machine. */
export async function routeToNamespace(): Promise<void> {
  const [ipv4, ipv6] = SUBNETS;
  await run(['ip', 'route', 'add', `${ipv4}.0/24`, 'via', MACHINE_ADDRESSES[0]]);
  await run(['ip', '-6', 'route', 'add', `${ipv6}:/64`, 'via', MACHINE_ADDRESSES[1]]);
}
