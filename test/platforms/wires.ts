/**
 * Wires from this network namespace, the cloud's, to a machine's cards: into a network namespace for a machine that is a
 * folder, or taps for a virtual machine. The cloud's ends are cloud0, cloud1 and so on, and have no addresses yet.
 */

import { run } from '../boot/rehearsal/command.ts';
import type { NetworkCard } from './emulation.ts';

const GUEST = 'guest';

/** The cloud's end of the wire to the card with this index. */
export const cloudEnd = (index: number): string => `cloud${index}`;

/** Path of the network namespace that the machine's cards are in. */
export async function layIntoNamespace(cards: readonly NetworkCard[]): Promise<string> {
  const wire = ({ name, mac }: NetworkCard, index: number) =>
    `link add ${cloudEnd(index)} type veth peer name ${name} netns ${GUEST} address ${mac}`;
  await ip([`netns add ${GUEST}`, ...cards.map(wire)]);
  await run(['ip', '-n', GUEST, 'link', 'set', 'lo', 'up']);
  return `/run/netns/${GUEST}`;
}

/** Takes away what `layIntoNamespace` laid. */
export async function pullFromNamespace(cards: readonly NetworkCard[]): Promise<void> {
  await ip([...cards.map((_, index) => `link del ${cloudEnd(index)}`), `netns del ${GUEST}`]);
}

/**
 * QEMU's options for the cards of each machine. Cards with one index are on one wire, and there as long as this network
 * namespace; who is on a wire without being told so reaches the others through the cloud, which routes.
 */
export async function layTaps(machines: readonly (readonly NetworkCard[])[]): Promise<readonly string[][]> {
  const wires = Math.max(...machines.map((cards) => cards.length));
  await run(['sysctl', '--quiet', '--write', 'net.ipv4.ip_forward=1']);
  await ip(Array.from({ length: wires }, (_, index) => `link add ${cloudEnd(index)} type bridge`));
  const taps = machines.map((cards, machine) =>
    cards.map((card, index) => ({ card, index, tap: `${machine}-${index}` })),
  );
  await ip(
    taps
      .flat()
      .flatMap(({ tap, index }) => [`tuntap add dev ${tap} mode tap`, `link set ${tap} master ${cloudEnd(index)} up`]),
  );
  return taps.map((cards) =>
    cards.flatMap(({ card: { mac }, index, tap }) => [
      ...['-netdev', `tap,id=wire${index},ifname=${tap},script=no,downscript=no`],
      ...['-device', `virtio-net-pci,netdev=wire${index},mac=${mac}`],
    ]),
  );
}

/** Runs commands of ip(8). */
export async function ip(commands: readonly string[]): Promise<void> {
  await run(['ip', '-batch', '-'], { input: `${commands.join('\n')}\n` });
}
