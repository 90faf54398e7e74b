/** Everybody on a machine who may ask the metadata service: root, a task, and a task with a network of its own. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allocations, logOf, purge, runsEverywhere, submit } from '../promises/exec-job.ts';
import { run } from '../rehearsal/command.ts';
import type { Machine } from '../rehearsal/machine.ts';
import type { Operator } from '../rehearsal/operator.ts';
import { eventually } from '../rehearsal/wait.ts';
import { METADATA_ADDRESSES } from './service.ts';

/** What came of each question, as `<address> <protocol>/<port>` to the answer or `refused`. */
export type Findings = Readonly<Record<string, string>>;

const PROBE = readFileSync(new URL('./probe.py', import.meta.url), 'utf8');
const JOB = 'metadata-probe';

/** Where a task with a network of its own lives, and the machine's ends of its wire. */
const NAMESPACE = 'task';
const NAMESPACE_SUBNETS = ['10.99.0', 'fd00:99:'] as const;
const MACHINE_ADDRESSES = ['10.40.0.11', 'fd00:40::11'] as const;

/** Root on the machine. */
export async function askAsRoot(machine: Machine): Promise<Findings> {
  return findings(await machine.run(['python3', '-c', PROBE, ...METADATA_ADDRESSES]));
}

/** A task of the exec driver, in the machine's own network. Throws if it runs as root. */
export async function askAsTask(operator: Operator): Promise<Findings> {
  const script = `echo "user $(id -un)"; python3 -c "$PROBE" ${METADATA_ADDRESSES.join(' ')}; echo end; exec sleep 600`;
  await submit(operator, { job: JOB, script, env: { PROBE } });
  try {
    await eventually(60_000, () => runsEverywhere(operator, JOB, 1));
    const [allocation] = await allocations(operator, JOB);
    const log = await eventually(60_000, () => logOf(operator, allocation?.ID ?? '', /^end$/m));
    assert.match(log, /^user nobody$/m);
    return findings(log);
  } finally {
    await purge(operator, JOB);
  }
}

/** Somebody in a network namespace whose packets the machine forwards, as a task of a bridge network is. */
export async function askFromNamespace(machine: Machine): Promise<Findings> {
  const inside = ['nsenter', `--net=/run/netns/${NAMESPACE}`];
  return findings(await machine.run([...inside, 'python3', '-c', PROBE, ...METADATA_ADDRESSES]));
}

/** Makes that namespace on a machine that was just switched on. */
export async function makeNamespace(machine: Machine): Promise<void> {
  const [ipv4, ipv6] = NAMESPACE_SUBNETS;
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
  const [ipv4, ipv6] = NAMESPACE_SUBNETS;
  await run(['ip', 'route', 'add', `${ipv4}.0/24`, 'via', MACHINE_ADDRESSES[0]]);
  await run(['ip', '-6', 'route', 'add', `${ipv6}:/64`, 'via', MACHINE_ADDRESSES[1]]);
}

function findings(output: string): Findings {
  const lines = output.matchAll(/^(\S+ (?:tcp|udp)\/\d+) (.*)$/gm);
  return Object.fromEntries([...lines].map(([, question = '', answer = '']) => [question, answer]));
}
